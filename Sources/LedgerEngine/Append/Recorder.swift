import LMDB
import LedgerModel
import TransparencyLog

/// The one place where events are recorded: deduplicate, check, order, store, extend the tree and
/// the index. It works inside one write transaction and keeps what the next append needs to know;
/// when a transaction fails, the recorder is thrown away with it.
struct Recorder: Sendable {
    /// Whether a violation spoils the whole batch, or only its event.
    enum Mode: Equatable, Sendable {
        case atomic(AppendCondition)
        case each
    }

    let tables: LedgerTables
    let tuning: IndexTuning
    var edge: TreeEdge
    var manifests: [SegmentManifest]
    var nextSegment: UInt64
    var tailCount: Int
    var accounts: AccountDirectory
    var types: TypeDirectory
    var lastLedgerTime: Instant
    var composer = RecordComposer()

    var lookup: IndexLookup { IndexLookup(manifests: manifests, tables: tables) }

    /// Records one batch as far as its rules allow.
    mutating func record(
        _ prepared: PreparedBatch, mode: Mode, actor: String, at ledgerTime: Instant,
        _ transaction: borrowing WriteTransaction
    ) throws(StorageError) -> RecordingPlan {
        composer.setActor(actor)
        composer.setLedgerTime(ledgerTime)
        if prepared.keys.count >= tuning.runEvents { try foldTail(transaction) }
        var plan = RecordingPlan(prepared, mode: mode)
        try plan.classify(&self, transaction.reading)
        guard plan.isToBeWritten else { return plan }
        try write(&plan, at: ledgerTime, transaction)
        return plan
    }

    /// Turns the small B-trees of the tail into a sorted run.
    mutating func foldTail(_ transaction: borrowing WriteTransaction) throws(StorageError) {
        let first = manifests.last?.end ?? 0
        guard tailCount > 0,
            let manifest = try Tail.fold(id: takeSegmentID(), first: first, transaction, tables)
        else { return }
        tailCount = 0
        manifests.append(manifest)
    }

    /// A number that no segment has had.
    mutating func takeSegmentID() -> UInt64 {
        defer { nextSegment += 1 }
        return nextSegment
    }

    /// Puts a merged segment in the place of those that it covers.
    mutating func replaceSegments(by merged: SegmentManifest) {
        manifests.removeAll { $0.first >= merged.first && $0.end <= merged.end }
        manifests.append(merged)
        manifests.sort { $0.first < $1.first }
    }

    /// Writes what changed once a transaction: accounts, types and the edge of the tree.
    mutating func writeChanges(_ transaction: borrowing WriteTransaction) throws(StorageError) {
        try accounts.write(transaction, tables)
        try types.write(transaction, tables)
        try transaction.put(TreeRows.encode(edge).span.raw, at: TreeRows.edge, in: tables.tree)
    }

    private mutating func write(
        _ plan: inout RecordingPlan, at ledgerTime: Instant,
        _ transaction: borrowing WriteTransaction
    ) throws(StorageError) {
        let first = edge.size
        let places = try place(&plan, transaction)
        let composition = Composition(
            batch: plan.prepared.batch, places: places, ledgerTime: ledgerTime, composer: composer)
        try composition.forEachPart { (part) throws(StorageError) in
            try store(part, transaction)
        }
        for (target, annulling) in plan.annulments() {
            let value: [UInt64] = [annulling.littleEndian]
            try transaction.put(value.span.raw, at: target, in: tables.annulled)
        }
        lastLedgerTime = ledgerTime
        try index(composition, plan, first: first, transaction)
    }

    /// Gives every fresh event its position, its account's number and revision, and its type's
    /// number.
    private mutating func place(
        _ plan: inout RecordingPlan, _ transaction: borrowing WriteTransaction
    ) throws(StorageError) -> [EventPlace] {
        let batch = plan.prepared.batch
        var places: [EventPlace] = []
        places.reserveCapacity(plan.freshCount)
        var position = edge.size
        for index in batch.entries.indices where plan.dispositions[index] == .fresh {
            let entry = batch.entries[index]
            guard let type = types.number(of: entry, in: batch) else {
                throw .full(reason: "the ledger has \(Limits.eventTypes) event types already")
            }
            let (account, revision) = try accounts.takeRevision(
                of: batch.names.span.extracting(entry.subject), transaction.reading, tables)
            places.append(
                EventPlace(
                    index: index, position: position, account: account, revision: revision,
                    type: type))
            plan.notePosition(position, revision, of: index)
            position += 1
        }
        return places
    }

    /// Stores composed events with their leaves, at the next positions.
    private mutating func store(
        _ part: Composition.Part, _ transaction: borrowing WriteTransaction
    ) throws(StorageError) {
        var start = 0
        for header in part.headers {
            let end = start + Int(header.byteCount)
            let words = header.words
            try transaction.append(
                words.span.raw, part.json.span.extracting(start..<end).raw, at: edge.size,
                in: tables.events)
            try edge.append(header.leaf) { (level, number, hash) throws(StorageError) in
                var bytes: [UInt8] = []
                hash.append(to: &bytes)
                try transaction.put(
                    bytes.span.raw, at: TreeRows.key(level: level, index: number), in: tables.tree)
            }
            start = end
        }
    }

    /// Extends the index: by a sorted run, or entry by entry in the tail.
    private mutating func index(
        _ composition: Composition, _ plan: RecordingPlan, first: UInt64,
        _ transaction: borrowing WriteTransaction
    ) throws(StorageError) {
        let entries = composition.accountEntries
        let keys = plan.keysOfFreshEvents()
        if entries.count >= tuning.runEvents {
            var writer = SegmentWriter(
                id: takeSegmentID(), level: 0, first: first, end: first + UInt64(entries.count))
            try writer.writeAll(entries, sortedKeys: keys, transaction, tables)
            manifests.append(writer.manifest)
            return
        }
        for key in keys {
            let entry = entries[Int(key.position - first)]
            try Tail.add(entry, hash: key.hash, transaction, tables)
        }
        tailCount += entries.count
        if tailCount > tuning.tailEntries - tuning.runEvents { try foldTail(transaction) }
    }
}
