package import CivilCalendar
import JSON
import LMDB
package import LedgerModel
package import Policy
package import TransparencyLog

/// The packs that decide in a ledger: those that were activated, and the starter before and beside
/// them.
package struct PacksInForce: Sendable {
    /// That a pack came into force.
    package struct Activation: Sendable {
        /// The pack.
        package let pack: Pack
        /// SHA-256 of its canonical JSON.
        package let hash: TreeHash
        /// From when on it counts.
        package let from: Instant
        /// Where its activation stands in the ledger.
        package let position: Position
        /// From when to when the activation was known.
        package let known: KnownSpan
    }

    /// The pack that decides where no other does.
    package let starter: Pack
    /// SHA-256 of the starter's canonical JSON.
    let starterHash: TreeHash
    /// By the time from which they are in force, those of one instant by position.
    package let activations: [Activation]

    /// The activation that decides something at an instant; nil for the starter. Of those that
    /// define it the last one in force counts, where knowledge grows the last one known by then.
    func inForce(_ decision: String, at instant: Instant, knowsThen: Bool) -> Int? {
        activations.lastIndex { activation in
            activation.from <= instant && activation.pack.trackIndex(of: decision) != nil
                && (!knowsThen || activation.known.holds(at: instant))
        }
    }
}

extension Ledger {
    /// The packs of the ledger.
    ///
    /// - Parameters:
    ///   - end: positions from here on are unknown; nil for none.
    ///   - starter: the pack that decides where no other does.
    ///   - read: makes a pack of its document.
    package func packsInForce(
        _ knowledge: DecisionKnowledge, before end: UInt64? = nil, starter: StoredPack,
        _ read: (String) throws(PackRefusal) -> Pack
    ) throws(QueryError) -> PacksInForce {
        var rows: [(hash: TreeHash, from: Instant, position: Position, known: KnownSpan)] = []
        var texts: [TreeHash: String] = [:]
        let scan = try scan(knowledge, before: end)
        try querying { () throws(StorageError) in
            let types = try environment.read { (transaction) throws(StorageError) in
                try TypeDirectory(transaction, tables)
            }
            guard let type = types.number(of: "pack.activated") else { return }
            var tape = JSONTape()
            let positions = try positions(of: .ledger).filter { $0 < scan.end }
            try LogReader(tables: tables).forEach(at: positions, in: environment) {
                (position, header, json) throws(StorageError) in
                guard header.type == type,
                    let known = try scan.span(position, header, json, &tape)
                else { return .next }
                let (hash, from) = try Self.activation(json, position, &tape)
                rows.append((hash, from, Position(position), known))
                return .next
            }
            for row in rows where texts[row.hash] == nil {
                texts[row.hash] = try text(of: row.hash)
            }
        }
        var activations: [PacksInForce.Activation] = []
        for row in rows {
            do throws(PackRefusal) {
                activations.append(
                    PacksInForce.Activation(
                        pack: try read(texts[row.hash] ?? ""), hash: row.hash, from: row.from,
                        position: row.position, known: row.known))
            } catch {
                let first = error.problems.first?.sentence ?? ""
                throw .ledger(
                    .damaged(
                        reason: "the pack \(row.hash.hexadecimal) can't be read: \(first)"))
            }
        }
        activations.sort { ($0.from, $0.position) < ($1.from, $1.position) }
        return PacksInForce(
            starter: starter.pack, starterHash: starter.hash, activations: activations)
    }

    private static func activation(
        _ json: Span<UInt8>, _ position: UInt64, _ tape: inout JSONTape
    ) throws(StorageError) -> (TreeHash, Instant) {
        do {
            try tape.parse(json)
            if let data = tape.member("data", of: tape.root, in: json),
                let hash = tape.member("sha256", of: data, in: json),
                let from = tape.member("effective_from", of: data, in: json),
                tape[hash].kind == .string, tape[from].kind == .string,
                let parsed = TreeHash(hexadecimal: tape.string(hash, in: json))
            {
                return (parsed, try Instant(tape.string(from, in: json)))
            }
        } catch {}
        throw .damaged(reason: "the activation at position \(position) names no pack or time")
    }

    private func text(of hash: TreeHash) throws(StorageError) -> String {
        try environment.read { (transaction) throws(StorageError) in
            guard let row = try transaction.value(of: hash.bytes, in: tables.packs) else {
                throw .damaged(reason: "the pack \(hash.hexadecimal) is missing")
            }
            let bytes = row.copy()
            guard SHA256Hashing.hash(bytes.span) == hash else {
                throw .damaged(reason: "the pack \(hash.hexadecimal) doesn't have its hash")
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension PacksInForce {
    /// The names of the levels of a decision under the pack in force at an instant.
    package func levels(of decision: String, at instant: Instant) -> [String] {
        let pack = pack(inForce(decision, at: instant, knowsThen: false))
        guard let track = pack.trackIndex(of: decision) else { return [] }
        return pack.levels(ofTrack: track).map(\.name)
    }

    /// Why a ruling on a decision would have no effect; nil where it has one.
    package func problem(
        of eventType: String, _ decision: String, at instant: Instant
    ) -> String? {
        let pack = pack(inForce(decision, at: instant, knowsThen: false))
        guard let own = pack.decisions.first(where: { $0.name == decision }) else {
            return "'\(decision)' is a machine, which moves by its guards alone"
        }
        guard eventType == "tier.approved", !own.needsApproval else { return nil }
        return "\(pack.name) asks for no approval of '\(decision)'; use override to set a level"
    }

    /// SHA-256 of the canonical JSON of the pack of an activation; of the starter for nil.
    package func hash(_ activation: Int?) -> TreeHash {
        activation.map { activations[$0].hash } ?? starterHash
    }

    /// The pack that decides something at an instant.
    package func pack(of decision: String, at instant: Instant) -> Pack {
        pack(inForce(decision, at: instant, knowsThen: false))
    }

    /// The zone of the pack that decides something last of all.
    package func zone(of decision: String) -> CivilZone {
        pack(inForce(decision, at: .latest, knowsThen: false)).zone
    }
}
