import LMDB

/// A key hash and the position of its event.
struct KeyEntry: Sendable {
    var hash: UInt128
    var position: UInt64
}

extension KeyEntry {
    /// Entries by hash, then by position; those of equal hash must come in order of position.
    /// Hashes are spread evenly, so that a counting sort by their first bits leaves next to nothing
    /// to do.
    static func sorted(_ entries: [KeyEntry]) -> [KeyEntry] {
        let bits = Swift.min(20, Int.bitWidth - entries.count.leadingZeroBitCount)
        var starts = [Int](repeating: 0, count: (1 << bits) + 1)
        for entry in entries { starts[KeyHash(entry.hash).bucket(bits: bits) + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        var sorted = entries
        for entry in entries {
            let bucket = KeyHash(entry.hash).bucket(bits: bits)
            sorted[starts[bucket]] = entry
            starts[bucket] += 1
        }
        sorted.insertionSort()
        return sorted
    }
}

extension [KeyEntry] {
    /// Sorts what is nearly sorted; for much disorder, as of hashes made equal, the library's sort.
    fileprivate mutating func insertionSort() {
        var budget = 8 * count
        for index in indices.dropFirst() {
            let entry = self[index]
            var place = index
            while place > 0, entry.hash < self[place - 1].hash {
                self[place] = self[place - 1]
                place -= 1
                budget -= 1
            }
            self[place] = entry
            guard budget >= 0 else {
                sort { ($0.hash, $0.position) < ($1.hash, $1.position) }
                return
            }
        }
    }
}

/// The key hashes of one range of hashes of a segment, sorted, behind a filter that answers most
/// questions for unknown keys from one word.
///
///     0 u64 checksum   8 u32 kind and version   12 u32 count   16 u64 first position of the segment
///     24 u64 filter words f   32 u64 filter × f   then u64 high half × n, u64 low half × n,
///     u32 position − first × n padded to eight bytes
enum KeyBlock {
    static let kind: UInt32 = 0x0001_0002
    /// Key hashes that a block holds on average when a segment is written.
    static let meanCount = 4_096

    /// How many bits of the hash number the blocks of a segment of so many events.
    static func bucketBits(forEvents count: Int) -> Int {
        var bits = 0
        while count >> bits > meanCount { bits += 1 }
        return bits
    }

    /// The block of sorted entries as words.
    static func words(of entries: ArraySlice<KeyEntry>, first: UInt64) -> [UInt64] {
        let filterCount = Swift.max(1, entries.count / 4)
        var words = BlockChecksum.header(
            kind: kind, count: entries.count, first: first, extra: UInt64(filterCount))
        words.reserveCapacity(4 + filterCount + entries.count * 5 / 2 + 1)
        words.append(contentsOf: repeatElement(0, count: filterCount))
        for entry in entries {
            let probe = FilterProbe(entry.hash)
            words[BlockChecksum.headerWords + probe.word(of: filterCount)] |= probe.mask
        }
        for entry in entries { words.append(UInt64(truncatingIfNeeded: entry.hash >> 64)) }
        for entry in entries { words.append(UInt64(truncatingIfNeeded: entry.hash)) }
        let start = entries.startIndex
        words.appendHalves(entries.count) { UInt32(entries[start + $0].position - first) }
        BlockChecksum.seal(&words)
        return words
    }

    /// Where the parts of a block lie.
    struct Layout {
        let count: Int
        let first: UInt64
        let filterCount: Int
        let high: Int
        let low: Int
        let deltas: Int

        init(_ block: RawSpan) throws(StorageError) {
            count = try BlockChecksum.count(of: block, kind: kind)
            first = block.uint64(at: 16)
            let filters = block.uint64(at: 24)
            guard filters > 0, filters <= 1 << 32 else {
                throw .damaged(reason: "a key block of a segment has no filter")
            }
            filterCount = Int(filters)
            high = 32 + 8 * filterCount
            low = high + 8 * count
            deltas = low + 8 * count
            guard block.byteCount == deltas + 8 * ((count + 1) / 2) else {
                throw .damaged(reason: "a key block of a segment is cut")
            }
        }

        func entry(_ index: Int, of block: RawSpan) -> KeyEntry {
            let upper = UInt128(block.uint64(at: high + 8 * index)) << 64
            return KeyEntry(
                hash: upper | UInt128(block.uint64(at: low + 8 * index)),
                position: first + UInt64(block.uint32(at: deltas + 4 * index)))
        }

        /// Whether the filter rules a hash out.
        func excludes(_ hash: UInt128, in block: RawSpan) -> Bool {
            let probe = FilterProbe(hash)
            let word = block.uint64(at: 32 + 8 * probe.word(of: filterCount))
            return word & probe.mask != probe.mask
        }

        /// The first index whose hash is not less.
        func lowerBound(_ hash: UInt128, in block: RawSpan) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if entry(middle, of: block).hash < hash { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// Calls `body` with each entry of a block.
    static func forEach(
        in block: RawSpan, _ body: (KeyEntry) -> Void
    ) throws(StorageError) {
        let layout = try Layout(block)
        for index in 0..<layout.count { body(layout.entry(index, of: block)) }
    }
}

/// Five bits of one word of a filter, all taken from the hash: at four keys a word about four of a
/// thousand unknown keys pass.
struct FilterProbe {
    private let low: UInt64
    let mask: UInt64

    init(_ hash: UInt128) {
        low = UInt64(truncatingIfNeeded: hash)
        var mask: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 30, by: 6) { mask |= 1 << (low >> shift & 63) }
        self.mask = mask
    }

    func word(of count: Int) -> Int { Int((low >> 30 &* UInt64(count)) >> 34) }
}
