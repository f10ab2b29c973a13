import CivilCalendar
import LedgerEngine
import LedgerModel
import Policy

/// A sweep for people, and for programs.
struct SweepText {
    let swept: LedgerSweep
    /// The account that was asked for.
    let account: String?
    /// The place whose size was asked for.
    let wanted: (place: Int, size: Int)?
    let words: Words
    let known: KnownOptions

    init(
        _ swept: LedgerSweep, account: String?, wanted: (place: Int, size: Int)?, _ words: Words,
        _ known: KnownOptions
    ) {
        (self.swept, self.account, self.wanted) = (swept, account, wanted)
        (self.words, self.known) = (words, known)
    }

    var pack: Pack { swept.pack }
    private var clauses: ClauseText { ClauseText(pack: pack, words: words) }

    /// The lines for a terminal.
    func lines(_ palette: Palette) -> [String] {
        var lines = [words.sweepTitle(pack.names[swept.track], "\(pack.name) \(pack.version)")]
        lines += swept.grid.ranges.indices.map { "  " + range($0) }
        lines += [rests, ""] + table.lines(palette)
        lines += ["", words.sharesOf(words.labelled(swept.revenue, swept.currency))]
        lines += accountLines + sizeLines
        if let caveat = known.caveat { lines += ["", words.sentence(caveat)] }
        return lines
    }

    /// What the sweep rests on.
    private var rests: String {
        words.restsOn(
            LocalTime.text(swept.span.lowerBound, in: pack.zone),
            LocalTime.text(swept.span.upperBound, in: pack.zone),
            instants: GroupedDigits.of(swept.instantCount), position: String(swept.end),
            knowledge: words.knowledge(known))
    }

    /// What is tried of a parameter, and what the pack itself says.
    private func range(_ index: Int) -> String {
        let range = swept.grid.ranges[index]
        let parameter = pack.parameters[range.parameter]
        let line = words.sweptRange(
            name(parameter), value(range.lower, index), value(range.upper, index),
            step: value(range.step, index), own: value(swept.own.point.numbers[index], index))
        return parameter.values.count > 1 ? line + words.ownOfEnd : line
    }

    private func name(_ parameter: Parameter) -> String {
        let label = parameter.label?.text(in: words.language.rawValue)
        return label.map { "\($0) (\(parameter.name))" } ?? parameter.name
    }

    /// A value of a parameter, by its range, in its unit.
    private func value(_ number: Int64, _ index: Int) -> String {
        let parameter = pack.parameters[swept.grid.ranges[index].parameter]
        return clauses.text(.number(number), parameter.unit)
    }

    /// The values of a point.
    private func values(_ point: SweepPoint) -> String {
        let parts = point.numbers.enumerated().map { index, number in
            let parameter = pack.parameters[swept.grid.ranges[index].parameter]
            return "\(parameter.name) = \(value(number, index))"
        }
        return words.list(parts)
    }

    /// What a place is called.
    private func level(_ place: Int) -> String {
        words.name(ofPlace: place, of: pack, track: swept.track)
    }

    /// The places that are shown: all levels from high to low, the rest where an account is.
    private var places: [Int] {
        let levels = swept.levels
        return levels.names.indices.reversed()
            + [levels.unrated, levels.unapproved].filter { place in
                swept.outcomes.contains { $0.sizes[place] > 0 }
            }
    }

    private var table: TextTable {
        let places = places
        let names = swept.grid.parameters.map { TextTable.Column.number(pack.parameters[$0].name) }
        let sizes = places.flatMap { place -> [TextTable.Column] in
            [.number(level(place)), .number("%")]
        }
        var table = TextTable(
            columns: names + sizes + [
                .number(words.flipsTitle), .number(words.changesAnAccountYear),
                .number(words.elsewhere), .text(""),
            ])
        for outcome in swept.outcomes {
            let style: Style = outcome.point.isOwn ? .bold : .plain
            var row = outcome.point.numbers.enumerated().map { value($1, $0) }
            for place in places {
                row.append(GroupedDigits.of(outcome.sizes[place]))
                row.append(tenths(swept.share(outcome, ofPlace: place)))
            }
            row.append(GroupedDigits.of(outcome.flips))
            row.append(words.thousandths(swept.flipsPerThousandAccountYears(outcome)))
            row.append(GroupedDigits.of(outcome.moved))
            row.append(outcome.point.isOwn ? words.ownValue : "")
            table.append(row.map { .init($0, style) })
        }
        return table
    }

    /// Parts per million as percent with one digit behind the point, rounded down.
    private func tenths(_ share: Int64?) -> String {
        guard let share else { return "" }
        let tenths = share.floorDivided(by: 1_000)
        return (tenths < 0 ? "-" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }

    /// The smallest changes that move the account asked for.
    private var accountLines: [String] {
        guard let account, let place = swept.own.place else {
            return account.map { ["", words.nothingDecided($0)] } ?? []
        }
        let moves = swept.accountMoves
        let own = words.standsUnderOwn(
            account, level(place), values(swept.own.point))
        guard !moves.isEmpty else { return ["", own + words.noneMovesIt] }
        return ["", own + words.nearestThatMove]
            + moves.map { move in
                let names = [place, move.place ?? place].map { level($0) }
                return "  \(values(move.point))\(words.afterName)\(names[0]) → \(names[1])"
            } + open(moves)
    }

    /// The ways in which no value of one parameter moves the account.
    private func open(_ moves: [LedgerSweep.Outcome]) -> [String] {
        guard swept.grid.ranges.count == 1 else { return [] }
        let own = swept.own.point.numbers[0]
        let isBelow = moves.contains { $0.point.numbers[0] <= own }
        let isAbove = moves.contains { $0.point.numbers[0] > own }
        return (isBelow ? [] : ["  " + words.noneBelow]) + (isAbove ? [] : ["  " + words.noneAbove])
    }

    /// The values that give a level the size asked for.
    private var sizeLines: [String] {
        guard let wanted else { return [] }
        let found = swept.nearest(toSize: wanted.size, ofPlace: wanted.place)
        let isExact = found.contains { $0.sizes[wanted.place] == wanted.size }
        let title = words.sizeTitle(
            GroupedDigits.of(wanted.size), level(wanted.place), isExact: isExact)
        return ["", title]
            + found.map { outcome in
                let accounts = GroupedDigits.of(outcome.sizes[wanted.place])
                return "  \(values(outcome.point))\(words.afterName)"
                    + words.accountCount(accounts)
                    + (outcome.point.isOwn ? words.because(words.ownValue) : "")
            }
    }
}
