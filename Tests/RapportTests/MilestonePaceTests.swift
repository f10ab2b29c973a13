import Testing

@testable import rapport

struct MilestonePaceTests {
    @Test func `the first milestone is due after a second, the next after twenty times its cost`() {
        let start = Duration.seconds(500)
        var pace = MilestonePace(from: start)
        #expect(!pace.isDue(at: start + .milliseconds(999)))
        #expect(pace.isDue(at: start + .seconds(1)))
        pace.keep(from: start + .seconds(1), to: start + .milliseconds(1_010))
        #expect(!pace.isDue(at: start + .milliseconds(2_009)))
        #expect(pace.isDue(at: start + .milliseconds(2_010)))
        pace.keep(from: start + .seconds(3), to: start + .seconds(4))
        #expect(!pace.isDue(at: start + .milliseconds(23_999)))
        #expect(pace.isDue(at: start + .seconds(24)))
    }
}
