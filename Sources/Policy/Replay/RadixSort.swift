/// Sorts whole numbers digit by digit, from the lowest (LSD radix sort: Knuth, The Art of Computer
/// Programming 3, 5.2.5).
enum RadixSort {
    private static let mostDigitBits = 11

    /// Sorts by some bits; numbers that agree in them stay as they stand.
    static func sort(_ keys: inout [UInt64], bits: Range<Int>) {
        guard !bits.isEmpty else { return }
        let digits = (bits.count + mostDigitBits - 1) / mostDigitBits
        let width = (bits.count + digits - 1) / digits
        var other = [UInt64](repeating: 0, count: keys.count)
        for low in stride(from: bits.lowerBound, to: bits.upperBound, by: width) {
            pass(keys, into: &other, low, width: min(width, bits.upperBound - low))
            swap(&keys, &other)
        }
    }

    private static func pass(
        _ keys: [UInt64], into sorted: inout [UInt64], _ low: Int, width: Int
    ) {
        let mask = UInt64(1) << UInt64(width) - 1
        let shift = UInt64(low)
        var starts = [Int](repeating: 0, count: 1 << width)
        let keys = keys.span
        var counts = starts.mutableSpan
        for index in keys.indices { counts[Int(keys[index] &>> shift & mask)] += 1 }
        var next = 0
        for digit in counts.indices {
            let count = counts[digit]
            counts[digit] = next
            next += count
        }
        var target = sorted.mutableSpan
        for index in keys.indices {
            let digit = Int(keys[index] &>> shift & mask)
            target[counts[digit]] = keys[index]
            counts[digit] += 1
        }
    }
}
