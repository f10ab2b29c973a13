import LedgerEngine
import LedgerModel
import Policy

/// What stands behind the first page.
extension ComparisonPage {
    var details: Markup {
        .element(
            "section", [("class", "details")],
            [matrix, course, levels, totals, reasons, allLosses, list(told.unrated)]
                + PackComparison.Side.allCases.map { near($0) }
                + (told.known.caveat.map { [.element("p", [], Markup(words.sentence($0)))] } ?? []))
    }

    private var matrix: Markup {
        guard let last = comparison.moments.last?.matrix else { return Markup([]) }
        func head(_ scope: String, _ text: String) -> Markup {
            .element("th", [("scope", scope)], Markup(text))
        }
        let columns = told.places(last.columns) { last.total(ofColumn: $0) }
        let titles =
            [heading("\(words.base) ＼ \(words.variant)")]
            + columns.map { told.reasons(.variant).name(ofPlace: $0) } + [heading(words.total)]
        let rows = told.places(last.rows) { last.total(ofRow: $0) }.map { row -> Markup in
            let cells = columns.map { column -> Markup in
                let count = last[row, column]
                let isSame = last.rows.name(ofPlace: row) == last.columns.name(ofPlace: column)
                return .element(
                    "td", [("class", count == 0 ? "none" : isSame ? "same" : "moved")],
                    Markup(count == 0 ? "·" : GroupedDigits.of(count)))
            }
            let total = Markup(GroupedDigits.of(last.total(ofRow: row)))
            return .element(
                "tr", [],
                [head("row", told.reasons(.base).name(ofPlace: row))] + cells
                    + [.element("td", [], total)])
        }
        let totals =
            columns.map { Markup(GroupedDigits.of(last.total(ofColumn: $0))) }
            + [Markup(GroupedDigits.of(last.total))]
        let title = words.matrixTitle(comparison.moments.last.map { told.day($0.instant) } ?? "")
        let sum = [head("row", heading(words.total))] + totals.map { .element("td", [], $0) }
        return kept(
            title,
            .element(
                "div",
                [("class", "wide"), ("role", "region"), ("aria-label", title), ("tabindex", "0")],
                .element(
                    "table", [("class", columns.count > 9 ? "matrix many" : "matrix")],
                    .element("thead", [], .element("tr", [], titles.map { head("col", $0) })),
                    .element("tbody", [], rows),
                    .element("tfoot", [], .element("tr", [], sum)))))
    }

    /// What the levels of each pack bring.
    private var levels: Markup {
        var table = PageTable(told.levels.columns.dropFirst().map(titled))
        for side in PackComparison.Side.allCases {
            table.append(
                told.levels.rows.filter { $0[0].text == told.name(side) }.map { row in
                    row.dropFirst().map { Markup($0.text) }
                }, under: heading("\(told.name(side)) · \(told.title(side))"))
        }
        return kept(words.levelsTitle, table.markup)
    }

    private var totals: Markup {
        var table = PageTable(told.totals.columns.map(titled))
        table.append(
            told.totals.rows.map { row in
                [Markup(heading(row[0].text))] + row.dropFirst().map { Markup($0.text) }
            })
        return kept(words.totalsTitle, table.markup)
    }

    private func titled(_ column: TextTable.Column) -> TextTable.Column {
        TextTable.Column(
            title: heading(column.title), alignment: column.alignment,
            maximumWidth: column.maximumWidth)
    }

    /// Who moves, with the reasons of both packs.
    private var reasons: Markup {
        let explained = compared.moves.filter { $0.baseReason != nil || $0.variantReason != nil }
        guard !explained.isEmpty else { return Markup([]) }
        let items = explained.map { move -> Markup in
            let lines = PackComparison.Side.allCases.compactMap { side -> Markup? in
                let reason = told.reason(move, side)
                return reason.isEmpty
                    ? nil
                    : .element("p", [], Markup(heading(told.name(side)) + words.afterName + reason))
            }
            return .element(
                "li", [],
                [
                    .element(
                        "b", [], subject(move.account, move.name), Markup(words.afterName),
                        Markup(told.course(move)))
                ] + lines)
        }
        var parts: [Markup] = [.element("ul", [], items)]
        if explained.count < compared.moves.count {
            parts.append(
                .element(
                    "p", [("class", "more")],
                    Markup(words.more(GroupedDigits.of(compared.moves.count - explained.count)))))
        }
        return section(words.reasonsTitle, parts)
    }

    /// Who was lost, where the first page doesn't name all.
    private var allLosses: Markup {
        let count = compared.losses.count
        guard count > lossesOnBoard else { return Markup([]) }
        return section(
            words.lossesTitle("(\(GroupedDigits.of(count)))"), [table(of: compared.losses[...])])
    }

    /// Who is near to another level.
    private func near(_ side: PackComparison.Side) -> Markup {
        let party = compared.party(side)
        guard !party.near.isEmpty else { return Markup([]) }
        let items = party.near.map { near -> Markup in
            .element(
                "li", [], subject(near.account, near.name), Markup(words.afterName),
                Markup(told.reasons(side).line(near)))
        }
        let unseen = Markup(words.moreNear(GroupedDigits.of(party.unseenNear)))
        return section(
            words.nearTitle(ComparisonOptions.nearPercent, told.name(side)),
            [.element("ul", [], items)]
                + (party.unseenNear > 0 ? [.element("p", [("class", "more")], unseen)] : []))
    }

    /// A title and the lines below it.
    private func list(_ lines: [String]) -> Markup {
        let own = lines.drop { $0.isEmpty }
        guard let title = own.first else { return Markup([]) }
        return section(
            title, [.element("ul", [], own.dropFirst().map { .element("li", [], Markup($0)) })])
    }

    /// A title with what stands below it on the same sheet of paper.
    func kept(_ title: String, _ inside: Markup) -> Markup {
        .element("div", [("class", "kept")], section(title, [inside]))
    }

    private func section(_ title: String, _ parts: [Markup]) -> Markup {
        Markup([.element("h2", [], Markup(heading(title)))] + parts)
    }
}
