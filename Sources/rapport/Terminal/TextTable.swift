/// A table for people: a header, a rule and rows, aligned by the columns of a terminal.
///
/// The lines are a function of the cells and the palette; nothing is read from the terminal.
struct TextTable: Sendable {
    enum Alignment: Sendable {
        case left, right
    }

    struct Column: Sendable {
        let title: String
        let alignment: Alignment
        /// Columns of the terminal at most; longer cells end in an ellipsis. A title is never cut.
        let maximumWidth: Int?

        /// A column of words, aligned left.
        static func text(_ title: String, maximumWidth: Int? = nil) -> Column {
            Column(title: title, alignment: .left, maximumWidth: maximumWidth)
        }

        /// A column of numbers, aligned right and never cut.
        static func number(_ title: String) -> Column {
            Column(title: title, alignment: .right, maximumWidth: nil)
        }
    }

    struct Cell: Sendable, ExpressibleByStringLiteral {
        let text: String
        let style: Style

        init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    /// The blanks between two columns.
    private static let gap = "  "

    let columns: [Column]
    private(set) var rows: [[Cell]] = []

    init(columns: [Column]) { self.columns = columns }

    /// Adds a row of one cell for each column.
    mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "a row has one cell for each column")
        rows.append(
            zip(row, columns).map { cell, column in
                let text = PrintableText.of(cell.text)
                guard let limit = column.maximumWidth else { return Cell(text, cell.style) }
                return Cell(DisplayWidth.truncated(text, toColumns: limit), cell.style)
            })
    }

    /// The header, the rule and the rows, without blanks at their ends.
    func lines(_ palette: Palette) -> [String] {
        let widths = widths()
        let header = columns.map { Cell($0.title, .bold) }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap)
        return [line(of: header, widths, palette), palette.paint(rule, .dim)]
            + rows.map { line(of: $0, widths, palette) }
    }

    private func widths() -> [Int] {
        columns.indices.map { index in
            rows.reduce(DisplayWidth.columns(of: columns[index].title)) { widest, row in
                max(widest, DisplayWidth.columns(of: row[index].text))
            }
        }
    }

    private func line(of cells: [Cell], _ widths: [Int], _ palette: Palette) -> String {
        var line = ""
        var blanks = 0
        for (index, cell) in cells.enumerated() {
            if index > 0 { blanks += Self.gap.count }
            let padding = widths[index] - DisplayWidth.columns(of: cell.text)
            if columns[index].alignment == .right { blanks += padding }
            if !cell.text.isEmpty {
                line += String(repeating: " ", count: blanks)
                line += palette.paint(cell.text, cell.style)
                blanks = 0
            }
            if columns[index].alignment == .left { blanks += padding }
        }
        return line
    }
}
