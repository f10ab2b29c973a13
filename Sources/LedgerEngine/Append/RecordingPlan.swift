import JSON
import LMDB
import LedgerModel
import TransparencyLog

/// What is to become of each event of a batch, decided before anything is written.
struct RecordingPlan: Sendable {
    enum Disposition: Equatable, Sendable {
        case fresh
        /// Stored with the same content at a position.
        case duplicate(UInt64)
        /// The same event stands earlier in the batch.
        case repetition(Int)
        case refused
    }

    let prepared: PreparedBatch
    let mode: Recorder.Mode
    private(set) var dispositions: [Disposition]
    private(set) var violations: [Violation] = []
    private(set) var conflicts: [Violation] = []
    private(set) var mismatch: (expected: AppendCondition, actual: Revision?)?
    private(set) var freshCount = 0
    /// Position and revision of the events that were written.
    private var written: [(position: UInt64, revision: UInt32)?]
    /// Targets of annulments: a stored position or an index in the batch.
    private var targets: [(annulment: Int, target: Target)] = []

    private var targeted: Set<Target> = []
    /// The events that are to be written, so far, under each key hash that is looked for again.
    private var standing: [UInt128: [Int]] = [:]
    /// Types that the ledger doesn't have yet.
    private var newTypes: Set<[UInt8]> = []

    private enum Target: Hashable, Sendable {
        case stored(UInt64)
        case proposed(Int)
    }

    init(_ prepared: PreparedBatch, mode: Recorder.Mode) {
        self.prepared = prepared
        self.mode = mode
        let count = prepared.batch.entries.count
        dispositions = Array(repeating: .fresh, count: count)
        written = Array(repeating: nil, count: count)
    }

    /// Whether anything is left to write once the rules of the mode hold.
    var isToBeWritten: Bool {
        guard freshCount > 0 else { return false }
        switch mode {
        case .each: return true
        case .atomic: return violations.isEmpty && conflicts.isEmpty && mismatch == nil
        }
    }

    mutating func notePosition(_ position: UInt64, _ revision: UInt32, of index: Int) {
        written[index] = (position, revision)
    }

    /// Where an event stands now, whenever it was appended.
    func place(of index: Int) -> UInt64? {
        switch dispositions[index] {
        case .fresh: written[index]?.position
        case .duplicate(let position): position
        case .repetition(let earlier): place(of: earlier)
        case .refused: nil
        }
    }

    /// Annulled position and annulling position of each annulment that was written.
    func annulments() -> [(UInt64, UInt64)] {
        targets.compactMap { annulment, target in
            guard let annulling = written[annulment]?.position else { return nil }
            switch target {
            case .stored(let position): return (position, annulling)
            case .proposed(let index): return place(of: index).map { ($0, annulling) }
            }
        }
    }

    /// Key hashes of the written events with their positions, sorted.
    func keysOfFreshEvents() -> [KeyEntry] {
        prepared.keys.compactMap { key in
            written[Int(key.position)].map { KeyEntry(hash: key.hash, position: $0.position) }
        }
    }
}

extension RecordingPlan {
    /// Decides on every event in the order of the batch; writes nothing. Most events need no look:
    /// only those whose key was seen before, annulments, and the very large.
    mutating func classify(
        _ recorder: inout Recorder, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        let stored = try matches(of: prepared.keys, recorder, transaction)
        let annulled = annulledKeys(recorder.tuning.keyMask)
        let annulledMatches = try matches(of: annulled, recorder, transaction)
        let shared = sharedHashes(annulled)
        var reader = StoredEventReader(tables: recorder.tables)
        let batch = prepared.batch
        for index in batch.entries.indices {
            let entry = batch.entries[index]
            if let positions = stored[index] {
                try compareStored(index, positions, &reader, transaction)
            }
            if let hash = shared[index], dispositions[index] == .fresh {
                compareProposed(index, standing[hash] ?? [])
            }
            var target: Target?
            if !entry.annulledKey.isEmpty, dispositions[index] == .fresh {
                target = try checkedTarget(
                    index, annulledMatches[index] ?? [], &reader, &recorder, transaction)
            }
            let hasNewType = !recorder.types.hasNumber(entry, in: batch)
            if hasNewType, dispositions[index] == .fresh { checkNewType(index, recorder.types) }
            if entry.end - entry.start > Self.surelyFittingBytes, dispositions[index] == .fresh {
                try checkSize(index, &recorder, transaction)
            }
            guard dispositions[index] == .fresh else { continue }
            // Only now is it sure that the event is taken: what it does binds those behind it.
            if let target { note(target, of: index) }
            if hasNewType { newTypes.insert(Array(batch.names[entry.type])) }
            if let hash = shared[index] { standing[hash, default: []].append(index) }
        }
        freshCount = dispositions.count { $0 == .fresh }
        try checkCondition(&recorder, transaction)
    }

    /// Bytes of a proposed event that fit the limit whatever recording adds.
    private static let surelyFittingBytes =
        Limits.eventBytes - RecordComposer.addedBytes - 6 * Limits.actorBytes

    /// Stored positions under key hashes, by the index in the batch that stands beside the hash.
    private func matches(
        of keys: [KeyEntry], _ recorder: Recorder, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> [Int: [UInt64]] {
        guard !keys.isEmpty else { return [:] }
        var matches: [Int: [UInt64]] = [:]
        try recorder.lookup.forEachMatch(of: keys, transaction) { key, position in
            matches[Int(keys[key].position), default: []].append(position)
        }
        return matches
    }

    /// The key hashes of the events that annulments name, with the index of the annulment, sorted.
    private func annulledKeys(_ mask: UInt128) -> [KeyEntry] {
        let batch = prepared.batch
        var keys: [KeyEntry] = []
        for (index, entry) in batch.entries.enumerated() where !entry.annulledKey.isEmpty {
            let hash = KeyHash(batch.names.span.extracting(entry.annulledKey), mask: mask)
            keys.append(KeyEntry(hash: hash.value, position: UInt64(index)))
        }
        return KeyEntry.sorted(keys)
    }

    /// The key hashes, by index, that several events of the batch have or that an annulment names.
    private func sharedHashes(_ annulled: [KeyEntry]) -> [Int: UInt128] {
        let keys = prepared.keys
        var (shared, named) = ([Int: UInt128](), annulled[...])
        for index in keys.indices {
            let hash = keys[index].hash
            named = named.drop { $0.hash < hash }
            guard
                index > 0 && keys[index - 1].hash == hash
                    || index + 1 < keys.count && keys[index + 1].hash == hash
                    || named.first?.hash == hash
            else { continue }
            shared[Int(keys[index].position)] = hash
        }
        return shared
    }

    private mutating func compareStored(
        _ index: Int, _ positions: [UInt64], _ reader: inout StoredEventReader,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        for position in positions {
            let comparison = try reader.compare(
                prepared.batch, index, with: position, transaction)
            switch comparison {
            case .otherKey: continue
            case .sameContent: dispositions[index] = .duplicate(position)
            case .otherContent: refuseConflict(index, "position \(position)")
            }
        }
    }

    /// Compares an event with those before it in the batch that are to be written under the same
    /// key hash.
    private mutating func compareProposed(_ index: Int, _ candidates: [Int]) {
        let batch = prepared.batch
        let own = batch.names[batch.entries[index].key]
        for candidate in candidates where batch.names[batch.entries[candidate].key] == own {
            if batch.hasSameContent(index, candidate) {
                dispositions[index] = .repetition(candidate)
            } else {
                refuseConflict(index, "line \(batch.entries[candidate].line)")
            }
            return
        }
    }

    private mutating func refuseConflict(_ index: Int, _ place: String) {
        dispositions[index] = .refused
        conflicts.append(
            Violation(
                line: prepared.batch.entries[index].line, pointer: "/id",
                sentence: "an event of this source and id stands at \(place) with other content; "
                    + "send a correction under a new id"))
    }

    /// An annulment names one earlier event of the same account that is no annulment and not
    /// annulled yet; it is refused where it doesn't.
    private mutating func checkedTarget(
        _ index: Int, _ stored: [UInt64], _ reader: inout StoredEventReader,
        _ recorder: inout Recorder, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Target? {
        let outcome = try target(of: index, stored, &reader, &recorder, transaction)
        switch outcome {
        case .success(let target): return target
        case .failure(let refusal):
            dispositions[index] = .refused
            violations.append(
                Violation(
                    line: prepared.batch.entries[index].line, pointer: "/data/id",
                    sentence: refusal.sentence))
            return nil
        }
    }

    private mutating func note(_ target: Target, of annulment: Int) {
        targets.append((annulment, target))
        targeted.insert(target)
    }

    /// A ledger has a bounded number of types.
    private mutating func checkNewType(_ index: Int, _ types: TypeDirectory) {
        let entry = prepared.batch.entries[index]
        let name = Array(prepared.batch.names[entry.type])
        guard !newTypes.contains(name) else { return }
        guard types.names.count + newTypes.count >= Limits.eventTypes else { return }
        dispositions[index] = .refused
        violations.append(
            Violation(
                line: entry.line, pointer: "/type",
                sentence: "the ledger has \(Limits.eventTypes) event types already and takes no "
                    + "other; send the event under one of them"))
    }

    private struct Refusal: Error { let sentence: String }

    private func target(
        of index: Int, _ stored: [UInt64], _ reader: inout StoredEventReader,
        _ recorder: inout Recorder, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Result<Target, Refusal> {
        let (batch, entry) = (prepared.batch, prepared.batch.entries[index])
        let key = batch.names[entry.annulledKey]
        if let proposed = proposedTarget(index, key) {
            let other = batch.entries[proposed]
            return target(
                .proposed(proposed), isAnnulment: !other.annulledKey.isEmpty,
                isSameSubject: batch.names[other.subject] == batch.names[entry.subject],
                isAnnulled: targeted.contains(.proposed(proposed)))
        }
        let account = try recorder.accounts.number(
            of: batch.names.span.extracting(entry.subject), transaction, recorder.tables)
        for position in stored where try reader.hasKey(key, at: position, transaction) {
            let header = try reader.header(at: position, transaction)
            guard Int(header.type) < recorder.types.names.count else {
                throw .damaged(reason: "the event at position \(position) names no type")
            }
            let type = recorder.types.names[Int(header.type)]
            guard
                Catalogue.index(of: type).map({ !Catalogue.definitions[$0].isWrittenByVerbsOnly })
                    ?? true
            else {
                return .failure(
                    Refusal(sentence: "\(type) is written by the ledger itself and stays"))
            }
            let annulled = try transaction.value(of: position, in: recorder.tables.annulled) != nil
            return target(
                .stored(position), isAnnulment: header.flags.contains(.annulment),
                isSameSubject: header.account == account,
                isAnnulled: annulled || targeted.contains(.stored(position)))
        }
        return .failure(
            Refusal(sentence: "there is no earlier event of this source and id to annul"))
    }

    /// The event of that key earlier in the batch that is to be written.
    private func proposedTarget(_ index: Int, _ key: ArraySlice<UInt8>) -> Int? {
        let hash = KeyHash(key.span, mask: prepared.keyMask).value
        return standing[hash]?.first { candidate in
            prepared.batch.names[prepared.batch.entries[candidate].key] == key
        }
    }

    private func target(
        _ target: Target, isAnnulment: Bool, isSameSubject: Bool, isAnnulled: Bool
    ) -> Result<Target, Refusal> {
        if isAnnulment {
            return .failure(
                Refusal(sentence: "an annulment can't be annulled; send the event again instead"))
        }
        guard isSameSubject else {
            return .failure(
                Refusal(sentence: "the event to annul belongs to another account (subject)"))
        }
        guard !isAnnulled else {
            return .failure(Refusal(sentence: "the event to annul is annulled already"))
        }
        return .success(target)
    }

    /// The recorded event, with all that the ledger adds, must fit its limit.
    private mutating func checkSize(
        _ index: Int, _ recorder: inout Recorder, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        let (batch, entry) = (prepared.batch, prepared.batch.entries[index])
        let subject = batch.names[entry.subject]
        let known = try recorder.accounts.nextRevision(
            of: subject.span, transaction, recorder.tables)
        var (revision, position) = (UInt64(known ?? 0), recorder.edge.size)
        for earlier in 0..<index where dispositions[earlier] == .fresh {
            position += 1
            if batch.names[batch.entries[earlier].subject] == subject { revision += 1 }
        }
        var json: [UInt8] = []
        recorder.composer.compose(
            entry, in: batch.bytes.span, revision: UInt32(clamping: revision), position: position,
            to: &json)
        let count = json.count
        guard count > Limits.eventBytes else { return }
        dispositions[index] = .refused
        violations.append(
            Violation(
                line: entry.line, pointer: "",
                sentence: "the recorded event would have \(count) bytes; "
                    + "the limit is \(Limits.eventBytes), so shorten it or split it"))
    }

    private mutating func checkCondition(
        _ recorder: inout Recorder, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        guard case .atomic(let condition) = mode, condition != .any, freshCount > 0 else { return }
        let batch = prepared.batch
        let subject = batch.names[batch.entries[0].subject]
        if let other = batch.entries.first(where: { batch.names[$0.subject] != subject }) {
            violations.append(
                Violation(
                    line: other.line, pointer: "/subject",
                    sentence: "a condition on the revision needs a batch of one account"))
            return
        }
        let next = try recorder.accounts.nextRevision(
            of: subject.span, transaction, recorder.tables)
        let actual = next.flatMap { $0 > 0 ? Revision($0 - 1) : nil }
        let holds =
            switch condition {
            case .any: true
            case .newAccount: actual == nil
            case .revision(let revision): actual == revision
            }
        if !holds { mismatch = (condition, actual) }
    }
}

extension Array {
    /// The first index whose element belongs to the second part of a partitioned array.
    func partitioningIndex(_ belongsToSecondPart: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsToSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
