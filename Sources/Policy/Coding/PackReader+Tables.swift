import CEL
import LedgerModel

extension PackReader {
    /// Reads a decision table and the rule that it stands for.
    mutating func table(
        _ node: DocumentNode, _ levels: [Level], _ scope: PackScope
    ) -> (table: DecisionTable, grid: TableGrid, rule: Rule)? {
        guard
            let own = reader.object(
                node, known: ["hit", "inputs", "rows"], required: ["inputs", "rows"],
                as: "a table"),
            let policy = hitPolicy(own["hit"]),
            let inputs = own["inputs"].map({ columns($0, scope) }),
            let rowsNode = own["rows"]
        else { return nil }
        let rowNodes = reader.list(rowsNode, as: "rows")
        guard rowNodes.count <= PackLimits.choices else {
            reader.report(
                "a table has \(rowNodes.count) rows; \(PackLimits.choices) are the most",
                at: rowsNode.place)
            return nil
        }
        let rows = rowNodes.compactMap { row($0, inputs, levels) }
        guard rows.count == rowNodes.count else { return nil }
        checkOverlaps(rows, policy)
        let table = DecisionTable(
            hitPolicy: policy, inputs: inputs.map(\.formula.text),
            rows: rows.map { DecisionTable.Row(cells: $0.texts, output: $0.output) })
        var ordered = rows
        if policy == .priority {
            let height = { (name: String) in levels.firstIndex { $0.name == name } ?? -1 }
            ordered.sort { height($0.output) > height($1.output) }
        }
        let choices = ordered.compactMap { choice(of: $0, inputs) }
        return (
            table, TableGrid(columns: inputs, rows: ordered),
            Rule(
                id: nil, variables: [], choices: choices, semantics: .firstMatch,
                place: node.place)
        )
    }

    private mutating func hitPolicy(_ node: DocumentNode?) -> DecisionTable.HitPolicy? {
        guard let node else { return .unique }
        if let text = node.text, ["R", "O", "C", "C+", "C#", "C<", "C>"].contains(text) {
            reader.report(
                "the hit policy \(text) gives a list or a number, and a decision needs one level: "
                    + "use U, A, P or F", at: node.place)
            return nil
        }
        return reader.word(node, as: "hit")
    }

    private mutating func columns(_ node: DocumentNode, _ scope: PackScope) -> [TableGrid.Column] {
        var columns: [TableGrid.Column] = []
        for element in reader.list(node, as: "inputs") {
            guard let formula = reader.formula(element, as: "an input") else { continue }
            var check = RuleCheck(functions: PackFunctions.signatures)
            let type = check.type(of: formula, scope.variables)
            for problem in check.problems { reader.report(problem) }
            let fact = scope.facts.first { "facts.\($0.name)" == formula.text }
            columns.append(
                TableGrid.Column(formula: formula, type: type, unit: fact?.unit ?? .count))
        }
        return columns
    }

    private mutating func row(
        _ node: DocumentNode, _ columns: [TableGrid.Column], _ levels: [Level]
    ) -> TableGrid.Row? {
        let elements = reader.list(node, as: "a row")
        guard elements.count == columns.count + 1 else {
            reader.report(
                "a row has a cell for each of \(columns.count) inputs and the level, "
                    + "not \(elements.count) cells", at: node.place)
            return nil
        }
        var cells: [TableCell] = []
        for (element, column) in zip(elements, columns) {
            let currency = currency
            do throws(CellError) {
                cells.append(
                    try TableCell(element.text ?? "", type: column.type) { text in
                        Quantity.number(text, in: column.unit, currency)
                    })
            } catch {
                reader.report(error.sentence, at: element.place)
            }
        }
        let output = elements[columns.count]
        guard let level = output.text, levels.contains(where: { $0.name == level }) else {
            reader.report(
                "there is no level \(output.kindName); the levels are "
                    + levels.map(\.name).joined(separator: ", "), at: output.place)
            return nil
        }
        guard cells.count == columns.count else { return nil }
        return TableGrid.Row(
            texts: elements.dropLast().map { $0.text ?? "" }, cells: cells, output: level,
            place: node.place)
    }

    /// Rows of U must not overlap at all, those of A only where they give the same.
    private mutating func checkOverlaps(
        _ rows: [TableGrid.Row], _ policy: DecisionTable.HitPolicy
    ) {
        guard policy == .unique || policy == .any else { return }
        for (index, row) in rows.enumerated() {
            for earlier in rows[..<index]
            where zip(row.cells, earlier.cells).allSatisfy({ $0.overlaps($1) }) {
                guard policy == .unique || row.output != earlier.output else { continue }
                reader.report(
                    "the row overlaps the one at line \(earlier.place.line), which the hit policy "
                        + "\(policy.rawValue) doesn't allow", at: row.place)
                break
            }
        }
    }

    private mutating func choice(of row: TableGrid.Row, _ columns: [TableGrid.Column]) -> Rule
        .Choice?
    {
        let conditions = zip(row.cells, columns).compactMap { cell, column in
            cell.condition(on: "(\(column.formula.text))")
        }
        do throws(PackProblem) {
            return Rule.Choice(
                condition: conditions.isEmpty
                    ? nil
                    : try Formula(conditions.joined(separator: " && "), .plain, at: row.place),
                outcome: .output(try Formula("'\(row.output)'", .plain, at: row.place)),
                explanation: nil, place: row.place)
        } catch {
            reader.report(error)
            return nil
        }
    }
}
