import CEL

/// The rows of a decision table as they were read, in the order in which they are tried.
struct TableGrid: Sendable {
    /// An input.
    struct Column: Sendable {
        let formula: Formula
        let type: StaticType
        /// What its numbers count.
        let unit: Quantity.Unit
    }

    /// A row: a cell for each column, and the level.
    struct Row: Sendable {
        /// The cells as they are written.
        let texts: [String]
        let cells: [TableCell]
        let output: String
        let place: TextPlace
    }

    let columns: [Column]
    let rows: [Row]
}
