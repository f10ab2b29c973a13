import LedgerEngine
import LedgerModel
import Policy

/// A comparison as one HTML file that needs nothing else: styles and pictures stand in it, and no
/// script. Its first page answers a board: who goes up and down, the revenue touched, the visits
/// and managers that this takes, and who was lost.
struct ComparisonPage {
    let told: ComparisonText

    var words: Words { told.words }
    var compared: LedgerComparison { told.compared }
    var comparison: PackComparison { told.comparison }

    /// The file.
    var bytes: [UInt8] {
        let page = Markup.page(
            language: words.language.rawValue, title: heading(told.title), .style(PageStyle.sheet),
            [.element("main", [], [board, details])])
        return Array(page.text.utf8)
    }

    /// The first page.
    private var board: Markup {
        let below = (told.otherParameters.map { [$0] } ?? []) + [told.rests]
        return .element(
            "section", [("class", "board")],
            [
                .element("h1", [], Markup(heading(told.title))),
                .element("p", [("class", "lead")], Markup(told.summary)),
            ] + below.map { .element("p", [("class", "rests")], Markup($0)) }
                + [tiles, levelBars] + boardLists)
    }

    private var tiles: Markup {
        let isOrdered = comparison.base.levels == comparison.variant.levels
        let ways = PackComparison.Direction.allCases.compactMap { direction -> Markup? in
            let count = compared.moves.count { $0.move.direction == direction }
            guard count > 0 || isOrdered && [.up, .down].contains(direction) else { return nil }
            return tile(title(of: direction), GroupedDigits.of(count), "", direction.rawValue)
        }
        return .element(
            "div", [("class", "tiles")],
            ways + [
                tile(heading(words.touchedTitle), whole(compared.revenueTouched), "", "amount")
            ] + effort)
    }

    /// What the variant asks of us, more or less.
    private var effort: [Markup] {
        let (base, variant) = (compared.base.load, compared.variant.load)
        guard base.hasCadence || variant.hasCadence else {
            let title = words.list([words.visitsPerYear, words.managersNeeded])
            return [tile(heading(title), words.noCadence, "", "open")]
        }
        return [
            difference(words.visitsPerYear, base.visitsPerYear, variant.visitsPerYear),
            difference(words.managersNeeded, base.managers, variant.managers),
        ]
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

    private func difference(_ title: String, _ base: Int?, _ variant: Int?) -> Markup {
        guard let base, let variant else {
            let below = [(words.base, base), (words.variant, variant)].compactMap { name, value in
                value.map { "\(name) \(GroupedDigits.of($0))" }
            }
            let hasCadence = compared.base.load.hasCadence && compared.variant.load.hasCadence
            return tile(
                heading(title), hasCadence ? words.notGiven : words.noCadence,
                below.joined(separator: " · "), "open")
        }
        let sign = variant > base ? "+" : variant == base ? "±" : ""
        return tile(
            heading(title), sign + GroupedDigits.of(variant - base),
            "\(GroupedDigits.of(base)) → \(GroupedDigits.of(variant))", "load")
    }

    /// A text as a title: with a capital, and without the colon that lines of a terminal have.
    func heading(_ text: String) -> String {
        let own = text.hasSuffix(words.colon) ? text.dropLast() : text[...]
        return own.prefix(1).uppercased() + own.dropFirst()
    }

    /// The way an account goes, as a title.
    func title(of direction: PackComparison.Direction) -> String {
        "\(told.sign(direction)) \(heading(words.direction(direction)))"
    }

    /// An account's id and name.
    func subject(_ account: AccountID, _ name: String?) -> Markup {
        .isolated(told.subject(account, name))
    }
}
