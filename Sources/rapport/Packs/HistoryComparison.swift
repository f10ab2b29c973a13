import Instruments
import LedgerEngine
import LedgerModel
import Policy

/// A history as it was known at each instant beside the one that is known now.
struct HistoryComparison {
    let then: HistoryText
    let restated: HistoryText

    private struct Row {
        let instant: Instant
        let then: DecisionHistory.Step?
        let restated: DecisionHistory.Step?
    }

    /// A row for each instant at which either changes, with what stood on both sides.
    private var rows: [Row] {
        let instants = Set((then.steps + restated.steps).map(\.standing.instant)).sorted()
        return instants.map { instant in
            Row(
                instant: instant, then: then.steps.last { $0.standing.instant <= instant },
                restated: restated.steps.last { $0.standing.instant <= instant })
        }
    }

    func lines(_ palette: Palette) -> [String] {
        let words = then.outcomes.words
        guard !rows.isEmpty else { return [words.nothing] }
        var table = TextTable(columns: [
            .text(words.from), .text(words.knownThen), .text(words.restated), .text(""),
        ])
        for row in rows {
            let zone = restated.outcomes.packs.pack(row.restated?.activation).zone
            let sides = [row.then.map { then.level($0) }, row.restated.map { restated.level($0) }]
            table.append([
                .init(LocalTime.text(row.instant, in: zone)), .init(sides[0] ?? "", .bold),
                .init(sides[1] ?? "", .bold), .init(sides[0] == sides[1] ? "" : "≠"),
            ])
        }
        return table.lines(palette)
    }

    /// One object a row.
    var json: [UInt8] {
        var members = JSONMembers()
        for row in rows {
            members.object { members in
                members.string("decision", then.decision)
                members.instant("from", row.instant)
                if let step = row.restated { members.string("restated", restated.id(step)) }
                if let step = row.then { members.string("then", then.id(step)) }
            }
            members.endLine()
        }
        return members.bytes
    }
}
