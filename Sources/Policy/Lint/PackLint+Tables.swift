import CEL

extension PackLint {
    /// Rows that are never the answer, and combinations of values without a row.
    mutating func findInTable(_ grid: TableGrid, _ decision: DecisionDefinition) {
        // Of other types a cell doesn't say which values it admits.
        guard grid.columns.allSatisfy({ [.int, .bool, .string].contains($0.type) }) else { return }
        do throws(CoverSearch.TooManySteps) {
            var search = try CoverSearch(coverGrid(of: grid), steps: stepsLeft)
            defer { stepsLeft = search.stepsLeft }
            try findShadowed(grid, decision, &search)
            try findGap(grid, decision, &search)
        } catch {
            note(
                "not all gaps and rows that are never the answer were looked for: the table has "
                    + "too many combinations of values", at: decision.place)
        }
    }

    private func coverGrid(of grid: TableGrid) -> CoverGrid {
        let ranges = rangesByName
        return CoverGrid(
            terms: grid.columns.map { column in
                CoverGrid.Term(
                    text: column.formula.text,
                    range: ranges[column.formula.expression.text] ?? .all)
            },
            rows: grid.rows.map { row in
                var alternative = CoverGrid.Alternative()
                for (index, cell) in row.cells.enumerated() {
                    alternative[index] = ValueSet(cell)
                }
                return CoverGrid.Row(alternatives: [alternative], endsMatching: true)
            })
    }

    private mutating func findShadowed(
        _ grid: TableGrid, _ decision: DecisionDefinition, _ search: inout CoverSearch
    ) throws(CoverSearch.TooManySteps) {
        let policy = decision.table?.hitPolicy
        for (index, row) in grid.rows.enumerated() {
            switch try search.reach(of: index) {
            case .reached: break
            case .neverApplies:
                warn("no value that the inputs can have is in all cells of the row", at: row.place)
            // Rows of U and A that overlap give the same, or are errors.
            case .covered where policy == .unique || policy == .any: break
            case .covered(let other?):
                let higher = policy == .priority ? ", whose level is no lower," : ""
                warn(
                    "the row is never the answer: the one at line \(grid.rows[other].place.line)"
                        + "\(higher) applies wherever it does", at: row.place)
            case .covered(nil):
                let others = policy == .priority ? "rows of no lower level" : "rows before it"
                warn(
                    "the row is never the answer: wherever it applies, one of the \(others) does",
                    at: row.place)
            }
        }
    }

    /// Inputs that name the same fact can't have any values together, so that nothing is said of
    /// theirs.
    private mutating func findGap(
        _ grid: TableGrid, _ decision: DecisionDefinition, _ search: inout CoverSearch
    ) throws(CoverSearch.TooManySteps) {
        var named: Set<String> = []
        for column in grid.columns {
            let own = column.formula.expression.names
            guard named.isDisjoint(with: own) else { return }
            named.formUnion(own)
        }
        guard let box = try search.gap() else { return }
        let parts = box.keys.sorted().compactMap { term -> String? in
            guard let index = box[term]?.first else { return nil }
            let column = grid.columns[term]
            return text(search.classes[term].classes[index], of: column)
        }
        warn(
            "no row applies"
                + (parts.isEmpty ? "" : " where " + parts.joined(separator: " and ")),
            at: decision.rule.place)
    }

    private func text(_ own: ValueClasses.Class, of column: TableGrid.Column) -> String {
        let name = column.formula.text
        switch own {
        case .numbers(let range):
            // The bound next to other rows, so that it shows which of them lacks it.
            let number =
                range == .all
                ? 0 : range.lowerBound == .min ? range.upperBound : range.lowerBound
            return "\(name) is \(column.unit.text(number, in: pack.currency))"
        case .text(let text): return "\(name) is '\(text)'"
        case .otherTexts: return "\(name) is a text that no cell names"
        case .truth(let truth): return "\(name) is \(truth)"
        case .anything: return "\(name) is anything"
        }
    }
}
