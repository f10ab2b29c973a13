import CivilCalendar
import LedgerEngine
import LedgerModel
import Policy
import TransparencyLog

/// A comparison for people, and for programs.
struct ComparisonText {
    let compared: LedgerComparison
    /// SHA-256 of the canonical JSON of both packs.
    let hashes: (base: TreeHash, variant: TreeHash)
    let words: Words
    let known: DecisionKnownOptions

    init(
        _ compared: LedgerComparison, hashes: (base: TreeHash, variant: TreeHash),
        _ words: Words, _ known: DecisionKnownOptions
    ) {
        self.compared = compared
        self.hashes = hashes
        self.words = words
        self.known = known
    }

    var comparison: PackComparison { compared.comparison }
    var decision: String { compared.base.pack.names[compared.base.track] }

    /// What is said of one of the packs.
    func reasons(_ side: PackComparison.Side) -> ReasonText {
        ReasonText(party: compared.party(side), words: words)
    }

    /// What a pack is called here.
    func name(_ side: PackComparison.Side) -> String {
        side == .base ? words.base : words.variant
    }

    func day(_ instant: Instant) -> String {
        LocalTime.text(instant, in: compared.base.pack.zone)
    }

    /// The day on which something happened.
    func date(_ instant: Instant) -> String {
        compared.base.pack.zone.reading(at: instant.microseconds).date.text
    }

    func amount(_ figure: Figure) -> String { words.labelled(figure, compared.currency) }

    /// The lines for a terminal.
    func lines(_ palette: Palette) -> [String] {
        var lines = [title, rests] + (otherParameters.map { [$0] } ?? []) + ["", summary]
        if !compared.moves.isEmpty { lines.append(words.touched(amount(compared.revenueTouched))) }
        lines += [""] + matrix.lines(palette)
        lines += PackComparison.Direction.allCases.flatMap { moves($0) }
        if compared.moves.count > compared.options.explained {
            lines += ["", words.withReasons(GroupedDigits.of(compared.options.explained))]
        }
        lines += [""] + levels.lines(palette) + [""] + totals.lines(palette)
        lines += losses + unrated + near(.base) + near(.variant)
        if let caveat = known.caveat { lines += ["", words.sentence(caveat)] }
        return lines
    }

    /// What is compared with what.
    var title: String { words.comparisonTitle(decision, title(.base), title(.variant)) }

    /// What the comparison rests on.
    var rests: String {
        guard let span = comparison.span else { return "" }
        return words.restsOn(
            day(span.lowerBound), day(span.upperBound),
            instants: GroupedDigits.of(comparison.moments.count),
            position: String(compared.end),
            knowledge: words.knowledge(known))
    }

    /// How many move, and which way.
    var summary: String {
        guard let last = comparison.moments.last, !compared.moves.isEmpty else {
            return words.noneMoves
        }
        let ways = PackComparison.Direction.allCases.compactMap { direction -> String? in
            let count = compared.moves.count { $0.move.direction == direction }
            return count > 0
                ? "\(GroupedDigits.of(count)) \(words.direction(direction))" : nil
        }
        return words.movedSummary(
            GroupedDigits.of(compared.moves.count), GroupedDigits.of(last.matrix.total),
            day(last.instant)) + words.afterName + words.list(ways)
    }

    /// Levels that are all shown, whether an account is there or not.
    static let shownLevels = 12

    /// The places that are shown: the levels from high to low, of many only those where an account
    /// is, and what is no level where an account is.
    func places(_ levels: ComparedLevels, _ total: (Int) -> Int) -> [Int] {
        let isShort = levels.names.count <= Self.shownLevels
        return levels.names.indices.reversed().filter { isShort || total($0) > 0 }
            + [levels.unrated, levels.unapproved].filter { total($0) > 0 }
    }

    private var matrix: TextTable {
        guard let last = comparison.moments.last?.matrix else { return TextTable(columns: []) }
        let columns = places(last.columns) { last.total(ofColumn: $0) }
        var table = TextTable(
            columns: [.text("\(words.base) ＼ \(words.variant)")]
                + columns.map { .number(reasons(.variant).name(ofPlace: $0)) }
                + [.number(words.total)])
        for row in places(last.rows, { last.total(ofRow: $0) }) {
            let cells = columns.map { column -> TextTable.Cell in
                let count = last[row, column]
                let isSame = last.rows.name(ofPlace: row) == last.columns.name(ofPlace: column)
                return .init(
                    count == 0 ? "·" : GroupedDigits.of(count),
                    count == 0 ? .dim : isSame ? .plain : .bold)
            }
            table.append(
                [.init(reasons(.base).name(ofPlace: row))] + cells
                    + [.init(GroupedDigits.of(last.total(ofRow: row)))])
        }
        table.append(
            [.init(words.total)]
                + columns.map { .init(GroupedDigits.of(last.total(ofColumn: $0))) }
                + [.init(GroupedDigits.of(last.total))])
        return table
    }

    /// The accounts that go one way, by name with the reasons.
    private func moves(_ direction: PackComparison.Direction) -> [String] {
        let own = compared.moves.filter { $0.move.direction == direction }
        guard !own.isEmpty else { return [] }
        let sign = sign(direction)
        var lines = [
            "",
            "\(sign) \(words.direction(direction)) (\(GroupedDigits.of(own.count)))\(words.colon)",
        ]
        let told = own.filter { $0.baseReason != nil || $0.variantReason != nil }
        for move in told {
            lines.append(
                "  " + subject(move.account, move.name) + words.afterName + course(move))
            for side in PackComparison.Side.allCases {
                let reason = reason(move, side)
                if !reason.isEmpty {
                    lines.append("      \(name(side))\(words.afterName)\(reason)")
                }
            }
        }
        if told.count < own.count {
            lines.append("  " + words.more(GroupedDigits.of(own.count - told.count)))
        }
        return lines
    }

    /// A mark of the way an account goes.
    func sign(_ direction: PackComparison.Direction) -> String {
        switch direction {
        case .up: "▲"
        case .down: "▼"
        case .gained: "＋"
        case .lost: "－"
        case .moved: "↔"
        }
    }

    /// An account's id and name.
    func subject(_ account: AccountID, _ name: String?) -> String {
        account.text + (name.map { " \($0)" } ?? "")
    }

    /// From where to where an account goes, with what it brings.
    func course(_ move: LedgerComparison.Move) -> String {
        let today = self.today(move).map { ["\(words.todayTitle) \($0)"] } ?? []
        let since = move.since.map { ["\(words.since) \(day($0))"] } ?? []
        let parts =
            [
                "\(reasons(.base).name(of: move.move.base)) → "
                    + reasons(.variant).name(of: move.move.variant)
            ] + today + [amount(move.revenue)] + since
        return parts.joined(separator: " · ")
    }

    /// The level in force today.
    func today(_ move: LedgerComparison.Move) -> String? {
        guard let inForce = compared.inForce, let step = move.today else { return nil }
        let outcomes = OutcomeText(packs: inForce, words: words)
        let effective = step.standing.effective
        let level = outcomes.text(effective, decision, step.activation)
        guard let proposed = outcomes.proposal(of: step, decision) else { return level }
        if case .unapproved = effective { return words.onlyProposed(proposed) }
        return words.withProposal(level, proposed)
    }

    /// Why a pack puts an account where it does.
    func reason(_ move: LedgerComparison.Move, _ side: PackComparison.Side) -> String {
        let other = side == .base ? move.move.variant : move.move.base
        let pack = compared.party(side == .base ? .variant : .base)
        var name: String?
        if case .level(let level) = other {
            name = pack.pack.levels(ofTrack: pack.track)[level].name
        }
        return reasons(side).line(
            side == .base ? move.baseReason : move.variantReason,
            side == .base ? move.move.base : move.move.variant, other: name)
    }
}
