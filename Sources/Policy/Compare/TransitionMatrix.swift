/// How many accounts stand at a place of the base and at one of the variant. Accounts about which
/// neither has decided anything yet are in none.
package struct TransitionMatrix: Equatable, Sendable {
    /// The levels of the base: the rows.
    package let rows: ComparedLevels
    /// The levels of the variant: the columns.
    package let columns: ComparedLevels
    private var counts: [Int]

    package init(rows: ComparedLevels, columns: ComparedLevels) {
        self.rows = rows
        self.columns = columns
        counts = Array(repeating: 0, count: rows.count * columns.count)
    }

    /// How many accounts stand there.
    package internal(set) subscript(row: Int, column: Int) -> Int {
        get { counts[row * columns.count + column] }
        set { counts[row * columns.count + column] = newValue }
    }

    /// Counts the accounts of another one with the same rows and columns, too.
    mutating func add(_ other: TransitionMatrix) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// How many accounts are in it.
    package var total: Int { counts.reduce(0, +) }

    /// How many accounts stand elsewhere under the variant than under the base.
    package var moved: Int {
        var moved = 0
        for row in 0..<rows.count {
            for column in 0..<columns.count where !rows.isSame(row, column, of: columns) {
                moved += self[row, column]
            }
        }
        return moved
    }

    /// How many accounts stand at a place of the base.
    package func total(ofRow row: Int) -> Int {
        (0..<columns.count).reduce(0) { $0 + self[row, $1] }
    }

    /// How many accounts stand at a place of the variant.
    package func total(ofColumn column: Int) -> Int {
        (0..<rows.count).reduce(0) { $0 + self[$1, column] }
    }
}
