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

    /// Bytes at which a piece is cut.
    static let standardPieceBytes = 20 << 20

    private let pieceBytes: Int
    /// The beginning of a line whose end has not come in yet.
    private var rest: [UInt8] = []
    /// Whether the line that goes on was given out already, as one that is too long.
    private var isSkipping = false
    private var isAtEnd = false
    private var lineCount = 0
    private var stream = SHA256Stream()
    /// Bytes that came in so far.
    private(set) var byteCount = 0

    init(pieceBytes: Int = Self.standardPieceBytes) {
        precondition(pieceBytes > Limits.lineBytes, "a piece must hold the longest line")
        self.pieceBytes = pieceBytes
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
        while !isAtEnd, text.count < pieceBytes { try fill(&text, nextChunk) }
        guard !text.isEmpty else { return nil }
        if !isAtEnd { cut(&text) }
        let piece = Piece(text: text, linesBefore: lineCount)
        lineCount += text.span.lineBreakCount + (isSkipping ? 1 : 0)
        return piece
    }

    private mutating func fill(
        _ text: inout [UInt8], _ nextChunk: (inout [UInt8]) throws -> Bool
    ) throws {
        let start = text.count
        isAtEnd = try !nextChunk(&text)
        stream.update(text.span.extracting(start...))
        byteCount += text.count - start
        guard isSkipping else { return }
        let end = text.span.firstLineBreak(from: start)
        isSkipping = end == nil
        text.removeSubrange(start..<(end.map { $0 + 1 } ?? text.count))
    }

    /// Keeps the begun line for the next piece, unless it is all there is.
    private mutating func cut(_ text: inout [UInt8]) {
        guard let last = text.lastIndex(of: UInt8(ascii: "\n")) else {
            isSkipping = true
            return
        }
        rest.append(contentsOf: text[(last + 1)...])
        text.removeSubrange((last + 1)...)
    }
}
