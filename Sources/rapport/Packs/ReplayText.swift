import CEL
import JSON
import LedgerEngine
import LedgerModel
import Policy

/// The decisions of a replay as NDJSON or CSV.
struct ReplayText: Sendable {
    enum Form: Sendable {
        case ndjson
        case csv
    }

    let form: Form
    let pack: Pack
    let roll: AccountRoll
    /// The facts beside each decision, by index.
    let facts: [Int]
    /// The decision that a column of the CSV is named by.
    let decision: String

    /// The accounts whose ids need quotes in a CSV, by slot.
    private let quotedSlots: Set<Int>
    /// The ids of the accounts as JSON strings, by slot; empty for a CSV.
    private let quotedNames: [[UInt8]]
    /// The levels of each track, and its name.
    private let levels: [[[UInt8]]]
    private let trackNames: [[UInt8]]
    /// The places of the facts in the order of their names, and their names as JSON keys.
    private let factOrder: [Int]
    private let factKeys: [[UInt8]]

    init(form: Form, _ legend: ReplayLegend, facts: [Int], decision: String) {
        let (pack, roll) = (legend.pack, legend.roll)
        (self.form, self.pack, self.roll) = (form, pack, roll)
        (self.facts, self.decision) = (facts, decision)
        quotedSlots = Set(
            roll.accounts.indices.filter { Self.needsQuotes(roll.accounts[$0].text) })
        quotedNames = form == .csv ? [] : roll.accounts.map { JSONWriter.quoted($0.text) }
        trackNames = pack.names.map { Array($0.utf8) }
        let names = facts.map { pack.facts[$0].name }
        factOrder = facts.indices.sorted { names[$0] < names[$1] }
        factKeys = names.map { Array("\"\($0)\":".utf8) }
        levels = pack.names.indices.map { track in
            pack.levels(ofTrack: track).map { Array($0.name.utf8) }
        }
    }

    private func level(of row: ReplayRows.Row) -> [UInt8] {
        row.level.map { levels[row.track][$0] }
            ?? Array(pack.text(of: row.effective, in: row.track).utf8)
    }

    /// The line of a CSV before all others.
    var header: [UInt8] {
        let names = ["account", "as_of", decision] + facts.map { pack.facts[$0].name }
        return Array((names.joined(separator: ",") + "\n").utf8)
    }

    /// The lines of what was decided at one instant.
    func lines(_ rows: ReplayRows) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 96)
        var (time, instant) = ([UInt8](), Instant.earliest)
        let columns = FactColumns(facts, rows.facts, pack)
        rows.forEachRow { row in
            if time.isEmpty || row.instant != instant {
                (time, instant) = (Array(row.instant.text.utf8), row.instant)
            }
            switch form {
            case .csv: appendCSV(row, time, columns, to: &bytes)
            case .ndjson: appendJSON(row, time, columns, to: &bytes)
            }
        }
        return bytes
    }

    private func appendCSV(
        _ row: ReplayRows.Row, _ time: [UInt8], _ columns: FactColumns, to bytes: inout [UInt8]
    ) {
        if quotedSlots.contains(row.slot) {
            Self.appendField(roll.accounts[row.slot].text, to: &bytes)
        } else {
            roll.appendName(ofSlot: row.slot, to: &bytes)
        }
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: time)
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: level(of: row))
        for index in facts.indices {
            bytes.append(UInt8(ascii: ","))
            guard row.isByFacts else { continue }
            switch columns.value(index, row.slot) {
            case .number(let number): JSONWriter.appendInteger(number, to: &bytes)
            case .truth(let truth): bytes.append(contentsOf: truth ? "true".utf8 : "false".utf8)
            case .text(let text): Self.appendField(text, to: &bytes)
            case .missing: break
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func needsQuotes(_ text: String) -> Bool {
        text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
        }
    }

    /// A field of a CSV file (RFC 4180 §2).
    private static func appendField(_ text: String, to bytes: inout [UInt8]) {
        guard needsQuotes(text) else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func appendJSON(
        _ row: ReplayRows.Row, _ time: [UInt8], _ columns: FactColumns, to bytes: inout [UInt8]
    ) {
        bytes.append(contentsOf: #"{"account":"#.utf8)
        bytes.append(contentsOf: quotedNames[row.slot])
        bytes.append(contentsOf: #","as_of":""#.utf8)
        bytes.append(contentsOf: time)
        bytes.append(contentsOf: #"","decision":""#.utf8)
        bytes.append(contentsOf: trackNames[row.track])
        bytes.append(UInt8(ascii: "\""))
        if row.isByFacts, !facts.isEmpty {
            bytes.append(contentsOf: #","facts":{"#.utf8)
            for (place, index) in factOrder.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: factKeys[index])
                append(columns.value(index, row.slot), to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(contentsOf: #","level":""#.utf8)
        bytes.append(contentsOf: level(of: row))
        bytes.append(contentsOf: "\"}\n".utf8)
    }

    private func append(_ value: FactValue, to bytes: inout [UInt8]) {
        switch value {
        case .number(let number): JSONWriter.appendInteger(number, to: &bytes)
        case .truth(let truth): bytes.append(contentsOf: truth ? "true".utf8 : "false".utf8)
        case .text(let text): JSONWriter.appendQuoted(text, to: &bytes)
        case .missing: bytes.append(contentsOf: "null".utf8)
        }
    }
}

/// The facts beside the decisions of an instant, taken out once for all accounts.
private struct FactColumns {
    private let facts: [Int]
    private let numbers: [[Int64?]?]
    private let isTruth: [Bool]
    private let known: ReplayRows.Facts?

    init(_ facts: [Int], _ known: ReplayRows.Facts?, _ pack: Pack) {
        self.facts = facts
        self.known = known
        numbers = facts.map { known?.numbers(of: $0) }
        isTruth = facts.map { pack.facts[$0].type == .bool }
    }

    /// A fact, by its place among those asked for, of an account.
    func value(_ index: Int, _ slot: Int) -> FactValue {
        guard let numbers = numbers[index] else {
            return known?.value(of: facts[index], slot) ?? .missing(.noEvent)
        }
        guard let number = numbers[slot] else { return .missing(.noEvent) }
        return isTruth[index] ? .truth(number != 0) : .number(number)
    }
}

extension JSONWriter {
    fileprivate static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        appendQuoted(text, to: &bytes)
        return bytes
    }
}
