import ArgumentParser
import LedgerEngine
import LedgerModel
import TransparencyLog

struct StatVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stat", abstract: "Say what the ledger holds, in numbers.")

    @Argument(help: "The ledger.")
    var ledger: String

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
        let statistics = try Ledger.opened(ledger, for: .reading).statistics()
        let output = StandardOutput()
        try output.writeLine(json ? statistics.json : statistics.text)
        try output.flush()
    }
}

extension LedgerStatistics {
    fileprivate var text: String {
        let share = events > 0 ? " (\(bytes / Int(events)) an event)" : ""
        let rows = [
            ("ledger", ledgerID), ("created", createdAt.text),
            ("events", GroupedDigits.of(events)), ("accounts", GroupedDigits.of(accounts)),
            ("event types", GroupedDigits.of(eventTypes)),
            ("annulments", GroupedDigits.of(annulments)), ("root", head.root.hexadecimal),
            ("segments", "\(segments), \(GroupedDigits.of(tailEvents)) events in the tail"),
            ("bytes", GroupedDigits.of(bytes) + share),
        ]
        return rows.map { name, value in
            name + String(repeating: " ", count: 13 - name.count) + value
        }.joined(separator: "\n")
    }

    fileprivate var json: String {
        let tables = tableBytes.map { #""\#($0.table)":\#($0.bytes)"# }.joined(separator: ",")
        return #"{"accounts":\#(accounts),"annulments":\#(annulments),"bytes":\#(bytes),"#
            + #""created":"\#(createdAt.text)","event_types":\#(eventTypes),"events":\#(events),"#
            + #""ledger":"\#(ledgerID)","root":"\#(head.root.hexadecimal)","#
            + #""segments":\#(segments),"tables":{\#(tables)},"tail_events":\#(tailEvents)}"#
    }
}
