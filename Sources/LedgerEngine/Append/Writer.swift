import JSON
import LMDB
package import LedgerModel
import Policy
package import TransparencyLog

/// The core of the one writer: group commits, and between them the work on segments in slices.
/// Synchronous, without a clock; `LedgerWriter` lends it a thread.
package struct Writer: ~Copyable {
    let ledger: Ledger
    private let tuning: IndexTuning
    /// Nil while a transaction has it, and for good once one failed.
    private var recorder: Recorder?
    private var merge: SegmentMerge?
    /// The segments of columns, by position.
    private var columns: [ColumnSegment]
    private var values: ValueProgress
    private var failure: AppendError?
    private var commitCount = 0
    /// Commits after which the reader slots of processes that died are freed.
    private static let readerCheckCommits = 256

    /// Takes up writing where the ledger stands: parts of segments that were never finished are
    /// removed, events that no segment covers are indexed.
    package init(
        _ ledger: Ledger, tuning: IndexTuning = .standard
    ) throws(LedgerError) {
        self.ledger = ledger
        self.tuning = tuning
        (recorder, columns, values) = try translating { () throws(StorageError) in
            try SegmentRepair.removeUnfinished(ledger)
            try SegmentRepair.indexUncovered(ledger, tuning)
            return try ledger.environment.read { (transaction) throws(StorageError) in
                let columns = try ColumnSegment.all(transaction, ledger.tables)
                return (
                    try Recorder(transaction, ledger.tables, tuning), columns,
                    try ValueProgress(columns, transaction, ledger.tables, tuning)
                )
            }
        }
    }

    /// One batch that waits for its commit.
    package struct Request: Sendable {
        let prepared: PreparedBatch
        let mode: Recorder.Mode
        let actor: String
        /// A pack that the batch activates, kept in the same commit.
        var pack: StoredPack?

        /// Bytes of its events at most, once they are recorded.
        var recordedBytes: Int {
            let batch = prepared.batch
            return batch.bytes.count
                + batch.entries.count * RecordComposer.addedBytes(actor: actor)
        }

        /// A batch that is appended whole or not at all.
        package static func atomic(
            _ prepared: PreparedBatch, _ condition: AppendCondition, actor: String
        ) -> Request {
            Request(prepared: prepared, mode: .atomic(condition), actor: actor)
        }

        /// A batch each of whose events is appended or refused for itself.
        package static func each(_ prepared: PreparedBatch, actor: String) -> Request {
            Request(prepared: prepared, mode: .each, actor: actor)
        }
    }

    /// What became of a request.
    package enum Response: Sendable {
        case atomic(AppendOutcome)
        case each(ImportOutcome)

        /// Whether a batch that is appended whole stands in the ledger, now or since before.
        fileprivate var isRecorded: Bool {
            switch self {
            case .atomic(.appended), .atomic(.duplicate): true
            case .atomic, .each: false
            }
        }
    }

    /// Records the requests in their order and commits them together: all responses are durable
    /// when it returns. After a failure nothing more is taken.
    package mutating func commit(
        _ requests: [Request], now: Instant
    ) throws(AppendError) -> [Response] {
        var (next, values) = (try takeRecorder(), values)
        do throws(StorageError) {
            commitCount += 1
            if commitCount % Self.readerCheckCommits == 0 {
                try ledger.environment.clearDeadReaders()
            }
            let ledgerTime = max(now, next.lastLedgerTime)
            let tables = ledger.tables
            let responses = try ledger.environment.write { (transaction) throws(StorageError) in
                var plans: [RecordingPlan] = []
                for request in requests {
                    plans.append(
                        try next.record(
                            request.prepared, mode: request.mode, actor: request.actor,
                            at: ledgerTime, transaction))
                }
                try next.writeChanges(transaction)
                let responses = try plans.map { (plan) throws(StorageError) in
                    try plan.response(
                        treeSize: next.edge.size, at: ledgerTime, transaction.reading, tables)
                }
                for (request, response) in zip(requests, responses) {
                    guard let pack = request.pack, response.isRecorded else { continue }
                    try pack.write(transaction, tables)
                    try values.register(pack.pack.valueColumns, transaction)
                }
                return responses
            }
            (recorder, self.values) = (next, values)
            return responses
        } catch {
            throw poison(error)
        }
    }

    /// Does one slice of sealing or merging; false when there is nothing to do.
    package mutating func maintain() throws(AppendError) -> Bool {
        var next = try takeRecorder()
        do throws(StorageError) {
            if merge == nil, let inputs = dueMerge(next) {
                merge = SegmentMerge(
                    inputs, id: next.takeSegmentID(), sliceBytes: tuning.sliceBytes)
            }
            guard var current = merge else {
                recorder = next
                if try sealColumns(atLeast: tuning.columnEvents) { return true }
                return try makeValues()
            }
            let tables = ledger.tables
            let finished = try ledger.environment.write { (transaction) throws(StorageError) in
                try current.step(transaction, tables)
            }
            merge = finished == nil ? current : nil
            if let finished { next.replaceSegments(by: finished) }
            recorder = next
            return true
        } catch {
            throw poison(error)
        }
    }

    /// Does one slice of the work that is due before the writer goes; false when there is nothing
    /// left to do.
    package mutating func settle() throws(AppendError) -> Bool {
        if try maintain() { return true }
        do throws(StorageError) {
            return try sealColumns(atLeast: tuning.columnTailEvents)
        } catch {
            throw poison(error)
        }
    }

    /// Seals the events behind the last full segment of columns, where so many of them have no
    /// columns yet or a full segment is to be had; one that isn't full is made anew with them.
    private mutating func sealColumns(atLeast minimum: Int) throws(StorageError) -> Bool {
        guard let size = recorder?.edge.size else { return false }
        let isShort = columns.last.map { $0.eventCount < tuning.columnEvents } ?? false
        let covered = columns.last?.end ?? 0
        let first = isShort ? columns[columns.count - 1].first : covered
        let end = min(first + UInt64(tuning.columnEvents), size)
        guard end > covered,
            end - first == tuning.columnEvents || size - covered >= UInt64(minimum)
        else { return false }
        let tables = ledger.tables
        var values = values
        let sealed = try ledger.environment.write { (transaction) throws(StorageError) in
            let seal = try ColumnSeal(first..<end, transaction.reading, tables)
            try seal.write(transaction, tables)
            try values.make(seal.segment, isNew: true, transaction)
            return seal.segment
        }
        if isShort { columns.removeLast() }
        columns.append(sealed)
        self.values = values
        return true
    }

    /// Makes some of the columns that packs read and a segment doesn't have yet; false where all
    /// have all.
    private mutating func makeValues() throws(StorageError) -> Bool {
        var values = values
        guard let segment = columns.first(where: { values.isDue($0) }) else { return false }
        try ledger.environment.write { (transaction) throws(StorageError) in
            try values.make(segment, isNew: false, transaction)
        }
        self.values = values
        return true
    }

    /// The head of the tree as this writer last committed it.
    package var treeHead: TreeHead? {
        recorder.map { TreeHead(size: $0.edge.size, root: $0.edge.root) }
    }

    private mutating func takeRecorder() throws(AppendError) -> Recorder {
        if let failure { throw failure }
        guard let taken = recorder.take() else {
            throw .poisoned(reason: "an earlier commit didn't end")
        }
        return taken
    }

    /// The segments that are to become one: the runs of the tail once they are large enough, or
    /// eight neighbours of one level.
    private func dueMerge(_ recorder: Recorder) -> [SegmentManifest]? {
        let runs = recorder.manifests.filter { $0.level == 0 }
        let runEvents = runs.reduce(0) { $0 + Int($1.eventCount) }
        if runEvents > 0, runEvents + recorder.tailCount >= tuning.segmentEvents { return runs }
        let sealed = recorder.manifests.filter { $0.level > 0 }
        guard let level = sealed.last?.level else { return nil }
        for candidate in 1..<min(level + 1, SegmentManifest.levelLimit) {
            let equal = sealed.filter { $0.level == candidate }
            if equal.count >= tuning.mergeWidth { return Array(equal.prefix(tuning.mergeWidth)) }
        }
        return nil
    }

    private mutating func poison(_ error: StorageError) -> AppendError {
        switch error {
        case .full(let reason):
            failure = .poisoned(reason: "the last commit found no room (\(reason))")
            return .full(reason: reason)
        case .damaged(let reason):
            failure = .damaged(reason: reason)
            return .damaged(reason: reason)
        default:
            let reason = LedgerError(error).sentence
            failure = .poisoned(reason: reason)
            return .poisoned(reason: reason)
        }
    }
}

extension Recorder {
    /// Reads where the ledger stands.
    init(
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables, _ tuning: IndexTuning
    ) throws(StorageError) {
        self.tables = tables
        self.tuning = tuning
        edge = try TreeRows.readEdge(transaction, tables)
        manifests = try SegmentManifest.all(transaction, tables)
        nextSegment = (manifests.map(\.id).max() ?? 0) + 1
        tailCount = try transaction.statistics(of: tables.tailAccounts).entries
        let accountCount = try transaction.statistics(of: tables.accounts).entries
        accounts = AccountDirectory(count: UInt32(accountCount))
        types = try TypeDirectory(transaction, tables)
        var last = try transaction.cursor(in: tables.events)
        guard try last.last() else {
            lastLedgerTime = .earliest
            guard edge.size == 0 else { throw .damaged(reason: "the events are missing") }
            return
        }
        let end = try last.key
        guard edge.size > 0, end == edge.size - 1 else {
            throw .damaged(
                reason: "the log ends at position \(end), the tree has \(edge.size) leaves")
        }
        lastLedgerTime = try Self.lastLedgerTime(last.value, at: end)
    }

    /// When the last event was recorded, before which none may follow. Headers stand outside the
    /// hashes: a damaged one would move all later events, so that it must agree with the event.
    private static func lastLedgerTime(
        _ row: RawSpan, at position: UInt64
    ) throws(StorageError) -> Instant {
        let header = try EventHeader(row, at: position)
        let json = row.extracting(EventHeader.json(of: row)).elements
        var tape = JSONTape()
        guard SHA256Hashing.leaf(json) == header.leaf, (try? tape.parse(json)) != nil,
            tape.instant("ledgertime", in: json) == header.recordedAt
        else {
            throw .damaged(reason: "the last event, at position \(position), has another header")
        }
        return header.recordedAt
    }
}
