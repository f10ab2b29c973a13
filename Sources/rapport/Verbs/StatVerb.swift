import ArgumentParser
import LedgerEngine
import LedgerModel
import TransparencyLog

struct StatVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stat", abstract: "Say what the ledger holds, in numbers.")

    @Argument(help: "The ledger.")
    var ledger: String

    @OptionGroup var language: LanguageOption

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
        let statistics = try Ledger.opened(ledger, for: .reading).statistics()
        let output = StandardOutput()
        try output.writeLine(json ? statistics.json : statistics.text(language.words))
        try output.flush()
    }
}

extension LedgerStatistics {
    fileprivate func text(_ words: Words) -> String {
        let share = events > 0 ? words.bytesAnEvent(bytes / Int(events)) : ""
        let tail = words.inTail(GroupedDigits.of(tailEvents))
        let rows = [
            (words.ledger, ledgerID), (words.created, createdAt.text),
            (words.events, GroupedDigits.of(events)),
            (words.accounts, GroupedDigits.of(accounts)),
            (words.eventTypes, GroupedDigits.of(eventTypes)),
            (words.annulments, GroupedDigits.of(annulments)),
            (words.root, head.root.hexadecimal), (words.segments, "\(segments)\(tail)"),
            (words.bytes, GroupedDigits.of(bytes) + share),
        ]
        return rows.map { DisplayWidth.padded($0, toColumns: 13) + $1 }.joined(separator: "\n")
    }

    fileprivate var json: String {
        let tables = tableBytes.map { #""\#($0.table)":\#($0.bytes)"# }.joined(separator: ",")
        return #"{"accounts":\#(accounts),"annulments":\#(annulments),"bytes":\#(bytes),"#
            + #""created":"\#(createdAt.text)","event_types":\#(eventTypes),"events":\#(events),"#
            + #""ledger":"\#(ledgerID)","root":"\#(head.root.hexadecimal)","#
            + #""segments":\#(segments),"tables":{\#(tables)},"tail_events":\#(tailEvents)}"#
    }
}
