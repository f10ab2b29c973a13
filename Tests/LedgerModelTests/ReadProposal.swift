import JSON
import LedgerModel

/// What a reader makes of one proposed event: an entry of a batch, or violations.
struct ReadProposal {
    let batch: EventBatch
    let violations: [Violation]

    /// Reads a text that stands inside a larger one, so that offsets must be relative.
    init(_ text: [UInt8], acceptsVerbEvents: Bool = false) {
        let padding = Array("padding".utf8)
        let surrounded = padding + text + padding
        var (reader, batch) = (ProposalReader(acceptsVerbEvents: acceptsVerbEvents), EventBatch())
        var violations: [Violation] = []
        reader.read(
            surrounded, in: padding.count..<padding.count + text.count, line: 7, into: &batch,
            violations: &violations)
        (self.batch, self.violations) = (batch, violations)
    }

    init(_ text: String, acceptsVerbEvents: Bool = false) {
        self.init(Array(text.utf8), acceptsVerbEvents: acceptsVerbEvents)
    }

    /// The entry of an accepted event.
    var entry: EventBatch.Entry? { batch.entries.first }

    /// The canonical JSON of an accepted event, less what the ledger adds.
    var canonical: String? { batch.isEmpty ? nil : batch.text(of: 0) }

    /// Where the event is at fault, sorted.
    var pointers: [String] { violations.map(\.pointer).sorted() }
}

/// The JSON of an event whose attributes are given as JSON; nil leaves one out.
func proposal(_ attributes: KeyValuePairs<String, String?> = [:]) -> String {
    var members: [(name: String, value: String?)] = [
        ("specversion", #""1.0""#), ("id", #""e1""#), ("source", #""/erp""#),
        ("type", #""badge.scanned""#), ("subject", #""C001""#),
        ("time", #""2025-03-14T09:26:53Z""#),
    ]
    for (name, value) in attributes {
        members.removeAll { $0.name == name }
        members.append((name, value))
    }
    let text = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
    return "{\(text.joined(separator: ","))}"
}

/// The JSON of an event of a known type.
func proposal(of type: String, subject: String = "C001", data: String) -> String {
    proposal(["type": "\"\(type)\"", "subject": "\"\(subject)\"", "data": data])
}
