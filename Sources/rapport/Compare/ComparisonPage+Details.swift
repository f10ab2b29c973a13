import LedgerEngine
import LedgerModel
import Policy

/// What stands behind the first page.
extension ComparisonPage {
    var details: Markup {
        .element(
            "section", [("class", "details")],
            [matrix, course, table(told.levels), table(told.totals)] + reasons
                + [lines(told.unrated), lines(told.near(.base)), lines(told.near(.variant))]
                + (told.known.caveat.map { [.element("p", [], Markup(words.sentence($0)))] } ?? []))
    }

    /// How the accounts share out among the levels of each pack.
    var classBars: Markup {
        let bars = PackComparison.Side.allCases.map { side -> Markup in
            let (levels, load) = (comparison.conduct(of: side).levels, compared.party(side).load)
            let total = max(1, load.levels.reduce(0) { $0 + $1.accounts })
            let places = told.places(levels) { load.levels[$0].accounts }
            var (seen, parts, legend) = (0, [Markup](), [Markup]())
            for place in places {
                let (accounts, color) = (load.levels[place].accounts, color(place, of: levels))
                let start = seen * 1_000 / total
                seen += accounts
                parts.append(
                    .element(
                        "rect",
                        [
                            ("x", "\(start)"), ("y", "0"),
                            ("width", "\(seen * 1_000 / total - start)"), ("height", "28"),
                            ("fill", color),
                        ],
                        .element(
                            "title", [],
                            Markup("\(told.reasons(side).name(ofPlace: place)) \(accounts)"))))
                legend.append(
                    .element(
                        "span", [("class", "key")],
                        .element("i", [("style", "background:\(color)")]),
                        Markup(
                            "\(told.reasons(side).name(ofPlace: place)) "
                                + GroupedDigits.of(accounts))))
            }
            return .element(
                "div", [("class", "bar")],
                .element("b", [], Markup("\(told.name(side)) · \(told.title(side))")),
                picture("0 0 1000 28", told.name(side), parts),
                .element("div", [("class", "legend")], legend))
        }
        return Markup(bars)
    }

    /// A picture that is as wide as the page and has no text of its own.
    private func picture(_ box: String, _ label: String, _ parts: [Markup]) -> Markup {
        .element(
            "svg",
            [
                ("viewBox", box), ("preserveAspectRatio", "none"), ("role", "img"),
                ("aria-label", label),
            ], parts)
    }

    /// From the lowest level, light, to the highest, dark; grey for none.
    private func color(_ place: Int, of levels: ComparedLevels) -> String {
        guard place < levels.names.count else {
            return place == levels.unrated ? "#b9bdc3" : "#e3c98b"
        }
        let share = levels.names.count > 1 ? place * 100 / (levels.names.count - 1) : 100
        func mixed(_ light: Int, _ dark: Int) -> Int { light + (dark - light) * share / 100 }
        return "rgb(\(mixed(190, 12)),\(mixed(221, 62)),\(mixed(236, 107)))"
    }

    private var matrix: Markup {
        guard let last = comparison.moments.last?.matrix else { return Markup([]) }
        let columns = told.places(last.columns) { last.total(ofColumn: $0) }
        let titles =
            ["\(words.base) ＼ \(words.variant)"]
            + columns.map { told.reasons(.variant).name(ofPlace: $0) } + [words.total]
        let rows = told.places(last.rows) { last.total(ofRow: $0) }.map { row -> Markup in
            let cells = columns.map { column -> Markup in
                let count = last[row, column]
                let isSame = last.rows.name(ofPlace: row) == last.columns.name(ofPlace: column)
                return .element(
                    "td", [("class", count == 0 ? "none" : isSame ? "same" : "moved")],
                    Markup(count == 0 ? "·" : GroupedDigits.of(count)))
            }
            return .element(
                "tr", [],
                [.element("th", [], Markup(told.reasons(.base).name(ofPlace: row)))] + cells
                    + [.element("td", [], Markup(GroupedDigits.of(last.total(ofRow: row))))])
        }
        let end = comparison.moments.last.map { told.day($0.instant) } ?? ""
        return Markup([
            .element("h2", [], Markup(words.matrixTitle(end))),
            wide(
                .element(
                    "table", [("class", "matrix")],
                    .element(
                        "thead", [],
                        .element("tr", [], titles.map { .element("th", [], Markup($0)) })),
                    .element("tbody", [], rows))),
        ])
    }

    /// How many accounts stand elsewhere, instant by instant.
    private var course: Markup {
        let moved = comparison.moments.map(\.matrix.moved)
        guard moved.count > 1, let most = moved.max(), most > 0, let span = comparison.span else {
            return Markup([])
        }
        let points = moved.enumerated().map { index, count in
            "\(index * 1_000 / (moved.count - 1)),\(195 - count * 190 / most)"
        }
        let line = Markup.element(
            "polyline",
            [
                ("points", points.joined(separator: " ")), ("fill", "none"),
                ("stroke", "#0c3e6b"), ("stroke-width", "2"),
                ("vector-effect", "non-scaling-stroke"),
            ])
        let area = Markup.element(
            "polygon",
            [
                ("points", "0,195 " + points.joined(separator: " ") + " 1000,195"),
                ("fill", "#beddec"),
            ])
        return Markup([
            .element("h2", [], Markup(words.courseTitle)),
            .element(
                "div", [("class", "course")],
                .element("div", [("class", "most")], Markup(GroupedDigits.of(most))),
                picture("0 0 1000 200", words.courseTitle, [area, line]),
                .element(
                    "div", [("class", "span")],
                    .element("span", [], Markup(told.day(span.lowerBound))),
                    .element("span", [], Markup(told.day(span.upperBound))))),
        ])
    }

    /// Who moves, with the reasons of both packs.
    private var reasons: [Markup] {
        let explained = compared.moves.filter { $0.baseReason != nil || $0.variantReason != nil }
        guard !explained.isEmpty else { return [] }
        let items = explained.map { move -> Markup in
            let lines = PackComparison.Side.allCases.compactMap { side -> Markup? in
                let reason = told.reason(move, side)
                return reason.isEmpty
                    ? nil
                    : .element(
                        "p", [],
                        Markup(told.name(side) + words.afterName + reason))
            }
            return .element(
                "li", [("class", move.move.direction.rawValue)],
                [.element("b", [], Markup(told.headline(move)))] + lines)
        }
        var parts: [Markup] = [
            .element("h2", [], Markup(words.reasonsTitle)), .element("ul", [], items),
        ]
        if explained.count < compared.moves.count {
            parts.append(
                .element(
                    "p", [("class", "more")],
                    Markup(words.more(GroupedDigits.of(compared.moves.count - explained.count)))))
        }
        return parts
    }

    /// A table of the terminal.
    private func table(_ table: TextTable) -> Markup {
        func cell(_ name: String, _ text: String, _ column: TextTable.Column) -> Markup {
            .element(
                name, column.alignment == .right ? [("class", "number")] : [], Markup(text))
        }
        let rows = table.rows.map { row -> Markup in
            .element("tr", [], zip(row, table.columns).map { cell("td", $0.text, $1) })
        }
        return wide(
            .element(
                "table", [("class", "figures")],
                .element(
                    "thead", [],
                    .element("tr", [], table.columns.map { cell("th", $0.title, $0) })),
                .element("tbody", [], rows)))
    }

    private func wide(_ inside: Markup) -> Markup {
        .element("div", [("class", "wide")], inside)
    }

    /// A title and the lines below it.
    private func lines(_ lines: [String]) -> Markup {
        let own = lines.drop { $0.isEmpty }
        guard let title = own.first else { return Markup([]) }
        return Markup([
            .element("h2", [], Markup(title)),
            .element("ul", [], own.dropFirst().map { .element("li", [], Markup($0)) }),
        ])
    }
}
