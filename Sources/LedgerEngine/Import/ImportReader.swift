import JSON
package import LedgerModel

/// Cuts NDJSON into lines and lines into validated batches, as the bytes come in.
package struct ImportReader: Sendable {
    /// Events of one batch: one commit of the import.
    package static let batchEvents = 65_536
    /// Bytes of canonical JSON of one batch.
    package static let batchBytes = 20 << 20

    private var reader = ProposalReader()
    private var rest: [UInt8] = []
    private var isSkipping = false
    private var spares: [EventBatch] = []
    /// Lines read, blank ones too.
    package private(set) var lineCount = 0
    /// Lines that were not blank: what the file proposed.
    package private(set) var rowCount = 0
    /// The events that were read and not taken yet.
    package private(set) var batch = EventBatch()
    private var rejections: [Rejection] = []
    private var violations: [Violation] = []

    package init() {}

    package var isFull: Bool {
        batch.entries.count >= Self.batchEvents || batch.byteCount >= Self.batchBytes
    }

    /// The batch so far; the reader goes on with an empty one.
    package mutating func takeBatch() -> EventBatch {
        defer { batch = emptyBatch() }
        return batch
    }

    /// Takes back a batch that is committed, to use its memory again: fresh memory would cost a
    /// page fault for each 4 KiB.
    package mutating func giveBack(_ committed: consuming EventBatch) {
        committed.removeAll()
        spares.append(committed)
    }

    /// The spare given back first: nobody else holds it any more.
    private mutating func emptyBatch() -> EventBatch {
        spares.count > 1 ? spares.removeFirst() : EventBatch(reservingLike: batch)
    }

    /// The lines that were refused so far; the reader forgets them.
    package mutating func takeRejections() -> [Rejection] {
        defer { rejections = [] }
        return rejections
    }

    /// Reads the lines of a chunk from `offset` on until it ends or the batch is full; gives the
    /// offset at which to go on. What follows the last line break is kept for the next chunk.
    package mutating func read(_ chunk: [UInt8], from offset: Int) -> Int {
        var start = offset
        while start < chunk.count, !isFull {
            guard let end = Self.lineBreak(in: chunk, from: start) else {
                keep(chunk[start...])
                return chunk.count
            }
            if rest.isEmpty, !isSkipping {
                readLine(chunk, start..<end)
            } else {
                keep(chunk[start..<end])
                readRest()
            }
            start = end + 1
        }
        return start
    }

    /// Reads what is left after the last chunk: a last line without a line break.
    package mutating func finish() {
        guard !rest.isEmpty || isSkipping else { return }
        readRest()
    }

    private mutating func readLine(_ text: [UInt8], _ range: Range<Int>) {
        lineCount += 1
        var range = range
        if let last = range.last, text[last] == UInt8(ascii: "\r") {
            range = range.lowerBound..<last
        }
        guard text[range].contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
        else { return }
        rowCount += 1
        reader.read(text, in: range, line: lineCount, into: &batch, violations: &violations)
        guard !violations.isEmpty else { return }
        reject(String(decoding: text[range], as: UTF8.self))
    }

    private mutating func reject(_ text: String) {
        rejections.append(Rejection(line: lineCount, violations: violations, text: text))
        violations = []
    }

    /// Keeps the beginning of a line; of one beyond the limit only that it was too long.
    private mutating func keep(_ part: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        rest.append(contentsOf: part)
        guard rest.count > Limits.lineBytes + 1 else { return }
        isSkipping = true
        rest.removeAll(keepingCapacity: true)
    }

    private mutating func readRest() {
        if isSkipping {
            lineCount += 1
            rowCount += 1
            violations.append(ProposalReader.lineTooLong(lineCount))
            reject("")
            isSkipping = false
        } else {
            readLine(rest, 0..<rest.count)
        }
        rest.removeAll(keepingCapacity: true)
    }

    private static func lineBreak(in chunk: [UInt8], from start: Int) -> Int? {
        chunk.span.firstLineBreak(from: start)
    }
}
