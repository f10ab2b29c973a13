package import LedgerModel

/// Sums of complaints.
package struct ComplaintTally: Sendable {
    package private(set) var opened = 0
    package private(set) var resolved = 0
    package private(set) var openedByYear = ByYear<Int>()
    package private(set) var openChanges = ByYear<Int64>()
    package private(set) var resolutionSum = FigureSum()
    /// The longest time to resolve, in seconds.
    package private(set) var longestResolution: Int64?

    mutating func add(_ book: ComplaintBook) {
        for complaint in book.complaints {
            opened += 1
            guard let seconds = complaint.resolutionSeconds else { continue }
            resolved += 1
            resolutionSum.add(seconds)
            longestResolution = max(longestResolution ?? seconds, seconds)
        }
        openedByYear.add(book.openedByYear)
        openChanges.add(book.openChanges)
    }

    mutating func merge(_ other: ComplaintTally) {
        opened += other.opened
        resolved += other.resolved
        openedByYear.add(other.openedByYear)
        openChanges.add(other.openChanges)
        resolutionSum.add(other.resolutionSum)
        if let seconds = other.longestResolution {
            longestResolution = max(longestResolution ?? seconds, seconds)
        }
    }
}
