extension Span<UInt8> {
    /// The eight bytes from `offset` as a little-endian word, or 0 where fewer are left.
    /// The one condition lets the compiler merge the reads into a single load.
    package func word(at offset: Int) -> UInt64 {
        guard offset >= 0, count >= 8, offset <= count &- 8 else { return 0 }
        let low =
            UInt64(self[offset]) | UInt64(self[offset &+ 1]) << 8
            | UInt64(self[offset &+ 2]) << 16 | UInt64(self[offset &+ 3]) << 24
        let high =
            UInt64(self[offset &+ 4]) | UInt64(self[offset &+ 5]) << 8
            | UInt64(self[offset &+ 6]) << 16 | UInt64(self[offset &+ 7]) << 24
        return low | high << 32
    }

    /// The first eight bytes of a range in big-endian order, padded with zeros: two prefixes
    /// compare like the bytes they stand for.
    package func prefix(from start: Int, to end: Int) -> UInt64 {
        let length = end &- start
        if start <= count &- 8 {
            let word = UInt64(bigEndian: self.word(at: start))
            return length >= 8 ? word : word & ~(UInt64.max >> (8 &* UInt64(length)))
        }
        var word: UInt64 = 0
        for offset in start..<Swift.min(end, start &+ 8) {
            word |= UInt64(self[offset]) << UInt64(56 &- 8 &* (offset &- start))
        }
        return word
    }

    /// The offset of the first line feed from `start` on; nil where there is none.
    package func firstLineBreak(from start: Int) -> Int? {
        var offset = start
        while offset <= count &- 8 {
            let marks = word(at: offset).lineBreaks
            if marks != 0 { return offset &+ marks.trailingZeroBitCount / 8 }
            offset &+= 8
        }
        while offset < count {
            if self[offset] == UInt8(ascii: "\n") { return offset }
            offset &+= 1
        }
        return nil
    }

    /// Bytes counted at a time: their line feeds must fit one byte.
    private static var countedBytes: Int { 248 }

    /// How many line feeds there are.
    package var lineBreakCount: Int {
        var (lines, offset) = (0, 0)
        while offset &+ Self.countedBytes <= count {
            let end = offset &+ Self.countedBytes
            var sums: UInt64 = 0
            while offset < end {
                sums &+= word(at: offset).exactLineBreaks
                offset &+= 8
            }
            lines &+= Int(truncatingIfNeeded: (sums &* 0x0101_0101_0101_0101) >> 56)
        }
        while offset < count {
            if self[offset] == UInt8(ascii: "\n") { lines &+= 1 }
            offset &+= 1
        }
        return lines
    }

    /// The first offset from `start` whose byte is not JSON whitespace, or the end of the text.
    func skippingSpace(from start: Int) -> Int {
        var offset = start
        while offset < count {
            switch self[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset &+= 1
            default: return offset
            }
        }
        return offset
    }
}

extension UInt64 {
    /// A mark in the top bit of each byte that ends a run of plain string bytes: `"`, `\`, below
    /// 0x20 or at least 0x80. The lowest mark is exact; marks above it may be false.
    var stringStops: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quotes = self ^ (ones &* 0x22)
        let backslashes = self ^ (ones &* 0x5C)
        let stops =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            | ((self &- ones &* 0x20) & ~self) | self
        return stops & tops
    }

    /// A mark in the top bit of each byte that is a line feed. The lowest mark is exact.
    var lineBreaks: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let feeds = self ^ (ones &* 0x0A)
        return (feeds &- ones) & ~feeds & 0x8080_8080_8080_8080
    }

    /// One for each byte that is a line feed: adding 0x7F to seven bits carries into the top bit
    /// of every byte but zero, and no further.
    var exactLineBreaks: UInt64 {
        let sevens: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let feeds = self ^ 0x0A0A_0A0A_0A0A_0A0A
        return ~(((feeds & sevens) &+ sevens) | feeds | sevens) >> 7
    }
}

extension [UInt8] {
    /// Appends a copy of bytes in one piece, without holding on to what they belong to.
    package mutating func append(copying bytes: Span<UInt8>) {
        append(addingCapacity: bytes.count) { output in
            output.append(repeating: 0, count: bytes.count)
            var place = output.mutableSpan
            for offset in bytes.indices { place[offset] = bytes[offset] }
        }
    }
}
