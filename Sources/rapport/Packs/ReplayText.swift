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
    /// The levels of each track.
    private let levels: [[[UInt8]]]

    init(form: Form, pack: Pack, roll: AccountRoll, facts: [Int], decision: String) {
        (self.form, self.pack, self.roll) = (form, pack, roll)
        (self.facts, self.decision) = (facts, decision)
        quotedSlots = Set(
            roll.accounts.indices.filter { Self.needsQuotes(roll.accounts[$0].text) })
        levels = pack.names.indices.map { track in
            pack.levels(ofTrack: track).map { Array($0.name.utf8) }
        }
    }

    private func level(of row: ReplayRows.Row) -> [UInt8] {
        row.level.map { levels[row.track][$0] }
            ?? Array(pack.text(of: row.effective, in: row.track).utf8)
    }

    /// The line before all others; nil where there is none.
    var header: [UInt8]? {
        guard form == .csv else { return nil }
        let names = ["account", "as_of", decision] + facts.map { pack.facts[$0].name }
        return Array((names.joined(separator: ",") + "\n").utf8)
    }

    /// The lines of what was decided at one instant.
    func lines(_ rows: ReplayRows) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 96)
        var (time, instant) = ([UInt8](), Instant.earliest)
        rows.forEach { row in
            if time.isEmpty || row.instant != instant {
                (time, instant) = (Array(row.instant.text.utf8), row.instant)
            }
            switch form {
            case .csv: appendCSV(row, time, rows.facts, to: &bytes)
            case .ndjson: appendJSON(row, time, rows.facts, to: &bytes)
            }
        }
        return bytes
    }

    private func appendCSV(
        _ row: ReplayRows.Row, _ time: [UInt8], _ known: ReplayRows.Facts?, to bytes: inout [UInt8]
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
        for fact in facts {
            bytes.append(UInt8(ascii: ","))
            guard let known, row.isByFacts else { continue }
            switch known.value(of: fact, row.slot) {
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
        _ row: ReplayRows.Row, _ time: [UInt8], _ known: ReplayRows.Facts?, to bytes: inout [UInt8]
    ) {
        bytes.append(contentsOf: #"{"account":"#.utf8)
        JSONWriter.appendQuoted(roll.accounts[row.slot].text, to: &bytes)
        bytes.append(contentsOf: #","as_of":""#.utf8)
        bytes.append(contentsOf: time)
        bytes.append(contentsOf: #"","decision":""#.utf8)
        bytes.append(contentsOf: pack.names[row.track].utf8)
        bytes.append(UInt8(ascii: "\""))
        if let known, row.isByFacts, !facts.isEmpty {
            bytes.append(contentsOf: #","facts":{"#.utf8)
            for (place, fact) in facts.sorted(by: { names[$0] < names[$1] }).enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: "\"\(names[fact])\":".utf8)
                append(known.value(of: fact, row.slot), to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(contentsOf: #","level":""#.utf8)
        bytes.append(contentsOf: level(of: row))
        bytes.append(contentsOf: "\"}\n".utf8)
    }

    private var names: [String] { pack.facts.map(\.name) }

    private func append(_ value: FactValue, to bytes: inout [UInt8]) {
        switch value {
        case .number(let number): JSONWriter.appendInteger(number, to: &bytes)
        case .truth(let truth): bytes.append(contentsOf: truth ? "true".utf8 : "false".utf8)
        case .text(let text): JSONWriter.appendQuoted(text, to: &bytes)
        case .missing: bytes.append(contentsOf: "null".utf8)
        }
    }
}
