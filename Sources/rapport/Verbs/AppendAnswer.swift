import ArgumentParser
import JSON
import LedgerEngine
import LedgerModel

/// The outcome of an append as it is told.
struct AppendAnswer {
    /// A sentence for a person, and what stands before it.
    struct Telling {
        let sentence: String
        var place = ""
    }

    let isAccepted: Bool
    let json: String
    let messages: [Telling]

    init(_ outcome: AppendOutcome) {
        switch outcome {
        case .appended(let receipt):
            self.init(isAccepted: true, json: Self.json("appended", receipt), messages: [])
        case .duplicate(let receipt):
            self.init(isAccepted: true, json: Self.json("duplicate", receipt), messages: [])
        case .refused(let violations):
            self.init("The batch breaks a rule; nothing was appended.", 422, violations)
        case .conflict(let violations):
            self.init("An event stands with other content; nothing was appended.", 409, violations)
        case .revisionMismatch(let expected, let actual):
            let title =
                "The account \(Self.text(actual)), not \(Self.text(expected)); "
                + "nothing was appended."
            self.init(title, 412, [])
        }
    }

    /// Writes the receipt, or what was wrong; throws where nothing was appended.
    func write() throws {
        let output = StandardOutput()
        try output.writeLine(json)
        try output.flush()
        for message in messages { Diagnostic.write(message.sentence, at: message.place) }
        if !isAccepted { throw ExitCode.answerIsNo }
    }

    private init(isAccepted: Bool, json: String, messages: [Telling]) {
        self.isAccepted = isAccepted
        self.json = json
        self.messages = messages
    }

    private init(_ title: String, _ status: Int, _ violations: [Violation]) {
        self.init(
            isAccepted: false,
            json: ProblemDetails.text(title: title, status: status, violations),
            messages: [Telling(sentence: title)] + Self.lines(violations))
    }

    /// The first violations, and how many more there are.
    private static func lines(_ violations: [Violation]) -> [Telling] {
        let shown = violations.prefix(RejectList.shownCount).map { violation in
            let pointer = violation.pointer.isEmpty ? "" : "\(violation.pointer) "
            let line = Diagnostic.words.line(violation.line)
            return Telling(
                sentence: PrintableText.of(violation.sentence),
                place: PrintableText.of("\(line)\(pointer)"))
        }
        let hidden = violations.count - shown.count
        guard hidden > 0 else { return shown }
        return shown + [Telling(sentence: "\(GroupedDigits.of(hidden)) more violations")]
    }

    private static func json(_ outcome: String, _ receipt: Receipt) -> String {
        let events = receipt.events.map {
            #"{"duplicate":\#($0.isDuplicate),"ledgertime":"\#($0.recordedAt.text)","#
                + #""position":\#($0.position.value),"revision":\#($0.revision.value)}"#
        }
        return #"{"events":[\#(events.joined(separator: ","))],"outcome":"\#(outcome)","#
            + #""tree_size":\#(receipt.treeSize)}"#
    }

    private static func text(_ revision: Revision?) -> String {
        revision.map { "is at revision \($0.value)" } ?? "has no event"
    }

    private static func text(_ condition: AppendCondition) -> String {
        switch condition {
        case .any: "any"
        case .newAccount: "new"
        case .revision(let revision): "at revision \(revision.value)"
        }
    }
}
