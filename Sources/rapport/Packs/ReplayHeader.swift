import LedgerEngine
import LedgerModel
import Policy
import TransparencyLog

/// What every output of a replay says of itself.
struct ReplayHeader {
    let replay: Replay
    let decision: String
    let verb: ReplayVerb

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
        "\(replay.pack.name) \(replay.pack.version), \(decision), known at \(verb.knowledgeText), "
            + "position \(replay.end), approvals \(verb.approvals.rawValue), overrides "
            + "\(verb.overrides.rawValue): \(digest.count) decisions, digest "
            + digest.value.hexadecimal
    }

    /// One object with all counts, and what each step took in microseconds.
    func totals(
        _ digest: ReplayDigest, levels: [String: Int], instants: Int, times: [String: Duration]
    ) -> [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.string("approvals", verb.approvals.rawValue)
            members.string("decision", decision)
            members.count("decisions", digest.count)
            members.string("digest", digest.value.hexadecimal)
            members.count("instants", instants)
            members.string("known_at", verb.knowledgeText)
            members.object("levels") { members in
                for (level, count) in levels.sorted(by: { $0.key < $1.key }) {
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
            members.string("overrides", verb.overrides.rawValue)
            members.string("pack", replay.pack.name)
            members.count("pack_version", replay.pack.version)
            members.integer("position", Int64(replay.end))
        }
        members.endLine()
        return members.bytes
    }

    private func append(to members: inout JSONMembers) {
        members.string("approvals", verb.approvals.rawValue)
        members.string("decision", decision)
        members.string("known_at", verb.knowledgeText)
        members.string("overrides", verb.overrides.rawValue)
        members.string("pack", replay.pack.name)
        members.count("pack_version", replay.pack.version)
        members.integer("position", Int64(replay.end))
    }
}
