import LedgerModel
import Testing

struct ByYearTests {
    private func check(
        _ years: [Int], _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var byYear = ByYear<Int>()
        for year in years { byYear[year, 0] += 1 }
        let found = byYear.entries.map { "\($0.year):\($0.value)" }.joined(separator: " ")
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    @Test func `years stand in order, each once, however they come`() {
        check([2024, 2023, 2024, 1, 9999, 2023], "1:1 2023:2 2024:2 9999:1")
        check([], "")
    }

    @Test func `merging combines the values of the same year and asking adds none`() {
        var left = ByYear<Int>()
        var right = ByYear<Int>()
        left[2024, 0] = 1
        right[2024, 0] = 2
        right[2023, 0] = 3
        left.merge(right, startingWith: 0) { $0 += $1 }
        #expect(left.entries.map(\.value) == [3, 3])
        #expect(left[2000, 7] == 7)
        #expect(left.entries.count == 2)
    }
}
