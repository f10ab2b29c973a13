import JSON
import LedgerEngine
import LedgerModel
import TransparencyLog

/// Changes of decisions as CloudEvents (https://github.com/cloudevents/spec, version 1.0.2), in
/// canonical JSON. `source` names the ledger and the position, so that it and `id` are together
/// unique, as that specification asks, though a decision that comes back has its id again.
struct DecisionChangeText {
    /// The id of the ledger.
    let ledgerID: String

    private var bytes: [UInt8] = []
    /// What many changes share: the pack, and the texts of an instant and a position.
    private var packs: [DecidingPack: [UInt8]] = [:]
    private var instant: (value: Instant, text: [UInt8]) = (.earliest, [])
    private var source: (end: UInt64, text: [UInt8]) = (0, [])

    init(ledgerID: String) { self.ledgerID = ledgerID }

    /// One object, without a line break.
    mutating func json(_ change: DecisionChange) -> [UInt8] {
        let decision = change.decision
        if instant.text.isEmpty || instant.value != decision.instant {
            instant = (decision.instant, Array(decision.instant.text.utf8))
        }
        if source.end != change.end {
            let text = "/rapport/ledgers/\(ledgerID)/positions/\(change.end)"
            source = (change.end, Array(text.utf8))
        }
        bytes.removeAll(keepingCapacity: true)
        append(#"{"data":{"as_of":""#)
        bytes += instant.text
        append(#"","decision":"#)
        JSONWriter.appendQuoted(decision.decision, to: &bytes)
        append(#","level":"#)
        JSONWriter.appendQuoted(decision.level, to: &bytes)
        bytes += text(of: decision.pack)
        JSONWriter.appendInteger(Int64(change.end), to: &bytes)
        append(#"},"id":""#)
        if case .retracted = change.kind {
            // It isn't the decision itself that is said again.
            append("-")
            decision.id.append(to: &bytes)
            append(#"","retracts":""#)
        }
        decision.id.append(to: &bytes)
        append(#"","source":""#)
        bytes += source.text
        append(#"","specversion":"1.0","subject":"#)
        JSONWriter.appendQuoted(decision.account.text, to: &bytes)
        if case .supersedes(let other) = change.kind {
            append(#","supersedes":""#)
            other.id.append(to: &bytes)
            append(#"""#)
        }
        append(#","time":""#)
        bytes += instant.text
        if case .retracted = change.kind {
            append(#"","type":"decision.retracted"}"#)
        } else {
            append(#"","type":"decision.made"}"#)
        }
        return bytes
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// The members that say the pack, and the key of the position.
    private mutating func text(of pack: DecidingPack) -> [UInt8] {
        if let text = packs[pack] { return text }
        var text = Array(#","pack":"#.utf8)
        JSONWriter.appendQuoted(pack.name, to: &text)
        text += #","pack_sha256":"\#(pack.hash.hexadecimal)","pack_version":\#(pack.version)"#.utf8
        text += #","position":"#.utf8
        packs[pack] = text
        return text
    }
}
