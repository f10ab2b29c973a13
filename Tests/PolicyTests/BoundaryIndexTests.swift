import SeededRandom
import Testing

@testable import Policy

struct BoundaryIndexTests {
    private func check(
        _ boundaries: [Int64], at times: [Int64], _ note: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let index = BoundaryIndex(boundaries)
        for time in times {
            #expect(
                index.count(through: time) == boundaries.count { $0 <= time },
                "\(time), \(note)", sourceLocation: location)
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `a time has the place that a count of the boundaries gives it`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // Gaps from microseconds to years, some of nothing.
        var boundaries = [Int64(random.below(1 << 40)) - 1 << 39]
        for _ in 0..<random.below(90) {
            let gap = Int64(1) << Int64(random.below(45))
            boundaries.append(boundaries[boundaries.count - 1] + (random.below(5) == 0 ? 0 : gap))
        }
        var times = boundaries.flatMap { [$0 - 1, $0, $0 + 1] }
        for _ in 0..<200 {
            let span = UInt64(boundaries[boundaries.count - 1] - boundaries[0]) + 1_000
            times.append(boundaries[0] - 500 + Int64(random.next() % span))
        }
        check(boundaries, at: times, "seed \(seed)")
    }

    @Test func `windows without a beginning leave nothing out`() {
        let past = Int64.min
        check([past, past, past], at: [-1 << 58, 0, 1 << 58], "the whole history")
        check([], at: [0], "no instant")
    }
}
