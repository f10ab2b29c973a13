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
    }

    /// Where a piece is cut, so that one commit stays within half of the file's headroom even if
    /// the ledger adds the longest actor to every event and numbers are written out.
    struct Size: Sendable {
        var bytes = 16 << 20
        var lines = 32_768
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
        precondition(size.bytes > Limits.lineBytes, "a piece must hold the longest line")
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
        while !isAtEnd, text.count < size.bytes, lines < size.lines {
            lines += try fill(&text, nextChunk)
        }
        guard !text.isEmpty else { return nil }
        let first = lineCount
        lineCount += cut(&text, lines)
        return Piece(text: text, linesBefore: first)
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
    private mutating func cut(_ text: inout [UInt8], _ lines: Int) -> Int {
        let kept = min(lines, size.lines)
        guard kept < lines || !isAtEnd else {
            restLines = 0
            return lines
        }
        guard kept > 0 else {
            isSkipping = true
            restLines = 0
            return 1
        }
        let end = text.span.end(ofLine: kept, of: lines)
        rest.append(contentsOf: text[end...])
        text.removeSubrange(end...)
        restLines = lines - kept
        return kept
    }
}

extension Span<UInt8> {
    /// Where a line ends, behind its line break; lines are counted from 1.
    fileprivate func end(ofLine line: Int, of lineCount: Int) -> Int {
        if line == lineCount {
            var end = count
            while self[end - 1] != UInt8(ascii: "\n") { end -= 1 }
            return end
        }
        var end = 0
        for _ in 0..<line { end = (firstLineBreak(from: end) ?? count - 1) + 1 }
        return end
    }
}
