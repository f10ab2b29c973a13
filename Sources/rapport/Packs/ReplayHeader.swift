import LedgerEngine
import LedgerModel
import Policy
import TransparencyLog

/// What every output of a replay says of itself.
struct ReplayHeader {
    /// Whose decisions they are.
    enum Packs {
        case one(Replay, track: Int)
        case inForce(InForceReplay)
    }

    let packs: Packs
    let verb: ReplayVerb

    /// The name of the decision.
    var decision: String {
        switch packs {
        case .one(let replay, let track): replay.pack.names[track]
        case .inForce(let replay): replay.decision
        }
    }

    /// The first line of NDJSON.
    var json: [UInt8] {
        var members = JSONMembers()
        members.object { append(to: &$0) }
        members.endLine()
        return members.bytes
    }

    /// The last line of NDJSON.
    func end(_ digest: ReplayDigest) -> [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.count("decisions", digest.count)
            members.string("digest", digest.value.hexadecimal)
        }
        members.endLine()
        return members.bytes
    }

    /// What stderr says beside a CSV, which has no room for it.
    func sentence(_ digest: ReplayDigest) -> String {
        let name =
            switch packs {
            case .one(let replay, _): "\(replay.pack.name) \(replay.pack.version)"
            case .inForce: ReplayVerb.inForce
            }
        return "\(name), \(decision), known at \(verb.knowledgeText), position \(end), approvals "
            + "\(rulings.approvals.rawValue), overrides \(rulings.overrides.rawValue): "
            + "\(digest.count) decisions, digest " + digest.value.hexadecimal
    }

    /// One object with all counts, and what each step took in microseconds.
    func totals(
        _ totals: ReplayTotals, instants: Int, times: [String: Duration]
    ) -> [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.string("approvals", rulings.approvals.rawValue)
            members.string("decision", decision)
            members.count("decisions", totals.digest.count)
            members.string("digest", totals.digest.value.hexadecimal)
            if let from = bounds.from { members.string("from", from.text) }
            members.count("instants", instants)
            members.string("known_at", verb.knowledgeText)
            members.object("levels") { members in
                for (level, count) in totals.levels.sorted(by: { $0.key < $1.key }) {
                    members.count(level, count)
                }
            }
            members.object("microseconds") { members in
                for (step, time) in times.sorted(by: { $0.key < $1.key }) {
                    members.integer(
                        step,
                        time.components.seconds * 1_000_000
                            + time.components.attoseconds / 1_000_000_000_000)
                }
            }
            members.string("overrides", rulings.overrides.rawValue)
            appendPacks(to: &members)
            members.integer("position", Int64(end))
            if let to = bounds.to { members.string("to", to.text) }
        }
        members.endLine()
        return members.bytes
    }

    private func append(to members: inout JSONMembers) {
        members.string("approvals", rulings.approvals.rawValue)
        members.string("decision", decision)
        if let from = bounds.from { members.string("from", from.text) }
        members.string("known_at", verb.knowledgeText)
        members.string("overrides", rulings.overrides.rawValue)
        appendPacks(to: &members)
        members.integer("position", Int64(end))
        if let to = bounds.to { members.string("to", to.text) }
    }

    private func appendPacks(to members: inout JSONMembers) {
        switch packs {
        case .one(let replay, _):
            members.string("pack", replay.pack.name)
            members.count("pack_version", replay.pack.version)
        case .inForce(let replay):
            members.string("pack", ReplayVerb.inForce)
            members.array("packs") { members in
                for stretch in replay.stretches {
                    let pack = replay.packs.pack(stretch.activation)
                    members.object { members in
                        if stretch.from > .earliest { members.string("from", stretch.from.text) }
                        members.string("pack", pack.name)
                        members.string(
                            "sha256", replay.packs.hash(stretch.activation).hexadecimal)
                        members.count("version", pack.version)
                    }
                }
            }
        }
    }

    /// From when to when decisions are told, where that was asked for.
    private var bounds: (from: Instant?, to: Instant?) {
        let zone =
            switch packs {
            case .one(let replay, _): replay.pack.zone
            case .inForce(let replay): replay.packs.zone(of: replay.decision)
            }
        return verb.span.instants(in: zone)
    }

    private var end: UInt64 {
        switch packs {
        case .one(let replay, _): replay.end
        case .inForce(let replay): replay.end
        }
    }

    /// Whose approvals count, and whether overrides do.
    private var rulings: (approvals: ReplayOptions.Approvals, overrides: ReplayOptions.Overrides) {
        if case .inForce = packs { return (.recorded, .apply) }
        return (verb.approvals ?? .assume, verb.overrides ?? .ignore)
    }
}
