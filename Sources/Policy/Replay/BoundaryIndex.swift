/// Finds the place of a time among boundaries that never fall without a search: a table tells how
/// many of them come before each stretch of time, and mostly no more than one lies in a stretch.
struct BoundaryIndex {
    /// How far from zero times are told apart, in microseconds: a ledger holds none beyond.
    private static let horizon: Int64 = 1 << 61
    /// So many stretches for each boundary at most.
    private static let stretchesPerBoundary = 8

    /// The boundaries, and behind them one that no time reaches.
    private let boundaries: [Int64]
    /// How many boundaries come before the first moment of each stretch.
    private let counts: [Int]
    /// Where the first stretch begins.
    private let base: Int64
    /// The length of a stretch is two to the power of it.
    private let shift: Int64

    /// - Parameter boundaries: in microseconds since 1970-01-01T00:00:00Z.
    init(_ boundaries: [Int64]) {
        let own = boundaries.map { min(max($0, -Self.horizon), Self.horizon) }
        self.boundaries = own + [.max]
        let (first, last) = (own.first ?? 0, own.last ?? 0)
        base = first - 1
        let gap = zip(own.dropFirst(), own).map { $0 - $1 }.filter { $0 > 0 }.min() ?? 1
        let most = Int64(Self.stretchesPerBoundary * max(1, own.count))
        var shift = Int64(63 - gap.leadingZeroBitCount)
        while (last - base) >> shift > most { shift += 1 }
        self.shift = shift
        var counts: [Int] = []
        for stretch in 0...(last - base) >> shift {
            let start = base + stretch << shift
            var count = counts.last ?? 0
            while self.boundaries[count] <= start { count += 1 }
            counts.append(count)
        }
        self.counts = counts
    }

    /// How many boundaries come at or before a time.
    @inline(__always)
    func count(through time: Int64) -> Int {
        let stretch = Int(max(0, time &- base) &>> shift)
        var count = counts[min(stretch, counts.count &- 1)]
        count &+= boundaries[count] <= time ? 1 : 0
        while boundaries[count] <= time { count &+= 1 }
        return count
    }
}
