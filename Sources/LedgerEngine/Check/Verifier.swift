import JSON
import LMDB
import LedgerModel
import TransparencyLog

/// Recomputes everything that a ledger derives from its events and compares it with what is
/// stored: hashes, tree, revisions, accounts, types, annulments, keys and segments.
struct Verifier {
    private let ledger: Ledger
    private let tuning: IndexTuning
    /// What is stored, as of the transaction that runs.
    private var storedEdge = TreeEdge()
    private var typeNames: [String] = []
    private var index: IndexVerifier
    private var edge = TreeEdge()
    private var revisions: [UInt32] = []
    private var accountIDs: [[UInt8]] = []
    private var typeCount = 0
    private var annulments = 0
    private var packs: Set<TreeHash> = []
    private var lastRecordedAt = Instant.earliest
    private var tape = JSONTape()
    private var canonical: [UInt8] = []

    /// A difference ends the run.
    struct Finding: Error {
        let position: UInt64?
        let sentence: String
    }

    init(_ ledger: Ledger, _ tuning: IndexTuning) {
        self.ledger = ledger
        self.tuning = tuning
        index = IndexVerifier([], ledger.tables)
    }

    /// Checks all events, then what is about no single event.
    mutating func run(progress: (UInt64) -> Void) throws(StorageError) -> VerifyReport {
        let finding = try findOrFail(progress: progress)
        return VerifyReport(
            events: edge.size, head: TreeHead(size: edge.size, root: edge.root),
            difference: finding.map {
                VerifyReport.Difference(
                    position: $0.position.map { Position($0) }, sentence: $0.sentence)
            })
    }

    /// What can't be read is a difference too, at the first event that was not checked.
    private mutating func findOrFail(
        progress: (UInt64) -> Void
    ) throws(StorageError) -> Finding? {
        do throws(StorageError) {
            return try find(progress: progress)
        } catch {
            guard case .damaged(let reason) = error else { throw error }
            let position = edge.size < storedEdge.size ? edge.size : nil
            return Finding(position: position, sentence: reason)
        }
    }

    /// A writer may append, seal and merge meanwhile: each chunk is compared with what is stored
    /// when it is read, and the whole in the transaction that reaches the end.
    private mutating func find(progress: (UInt64) -> Void) throws(StorageError) -> Finding? {
        while true {
            let start = edge.size
            var isAtEnd = false
            var finding: Finding?
            try ledger.environment.read { (transaction) throws(StorageError) in
                try follow(transaction)
                let end = min(start + LogReader.chunkEvents, storedEdge.size)
                finding = try check(start..<max(start, end), transaction)
                guard finding == nil, end >= storedEdge.size else { return }
                isAtEnd = true
                finding = try checkWhole(transaction)
            }
            if let finding { return finding }
            if isAtEnd { return try findInColumns() }
            progress(edge.size)
        }
    }

    private func findInColumns() throws(StorageError) -> Finding? {
        try ColumnVerifier(tables: ledger.tables, tuning: tuning).difference(in: ledger.environment)
            .map { Finding(position: nil, sentence: $0) }
    }

    private mutating func follow(
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        storedEdge = try TreeRows.readEdge(transaction, ledger.tables)
        typeNames = try TypeDirectory(transaction, ledger.tables).names
        index.follow(try SegmentManifest.all(transaction, ledger.tables))
    }

    private mutating func check(
        _ positions: Range<UInt64>, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Finding? {
        var cursor = try transaction.cursor(in: ledger.tables.events)
        var found = try cursor.seek(positions.lowerBound)
        for position in positions {
            guard found, try cursor.key == position else {
                return Finding(position: position, sentence: "the event is missing")
            }
            let finding = try check(position, cursor.value, transaction)
            if let finding { return finding }
            found = try cursor.next()
        }
        return nil
    }

    /// Checks one event; a row that can't be read is a difference, not the end of the program.
    private mutating func check(
        _ position: UInt64, _ row: RawSpan, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Finding? {
        do throws(StorageError) {
            let header = try EventHeader(row, at: position)
            let json = row.extracting(EventHeader.json(of: row)).elements
            let leaf = SHA256Hashing.leaf(json)
            guard leaf == header.leaf else {
                return Finding(position: position, sentence: "the bytes don't have their leaf hash")
            }
            if let sentence = try checkContent(position, header, json, transaction) {
                return Finding(position: position, sentence: sentence)
            }
            if let sentence = try extendTree(leaf, transaction) {
                return Finding(position: position, sentence: sentence)
            }
            guard let key = tape.eventKey(in: json) else {
                return Finding(position: position, sentence: "the event has no source or id")
            }
            let hash = KeyHash(key.span, mask: tuning.keyMask)
            if let sentence = try index.check(
                position, header, key: key, hash.value, transaction)
            {
                return Finding(position: position, sentence: sentence)
            }
            return nil
        } catch {
            guard case .damaged(let reason) = error else { throw error }
            return Finding(position: position, sentence: reason)
        }
    }

    private mutating func checkContent(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        do throws(JSONError) {
            try tape.parse(json)
        } catch {
            return "the event is not JSON: \(error.sentence)"
        }
        guard tape[tape.root].isCanonical else { return "the event is not canonical JSON" }
        let sequence = text("sequence", json)
        guard sequence.flatMap({ UInt64($0) }) == position else {
            return "the event says it has sequence \(sequence ?? "none")"
        }
        guard tape.instant("time", in: json) == header.occurredAt,
            tape.instant("ledgertime", in: json) == header.recordedAt
        else { return "the header has other times than the event" }
        guard header.recordedAt >= lastRecordedAt else {
            return "the event was recorded before the one before it"
        }
        lastRecordedAt = header.recordedAt
        if let sentence = checkType(header, json) { return sentence }
        guard header.flags.contains(.sourceRecorded) == (text("recordedtime", json) != nil) else {
            return "the header has other flags than the event"
        }
        if let sentence = try checkAccount(header, json, transaction) { return sentence }
        if let sentence = try checkPack(header, json, transaction) { return sentence }
        return try checkAnnulment(position, header, json, transaction)
    }

    /// Types have their numbers in order of first use.
    private mutating func checkType(_ header: EventHeader, _ json: Span<UInt8>) -> String? {
        let number = Int(header.type)
        guard number < typeNames.count, number <= typeCount, let type = text("type", json),
            type.utf8.elementsEqual(typeNames[number].utf8)
        else { return "the header has another type than the event" }
        typeCount = max(typeCount, number + 1)
        return nil
    }

    private mutating func checkAccount(
        _ header: EventHeader, _ json: Span<UInt8>, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        let account = Int(header.account)
        guard let subject = text("subject", json) else { return "the event has no subject" }
        if account == accountIDs.count {
            accountIDs.append(Array(subject.utf8))
            revisions.append(0)
        }
        guard account < accountIDs.count, accountIDs[account].elementsEqual(subject.utf8) else {
            return "the header has another account than the event"
        }
        guard header.revision == revisions[account], revision(json) == Int64(header.revision) else {
            return "the account is at revision \(revisions[account]), the event says "
                + "\(header.revision)"
        }
        revisions[account] += 1
        return nil
    }

    /// A pack that is activated is kept under its hash.
    private mutating func checkPack(
        _ header: EventHeader, _ json: Span<UInt8>, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        guard typeNames[Int(header.type)] == "pack.activated" else { return nil }
        guard let data = tape.member("data", of: tape.root, in: json),
            let value = tape.member("sha256", of: data, in: json), tape[value].kind == .string,
            let hash = TreeHash(hexadecimal: tape.string(value, in: json))
        else { return "the activation names no pack" }
        guard packs.insert(hash).inserted else { return nil }
        guard let row = try transaction.value(of: hash.bytes, in: ledger.tables.packs),
            SHA256Hashing.hash(row.elements) == hash
        else { return "the pack that it activates is missing, or differs from its hash" }
        return nil
    }

    private mutating func checkAnnulment(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        let isAnnulment = typeNames[Int(header.type)] == "event.annulled"
        guard isAnnulment == header.flags.contains(.annulment) else {
            return "the header is wrong about whether the event is an annulment"
        }
        guard isAnnulment else { return nil }
        annulments += 1
        guard let key = tape.annulledKey(in: json) else { return "the annulment names no event" }
        let keys = [KeyEntry(hash: KeyHash(key.span, mask: tuning.keyMask).value, position: 0)]
        var candidates: [UInt64] = []
        try index.lookup.forEachMatch(of: keys, transaction) { candidates.append($1) }
        for candidate in candidates where candidate < position {
            guard let row = try transaction.value(of: candidate, in: ledger.tables.annulled),
                row.byteCount == 8, row.uint64(at: 0) == position
            else { continue }
            return nil
        }
        return "the event that it annuls isn't marked as annulled by it"
    }

    private mutating func extendTree(
        _ leaf: TreeHash, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        var sentence: String?
        let tables = ledger.tables
        try edge.append(leaf) { (level, number, hash) throws(StorageError) in
            let key = TreeRows.key(level: level, index: number)
            guard let row = try transaction.value(of: key, in: tables.tree),
                TreeHash(row.elements) == hash
            else {
                sentence = "the tree has another hash for subtree \(number) of level \(level)"
                return
            }
        }
        return sentence
    }

    /// What is about no single event: the edge of the tree, accounts, counts.
    private func checkWhole(
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Finding? {
        guard edge == storedEdge else {
            return Finding(position: nil, sentence: "the edge of the tree differs from the events")
        }
        for (number, id) in accountIDs.enumerated() {
            var row: [UInt8] = []
            row.appendLittleEndian(revisions[number])
            row.append(contentsOf: id)
            guard
                let stored = try transaction.value(of: UInt64(number), in: ledger.tables.accounts),
                stored.equals(row.span.raw),
                let reverse = try transaction.value(of: id, in: ledger.tables.accountIDs),
                reverse.byteCount == 4, reverse.uint32(at: 0) == UInt32(number)
            else {
                let name = String(decoding: id, as: UTF8.self)
                return Finding(position: nil, sentence: "the row of account \(name) differs")
            }
        }
        for (name, table, expected) in [
            ("accounts", ledger.tables.accounts, accountIDs.count),
            ("account_ids", ledger.tables.accountIDs, accountIDs.count),
            ("annulled", ledger.tables.annulled, annulments),
            ("types", ledger.tables.types, typeCount),
            ("packs", ledger.tables.packs, packs.count),
            ("tree", ledger.tables.tree, TreeRows.count(size: edge.size)),
            ("events", ledger.tables.events, Int(edge.size)),
        ] {
            let count = try transaction.statistics(of: table).entries
            guard count == expected else {
                return Finding(
                    position: nil,
                    sentence: "table \(name) has \(count) rows, the events give \(expected)")
            }
        }
        return try index.checkWhole(size: edge.size, transaction)
            .map { Finding(position: nil, sentence: $0) }
    }

    private func text(_ name: JSONName, _ json: Span<UInt8>) -> String? {
        guard let value = tape.member(name, of: tape.root, in: json), tape[value].kind == .string
        else { return nil }
        return tape.string(value, in: json)
    }

    private func revision(_ json: Span<UInt8>) -> Int64? {
        tape.member("accountrevision", of: tape.root, in: json)
            .flatMap { tape.integer($0, in: json) }
    }
}

extension Ledger {
    /// Recomputes and compares everything that is derived from the events.
    public func verify(progress: (UInt64) -> Void = { _ in }) throws(LedgerError) -> VerifyReport {
        try verify(tuning: .standard, progress: progress)
    }

    /// Like `verify`, of a ledger that was written with other sizes and bits of key hashes.
    package func verify(
        tuning: IndexTuning, progress: (UInt64) -> Void = { _ in }
    ) throws(LedgerError) -> VerifyReport {
        try translating { () throws(StorageError) in
            var verifier = Verifier(self, tuning)
            return try verifier.run(progress: progress)
        }
    }

    /// Forgets segments and tail and makes them anew from the log. The ledger must be open for
    /// writing, without a writer.
    public func rebuild() throws(LedgerError) {
        try rebuild(tuning: .standard)
    }

    /// Like `rebuild`, with segments and tail of other sizes.
    package func rebuild(tuning: IndexTuning) throws(LedgerError) {
        try translating { () throws(StorageError) in try SegmentRepair.removeAll(self) }
        var writer = try Writer(self, tuning: tuning)
        do throws(AppendError) {
            while try writer.settle() {}
        } catch {
            throw .failed(reason: error.sentence)
        }
    }
}
