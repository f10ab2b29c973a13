import CivilCalendar
import JSON
import LMDB
import LedgerModel
import Policy
import TransparencyLog

/// Brings the derived index into line with the log, which is the truth: at each opening for
/// writing, and from nothing for `rebuild`.
enum SegmentRepair {
    /// Removes blocks of segments that were never finished.
    static func removeUnfinished(_ ledger: Ledger) throws(StorageError) {
        let tables = ledger.tables
        let orphans = try ledger.environment.read { (transaction) throws(StorageError) in
            let known = Set(try SegmentManifest.all(transaction, tables).map(\.id))
            var orphans: [UInt64] = []
            var cursor = try transaction.cursor(in: tables.segments)
            var found = try cursor.first()
            while found {
                let id = SegmentKey.segment(of: try cursor.wideKey)
                if !known.contains(id) { orphans.append(id) }
                found = try cursor.seek(SegmentKey.start(of: id + 1))
            }
            return orphans
        }
        for id in orphans {
            try ledger.environment.write { (transaction) throws(StorageError) in
                try SegmentMerge.removeBlocks(of: id, transaction, tables)
            }
        }
    }

    /// Indexes the events that neither segments nor the tail cover.
    static func indexUncovered(_ ledger: Ledger, _ tuning: IndexTuning) throws(StorageError) {
        let tables = ledger.tables
        while true {
            let isDone = try ledger.environment.write { (transaction) throws(StorageError) in
                var recorder = try Recorder(transaction.reading, tables, tuning)
                let covered = (recorder.manifests.last?.end ?? 0) + UInt64(recorder.tailCount)
                guard covered < recorder.edge.size else { return true }
                try recorder.foldTail(transaction)
                let end = min(covered + UInt64(tuning.tailEntries), recorder.edge.size)
                let run = try LoggedRun(
                    covered..<end, keyMask: tuning.keyMask, transaction.reading, tables)
                var writer = SegmentWriter(
                    id: recorder.nextSegment, level: 0, first: covered, end: end)
                try writer.writeAll(run.entries, sortedKeys: run.keys, transaction, tables)
                return end == recorder.edge.size
            }
            if isDone { return }
        }
    }

    /// Forgets all segments and the tail, and which columns packs read; asks for those which the
    /// packs read that were activated.
    static func removeAll(_ ledger: Ledger) throws(StorageError) {
        let tables = ledger.tables
        let packs = try packs(of: ledger)
        try ledger.environment.write { (transaction) throws(StorageError) in
            try transaction.removeAll(from: tables.manifest)
            try transaction.removeAll(from: tables.tailKeys)
            try transaction.removeAll(from: tables.tailAccounts)
            try transaction.removeAll(from: tables.columnManifest)
            try transaction.removeAll(from: tables.columns)
            guard let values = tables.values else { return }
            for table in [values.registry, values.manifest, values.blocks] {
                try transaction.removeAll(from: table)
            }
            var registry = ValueRegistry()
            for pack in packs { try registry.register(pack.valueColumns, transaction, values) }
        }
        try removeUnfinished(ledger)
    }

    /// The packs that were activated, by hash; without those that can't be read, which decide
    /// nothing either. What is read of events doesn't depend on the zone.
    private static func packs(of ledger: Ledger) throws(StorageError) -> [Pack] {
        var texts: [String] = []
        try ledger.environment.read { (transaction) throws(StorageError) in
            var cursor = try transaction.cursor(in: ledger.tables.packs)
            while try cursor.next() {
                texts.append(String(decoding: cursor.value.copy(), as: UTF8.self))
            }
        }
        return texts.compactMap { try? PackReader.read($0) { _ in .utc } }
    }
}

/// What the index holds of a range of events, computed from the log.
struct LoggedRun: Sendable {
    /// In position order.
    private(set) var entries: [AccountEntry] = []
    /// Sorted by hash, then by position.
    private(set) var keys: [KeyEntry] = []

    init(
        _ positions: Range<UInt64>, keyMask: UInt128,
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        var tape = JSONTape()
        var cursor = try transaction.cursor(in: tables.events)
        var found = try cursor.seek(positions.lowerBound)
        for position in positions {
            guard found, try cursor.key == position else {
                throw .damaged(reason: "there is no event at position \(position)")
            }
            let (entry, key) = try Self.read(cursor.value, position, &tape)
            entries.append(entry)
            keys.append(
                KeyEntry(hash: KeyHash(key.span, mask: keyMask).value, position: position))
            found = try cursor.next()
        }
        keys = KeyEntry.sorted(keys)
    }

    private static func read(
        _ row: RawSpan, _ position: UInt64, _ tape: inout JSONTape
    ) throws(StorageError) -> (AccountEntry, key: [UInt8]) {
        let header = try EventHeader(row, at: position)
        let json = row.extracting(EventHeader.json(of: row)).elements
        do throws(JSONError) {
            try tape.parse(json)
        } catch {
            throw .damaged(reason: "the event at position \(position) is not JSON")
        }
        guard let key = tape.eventKey(in: json) else {
            throw .damaged(reason: "the event at position \(position) has no source or id")
        }
        let entry = AccountEntry(
            account: header.account, type: header.type,
            occurredAt: header.occurredAt.microseconds, position: position)
        return (entry, key)
    }
}
