/// A table of a page. The first cell of each row names it; on narrow screens a row becomes a block
/// whose cells carry the titles of their columns.
struct PageTable {
    let columns: [TextTable.Column]
    private var bodies: [Markup] = []

    init(_ columns: [TextTable.Column]) { self.columns = columns }

    /// Adds rows of one cell for each column.
    ///
    /// - Parameters:
    ///   - title: what the rows are of; nil where they need no title.
    ///   - kind: the class of the title.
    mutating func append(_ rows: [[Markup]], under title: String? = nil, kind: String = "") {
        let heading = title.map { title in
            Markup.element(
                "tr", [("class", kind.isEmpty ? "group" : "group \(kind)")],
                .element(
                    "th", [("scope", "rowgroup"), ("colspan", String(columns.count))],
                    .isolated(title)))
        }
        bodies.append(.element("tbody", [], (heading.map { [$0] } ?? []) + rows.map(row)))
    }

    /// The table.
    var markup: Markup {
        let titles = columns.map { column in
            Markup.element(
                "th", [("scope", "col")] + kind(of: column), Markup(column.title))
        }
        return .element(
            "table", [("class", "list")],
            [.element("thead", [], .element("tr", [], titles))] + bodies)
    }

    private func row(_ cells: [Markup]) -> Markup {
        precondition(cells.count == columns.count, "a row has one cell for each column")
        let parts = zip(cells, columns).enumerated().map { index, part in
            let (cell, column) = part
            return index == 0
                ? Markup.element("th", [("scope", "row")], cell)
                : .element("td", [("data-title", column.title)] + kind(of: column), cell)
        }
        return .element("tr", [], parts)
    }

    private func kind(of column: TextTable.Column) -> [(name: String, value: String)] {
        column.alignment == .right ? [("class", "number")] : []
    }
}
