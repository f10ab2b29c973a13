import JSON
import LedgerModel

/// Reads the lines of one piece of the input into a batch.
struct PieceReader {
    private let piece: LinePieces.Piece
    private var batch: EventBatch
    private var reader = ProposalReader()
    private var line: Int
    private var rowCount = 0
    private var rejections: [Rejection] = []
    private var violations: [Violation] = []

    /// - Parameter batch: an empty batch, whose memory is used.
    init(_ piece: LinePieces.Piece, reusing batch: consuming EventBatch) {
        self.piece = piece
        self.batch = batch
        line = piece.linesBefore
    }

    /// Reads all lines.
    consuming func read() -> ReadPiece {
        let text = piece.text
        var start = 0
        while start < text.count {
            let end = text.span.firstLineBreak(from: start) ?? text.count
            line += 1
            readLine(text, start..<end)
            start = end + 1
        }
        return ReadPiece(
            prepared: PreparedBatch(batch), rejections: rejections, rowCount: rowCount)
    }

    private mutating func readLine(_ text: [UInt8], _ range: Range<Int>) {
        let range = text.span.lineContent(in: range)
        // One beyond the limit counts as content unseen, for its end may be missing here.
        guard range.count > Limits.lineBytes || !text.span.isBlank(range) else { return }
        rowCount += 1
        reader.read(text, in: range, line: line, into: &batch, violations: &violations)
        guard !violations.isEmpty else { return }
        let isTooLong = range.count > Limits.lineBytes
        rejections.append(
            Rejection(
                line: line, violations: violations,
                text: isTooLong ? "" : String(decoding: text[range], as: UTF8.self)))
        violations = []
    }
}

/// A piece of the input as validated events and refused lines.
struct ReadPiece: Sendable {
    let prepared: PreparedBatch
    let rejections: [Rejection]
    /// Lines that were not blank.
    let rowCount: Int
}
