import JSON
import LedgerModel
import TransparencyLog

/// Cuts the input into pieces of whole lines, as the bytes come in.
struct LinePieces {
    /// Whole lines, to be read by one task. Only the last line may lack its line break: that of the
    /// input, or one that is too long whatever follows.
    struct Piece: Sendable {
        var text: [UInt8]
        /// How many lines stand before the first.
        let linesBefore: Int
        /// Bytes of the input that had come in when it was cut.
        let byteCount: Int
    }

    /// Where a piece is cut, so that one commit stays within half of the file's headroom even if
    /// the ledger adds the longest actor to every event and numbers are written out.
    struct Size: Sendable {
        /// Bytes with what recording adds; a single line may have more.
        var bytes = 16 << 20
        var lines = 32_768
        /// What recording adds to a line.
        var addedBytes = 0

        func holds(_ bytes: Int, lines: Int) -> Bool {
            bytes + lines * addedBytes <= self.bytes && lines <= self.lines
        }
    }

    private let size: Size
    /// What came in behind the last piece: lines, and the beginning of one.
    private var rest: [UInt8] = []
    /// Line breaks of `rest`.
    private var restLines = 0
    /// Whether the line that goes on was given out already, as one that is too long.
    private var isSkipping = false
    private var isAtEnd = false
    private var lineCount = 0
    private var stream = SHA256Stream()
    /// Bytes that came in so far.
    private(set) var byteCount = 0

    init(_ size: Size) {
        let isRoomy = size.bytes - size.addedBytes > Limits.lineBytes
        precondition(isRoomy, "a piece must hold the longest line")
        self.size = size
    }

    /// The hash of all bytes that came in.
    var hash: TreeHash { stream.hash }

    /// The next piece, in the memory of `spare`, which is empty; nil at the end of the input.
    ///
    /// - Parameter nextChunk: appends the next bytes; false at the end.
    mutating func next(
        reusing spare: consuming [UInt8], _ nextChunk: (inout [UInt8]) throws -> Bool
    ) throws -> Piece? {
        var text = spare
        text.append(contentsOf: rest)
        rest.removeAll(keepingCapacity: true)
        var lines = restLines
        var fitting = (bytes: 0, lines: 0)
        while !isAtEnd, size.holds(text.count + 1, lines: lines + 1) {
            fitting = (text.count, lines)
            lines += try fill(&text, nextChunk)
        }
        guard !text.isEmpty else { return nil }
        let first = lineCount
        lineCount += cut(&text, lines, behind: fitting)
        return Piece(text: text, linesBefore: first, byteCount: byteCount)
    }

    /// Takes in the next bytes; gives how many line breaks there were.
    private mutating func fill(
        _ text: inout [UInt8], _ nextChunk: (inout [UInt8]) throws -> Bool
    ) throws -> Int {
        let start = text.count
        isAtEnd = try !nextChunk(&text)
        stream.update(text.span.extracting(start...))
        byteCount += text.count - start
        if isSkipping {
            let end = text.span.firstLineBreak(from: start)
            isSkipping = end == nil
            text.removeSubrange(start..<(end.map { $0 + 1 } ?? text.count))
        }
        return text.span.extracting(start...).lineBreakCount
    }

    /// Keeps for the next piece what is too much for this one and a line that goes on; gives how
    /// many lines are left.
    ///
    /// - Parameter fitting: what fits in any case, so that only the last bytes that came in are
    ///   looked through for the place of the cut.
    private mutating func cut(
        _ text: inout [UInt8], _ lines: Int, behind fitting: (bytes: Int, lines: Int)
    ) -> Int {
        restLines = 0
        let isCutLine = text.last != UInt8(ascii: "\n")
        if isAtEnd, size.holds(text.count, lines: isCutLine ? lines + 1 : lines) { return lines }
        guard lines > 0 else {
            isSkipping = !isAtEnd
            return 1
        }
        let (end, kept) = text.span.end(within: size, behind: fitting)
        rest.append(contentsOf: text[end...])
        text.removeSubrange(end...)
        restLines = lines - kept
        return kept
    }
}

extension Span<UInt8> {
    /// Where the last line ends that a piece holds, behind its line break, and which line it is,
    /// counted from 1. The first is held in any case.
    fileprivate func end(
        within size: LinePieces.Size, behind fitting: (bytes: Int, lines: Int)
    ) -> (offset: Int, line: Int) {
        var (end, line) = (fitting.bytes, fitting.lines)
        while let lineBreak = firstLineBreak(from: end),
            line == 0 || size.holds(lineBreak + 1, lines: line + 1)
        {
            (end, line) = (lineBreak + 1, line + 1)
        }
        while self[end - 1] != UInt8(ascii: "\n") { end -= 1 }
        return (end, line)
    }
}
