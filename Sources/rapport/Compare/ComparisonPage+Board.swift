import LedgerEngine
import LedgerModel
import Policy

/// The lists of the first page.
extension ComparisonPage {
    /// Lines that its lists may take together, so that it stays one page of A4.
    private static let boardLines = 24
    /// The lines of a list beside its rows: its title and the titles of its columns.
    private static let titleLines = 3
    /// The lines above the rows that go one way.
    private static let wayLines = 1
    /// Levels in a line of the legends above.
    private static let legendLevels = 8

    /// Who goes which way, and who was lost.
    var boardLists: [Markup] { [moves, losses] }

    /// How many of the accounts that were lost the first page names.
    var lossesOnBoard: Int { boardRows.last ?? 0 }

    /// How many rows of so many each list shows: the short ones all of theirs, the others equal
    /// shares of what is left, and each one at least.
    static func rows(of counts: [Int], within lines: Int) -> [Int] {
        var (left, waiting) = (lines, counts.count { $0 > 0 })
        var rows = counts.map { _ in 0 }
        for index in counts.indices.sorted(by: { counts[$0] < counts[$1] })
        where counts[index] > 0 {
            rows[index] = min(counts[index], max(1, left / waiting))
            left -= rows[index]
            waiting -= 1
        }
        return rows
    }

    /// The rows of each direction, and of the accounts that were lost.
    private var boardRows: [Int] {
        let moves = PackComparison.Direction.allCases.map { way in
            compared.moves.count { $0.move.direction == way }
        }
        let legends = PackComparison.Side.allCases.map { side in
            levelCounts(side).count / Self.legendLevels
        }
        let ways = moves.count { $0 > 0 }
        let taken =
            (ways > 0 ? Self.titleLines : 0) + ways * Self.wayLines + legends.reduce(0, +)
            + (compared.losses.isEmpty ? 0 : Self.titleLines + 1)
        return Self.rows(
            of: moves + [compared.losses.count], within: Self.boardLines - taken)
    }

    /// The accounts that stand elsewhere, without reasons.
    private var moves: Markup {
        guard !compared.moves.isEmpty else { return Markup([]) }
        let showsToday = compared.moves.contains { told.today($0) != nil }
        var table = PageTable(
            [words.account, words.base, words.variant].map { .text(heading($0)) }
                + (showsToday ? [.text(heading(words.todayTitle))] : [])
                + [.number(heading(words.twelveMonths))])
        for (direction, rows) in zip(PackComparison.Direction.allCases, boardRows) where rows > 0 {
            let own = compared.moves.filter { $0.move.direction == direction }
            table.append(
                own.prefix(rows).map { move in
                    [
                        subject(move.account, move.name),
                        Markup(told.reasons(.base).name(of: move.move.base)),
                        Markup(told.reasons(.variant).name(of: move.move.variant)),
                    ] + (showsToday ? [Markup(told.today(move) ?? "")] : [])
                        + [Markup(whole(move.revenue))]
                }, under: title(of: direction) + " " + shown(rows, of: own.count),
                kind: direction.rawValue)
        }
        return Markup([.element("h2", [], Markup(words.movesTitle)), table.markup])
    }

    /// Who was lost, and where both packs had put them; the last of them where not all are named.
    private var losses: Markup {
        let count = compared.losses.count
        guard count > 0 else { return .element("p", [("class", "none")], Markup(words.noneLost)) }
        let title = heading(words.lossesTitle(shown(lossesOnBoard, of: count)))
        return Markup([
            .element("h2", [], Markup(title)), .element("p", [], Markup(told.lossesAtLowest)),
            table(of: compared.losses.suffix(lossesOnBoard)),
        ])
    }

    /// Accounts that were lost.
    func table(of losses: ArraySlice<LedgerComparison.Loss>) -> Markup {
        var table = PageTable(
            [words.account, words.lostOn, words.base, words.variant].map { .text(heading($0)) })
        table.append(
            losses.map { loss in
                let placed = loss.before.map { before in
                    (
                        told.reasons(.base).name(of: before.base),
                        told.reasons(.variant).name(of: before.variant)
                    )
                }
                return [
                    subject(loss.account, loss.name), Markup(told.date(loss.occurredAt)),
                    Markup(placed?.0 ?? words.nothing), Markup(placed?.1 ?? words.nothing),
                ]
            })
        return table.markup
    }

    /// How many a list names, and of how many.
    private func shown(_ rows: Int, of count: Int) -> String {
        rows == count
            ? "(\(GroupedDigits.of(count)))"
            : words.shown(GroupedDigits.of(rows), of: GroupedDigits.of(count))
    }

    /// An amount in whole units.
    func whole(_ figure: Figure) -> String {
        guard case .value(let minor) = figure else { return told.amount(figure) }
        return words.whole(minor, compared.currency)
    }
}
