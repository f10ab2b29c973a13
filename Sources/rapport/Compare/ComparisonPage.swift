import LedgerEngine
import LedgerModel
import Policy

/// A comparison as one HTML file that needs nothing else: styles and pictures stand in it, and no
/// script. Its first page answers a board: who goes up and down, the revenue touched, the visits
/// and managers that this takes, and who was lost.
struct ComparisonPage {
    /// Rows of all lists on the first page together, so that it stays one page of A4; the others
    /// stand behind it.
    static let boardRows = 15

    let told: ComparisonText

    var words: Words { told.words }
    var compared: LedgerComparison { told.compared }
    var comparison: PackComparison { told.comparison }

    /// The file.
    var bytes: [UInt8] {
        let page = Markup.page(
            language: words.language.rawValue, title: told.title, .style(PageStyle.sheet),
            [.element("main", [], [board, details])])
        return Array(page.text.utf8)
    }

    /// The first page.
    private var board: Markup {
        var parts: [Markup] = [
            .element("h1", [], Markup(told.title)),
            .element("p", [("class", "rests")], Markup(told.rests)),
            .element("p", [("class", "lead")], Markup(told.summary)),
            tiles, classBars,
        ]
        parts += PackComparison.Direction.allCases.compactMap { boardList($0) }
        if !compared.losses.isEmpty { parts.append(losses) }
        return .element("section", [("class", "board")], parts)
    }

    /// Rows of each list on the first page.
    private var listRows: Int {
        let lists = Set(compared.moves.map(\.move.direction)).count
        return Self.boardRows / max(1, lists + (compared.losses.isEmpty ? 0 : 1))
    }

    private var tiles: Markup {
        let isOrdered = comparison.base.levels == comparison.variant.levels
        let ways = PackComparison.Direction.allCases.compactMap { direction -> Markup? in
            let count = compared.moves.count { $0.move.direction == direction }
            guard count > 0 || isOrdered && [.up, .down].contains(direction) else { return nil }
            return tile(
                "\(told.sign(direction)) \(words.direction(direction))", GroupedDigits.of(count),
                "", direction.rawValue)
        }
        let (base, variant) = (compared.base.load, compared.variant.load)
        return .element(
            "div", [("class", "tiles")],
            ways + [
                tile(words.touchedTitle, touched, "", "amount"),
                difference(words.visitsPerYear, base.visitsPerYear, variant.visitsPerYear),
                difference(words.managersNeeded, base.managers, variant.managers),
            ])
    }

    /// The revenue that is touched, in whole units.
    private var touched: String {
        guard case .value(let minor) = compared.revenueTouched else {
            return told.amount(compared.revenueTouched)
        }
        return "\(compared.currency.text) \(words.rounded(minor, compared.currency))"
    }

    private func tile(
        _ title: String, _ value: String, _ below: String, _ kind: String
    ) -> Markup {
        .element(
            "div", [("class", "tile \(kind)")],
            .element("div", [("class", "name")], Markup(title)),
            .element("div", [("class", "value")], Markup(value)),
            .element("div", [("class", "below")], Markup(below)))
    }

    /// What the variant asks for more or less.
    private func difference(_ title: String, _ base: Int?, _ variant: Int?) -> Markup {
        guard let base, let variant else {
            let below = [(words.base, base), (words.variant, variant)].compactMap { name, value in
                value.map { "\(name) \(GroupedDigits.of($0))" }
            }
            let hasCadence = compared.base.load.hasCadence && compared.variant.load.hasCadence
            return tile(
                title, hasCadence ? words.notGiven : words.noCadence,
                below.joined(separator: " · "), "open")
        }
        let sign = variant > base ? "+" : variant == base ? "±" : ""
        return tile(
            title, sign + GroupedDigits.of(variant - base),
            "\(GroupedDigits.of(base)) → \(GroupedDigits.of(variant))", "load")
    }

    /// The accounts that go one way, without reasons.
    private func boardList(_ direction: PackComparison.Direction) -> Markup? {
        let own = compared.moves.filter { $0.move.direction == direction }
        guard !own.isEmpty else { return nil }
        let showsToday = own.contains { told.today($0) != nil }
        let rows = own.prefix(listRows).map { move in
            row(
                [
                    (words.account, name(move.account, move.name)),
                    (words.base, told.reasons(.base).name(of: move.move.base)),
                    (words.variant, told.reasons(.variant).name(of: move.move.variant)),
                ] + (showsToday ? [(words.todayTitle, told.today(move) ?? "")] : [])
                    + [(words.twelveMonths, told.amount(move.revenue))])
        }
        let titles =
            [words.account, words.base, words.variant]
            + (showsToday ? [words.todayTitle] : []) + [words.twelveMonths]
        var parts: [Markup] = [
            .element(
                "h2", [("class", direction.rawValue)],
                Markup(
                    "\(told.sign(direction)) \(words.direction(direction)) "
                        + "(\(GroupedDigits.of(own.count)))")), table(titles, rows),
        ]
        if own.count > listRows {
            parts.append(
                .element(
                    "p", [("class", "more")],
                    Markup(words.moreBelow(GroupedDigits.of(own.count - listRows)))))
        }
        return Markup(parts)
    }

    private var losses: Markup {
        let rows = compared.losses.suffix(listRows).map { loss in
            row([
                (words.account, name(loss.account, loss.name)),
                (words.lostOn, told.date(loss.occurredAt)),
                (
                    words.base,
                    loss.before.map { told.reasons(.base).name(of: $0.base) } ?? words.nothing
                ),
                (
                    words.variant,
                    loss.before.map { told.reasons(.variant).name(of: $0.variant) } ?? ""
                ),
            ])
        }
        return Markup([
            .element(
                "h2", [],
                Markup(words.lossesTitle(GroupedDigits.of(compared.losses.count)))),
            table([words.account, words.lostOn, words.base, words.variant], rows),
        ])
    }

    /// An account's id and name.
    func name(_ account: AccountID, _ name: String?) -> String {
        account.text + (name.map { " \($0)" } ?? "")
    }

    /// A row whose cells carry their title, for narrow screens.
    func row(_ cells: [(title: String, text: String)]) -> Markup {
        .element(
            "tr", [],
            cells.map { .element("td", [("data-title", $0.title)], Markup($0.text)) })
    }

    /// A table of rows; on narrow screens each becomes a block.
    func table(_ titles: [String], _ rows: [Markup]) -> Markup {
        .element(
            "table", [("class", "list")],
            .element(
                "thead", [], .element("tr", [], titles.map { .element("th", [], Markup($0)) })),
            .element("tbody", [], rows))
    }
}
