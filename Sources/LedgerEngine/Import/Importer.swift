import LedgerModel
import TransparencyLog

/// What an import came to.
public struct ImportReport: Equatable, Sendable {
    /// Lines that were not blank.
    public var rows = 0
    /// Lines whose events are new.
    public var appended = 0
    /// Lines whose events had been appended before, with the same content.
    public var duplicates = 0
    /// Lines that were not appended, because they break a rule.
    public var rejected = 0
    /// SHA-256 of the whole input, in hexadecimal digits.
    public var sha256 = ""
}

/// Reads NDJSON into a ledger: pieces of the input are read on several cores, and committed in
/// their order while the next are read.
package struct Importer {
    /// Where the bytes come from and what is told on the way.
    package struct Input {
        /// Appends the next bytes; false at the end. It may wait for them.
        package let nextChunk: @Sendable (inout [UInt8]) throws -> Bool
        /// Called with the lines of a piece that were refused, in their order.
        package let report: (_ rejections: [Rejection]) throws -> Void
        /// Called after each piece with the rows that were committed and the bytes that came in,
        /// which are some pieces ahead.
        package let progress: (_ rows: Int, _ bytes: Int) -> Void

        package init(
            nextChunk: @escaping @Sendable (inout [UInt8]) throws -> Bool,
            report: @escaping (_ rejections: [Rejection]) throws -> Void,
            progress: @escaping (_ rows: Int, _ bytes: Int) -> Void
        ) {
            self.nextChunk = nextChunk
            self.report = report
            self.progress = progress
        }
    }

    /// What a child task did.
    private enum Step: Sendable {
        case cut(LinePieces.Piece?)
        case read(piece: Int, ReadPiece, text: [UInt8])
        case committed(piece: Int, Result<ImportOutcome, any Error>)
    }

    private typealias Group = ThrowingTaskGroup<Step, any Error>

    /// Pieces that are read at a time at most: each takes the memory of its text and its batch.
    private static let readerLimit = 4
    /// Commits that are asked for at a time: the writer need not wait for the next.
    private static let commitsAhead = 2

    private let append: @Sendable (PreparedBatch) async throws -> ImportOutcome
    private let readersAtOnce = min(SeveralCores.count, readerLimit)
    private let size: LinePieces.Size
    private var report = ImportReport()
    /// Pieces by number: those that were read and wait for their turn, and those in the commit.
    private var waiting: [Int: ReadPiece] = [:]
    private var committing: [Int: ReadPiece] = [:]
    private var outcomes: [Int: Result<ImportOutcome, any Error>] = [:]
    /// How many pieces were cut, given to the writer, and reported.
    private var (cut, given, reported) = (0, 0, 0)
    private var isCutting = false
    private var isAtEnd = false
    /// Bytes of the input that came in.
    private var byteCount = 0
    private var spareTexts: [[UInt8]] = []
    private var spareBatches: [EventBatch] = []

    /// - Parameters:
    ///   - actor: whom the ledger names where an event does not.
    ///   - append: takes each batch in its turn, or only tries what would become of it. It must
    ///     take its place in the line before it first suspends.
    package init(
        actor: String,
        append: @escaping @Sendable (PreparedBatch) async throws -> ImportOutcome
    ) {
        let size = LinePieces.Size(addedBytes: RecordComposer.addedBytes(actor: actor))
        self.init(size, append: append)
    }

    init(
        _ size: LinePieces.Size,
        append: @escaping @Sendable (PreparedBatch) async throws -> ImportOutcome
    ) {
        self.size = size
        self.append = append
    }

    /// Reads all of the input. Resumable by idempotency alone: what was committed before is a
    /// duplicate the next time.
    package mutating func run(_ input: Input) async throws -> ImportReport {
        let source = PieceSource(size, nextChunk: input.nextChunk)
        try await withThrowingTaskGroup(of: Step.self) { group in
            startCutting(source, &group)
            while let step = try await group.next() {
                take(step, &group)
                try advance(input, &group)
                startCutting(source, &group)
            }
        }
        report.sha256 = source.hash.hexadecimal
        return report
    }

    private mutating func take(_ step: Step, _ group: inout Group) {
        switch step {
        case .cut(let piece):
            isCutting = false
            isAtEnd = piece == nil
            if let piece { startReading(piece, &group) }
        case .read(let number, let piece, let text):
            waiting[number] = piece
            spareTexts.append(text)
        case .committed(let number, let outcome): outcomes[number] = outcome
        }
    }

    /// Gives pieces to the writer and reports what came of them, as long as one leads to another.
    private mutating func advance(_ input: Input, _ group: inout Group) throws {
        var before = (given, reported)
        repeat {
            before = (given, reported)
            startCommits(&group)
            try reportCommitted(input)
        } while (given, reported) != before
    }

    /// Has a piece cut off the input when a reader is free for it, but not so many that they pile
    /// up before the writer. Pieces that were cut before are read and committed meanwhile.
    private mutating func startCutting(_ source: PieceSource, _ group: inout Group) {
        guard !isAtEnd, !isCutting, cut - given < readersAtOnce else { return }
        isCutting = true
        let spare = Handover(emptyText())
        group.addTask { .cut(try await source.next(reusing: spare)) }
    }

    private mutating func startReading(_ piece: LinePieces.Piece, _ group: inout Group) {
        byteCount = piece.byteCount
        let number = cut
        let reader = Handover(PieceReader(piece, reusing: emptyBatch()))
        group.addTask { .read(piece: number, reader.take().read(), text: piece.text) }
        cut += 1
    }

    /// Gives pieces to the writer in their order. The tasks start at once, so that the batches
    /// stand in the line in that order.
    private mutating func startCommits(_ group: inout Group) {
        while given - reported < Self.commitsAhead, let piece = waiting.removeValue(forKey: given) {
            let (number, append, prepared) = (given, append, piece.prepared)
            committing[number] = piece
            given += 1
            guard !prepared.batch.isEmpty else {
                outcomes[number] = .success(ImportOutcome())
                continue
            }
            group.addImmediateTask {
                do {
                    return .committed(piece: number, .success(try await append(prepared)))
                } catch {
                    return .committed(piece: number, .failure(error))
                }
            }
        }
    }

    private mutating func reportCommitted(_ input: Input) throws {
        while let result = outcomes.removeValue(forKey: reported),
            let piece = committing.removeValue(forKey: reported)
        {
            let outcome = try result.get()
            report.rows += piece.rowCount
            report.appended += outcome.appended
            report.duplicates += outcome.duplicates
            let refused = Rejection.all(outcome.violations, of: piece.prepared.batch)
            let rejections = (piece.rejections + refused).sorted { $0.line < $1.line }
            report.rejected += rejections.count
            if !rejections.isEmpty { try input.report(rejections) }
            input.progress(report.rows, byteCount)
            reported += 1
            spareBatches.append(piece.prepared.batch)
        }
    }

    /// Memory of an earlier piece, or new: fresh memory would cost a page fault for each 4 KiB.
    private mutating func emptyText() -> [UInt8] {
        var text = spareTexts.popLast() ?? []
        text.removeAll(keepingCapacity: true)
        return text
    }

    /// The batch given back first: the writer has most likely let go of it.
    private mutating func emptyBatch() -> EventBatch {
        var batch = spareBatches.count > 1 ? spareBatches.removeFirst() : EventBatch()
        batch.removeAll()
        return batch
    }
}
