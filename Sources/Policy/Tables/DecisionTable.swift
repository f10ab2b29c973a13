/// A rule as rows that analysts can edit in a spreadsheet, with the words of DMN 1.5 §8
/// (https://www.omg.org/spec/DMN/1.5/PDF): inputs, cells with unary tests, a hit policy.
package struct DecisionTable: Equatable, Sendable {
    /// How rows combine.
    package enum HitPolicy: String, CaseIterable, Sendable {
        /// At most one row applies, whatever the inputs are.
        case unique = "U"
        /// Rows that apply together give the same.
        case any = "A"
        /// Of the rows that apply the one with the highest level counts.
        case priority = "P"
        /// The first row that applies counts.
        case first = "F"
    }

    /// A row: a cell for each input, and the level.
    package struct Row: Equatable, Sendable {
        /// The tests, as they are written.
        package let cells: [String]
        /// The name of the level.
        package let output: String

        package init(cells: [String], output: String) {
            self.cells = cells
            self.output = output
        }
    }

    /// How the rows combine.
    package let hitPolicy: HitPolicy
    /// Expressions, one for each column.
    package let inputs: [String]
    /// The rows, in the order of the document.
    package let rows: [Row]

    package init(hitPolicy: HitPolicy, inputs: [String], rows: [Row]) {
        self.hitPolicy = hitPolicy
        self.inputs = inputs
        self.rows = rows
    }
}

extension DecisionTable {
    /// The table as comma-separated values (RFC 4180): the inputs and the hit policy, then the
    /// rows.
    package var csv: String {
        let lines = [inputs + [hitPolicy.rawValue]] + rows.map { $0.cells + [$0.output] }
        return lines.map { line in
            line.map { CommaSeparated.quoted($0) }.joined(separator: ",") + "\r\n"
        }.joined()
    }

    /// Reads what `csv` writes; nil where a line has another number of fields than the first, or
    /// the last field of the first line is no hit policy.
    package init?(csv text: String) {
        let lines = CommaSeparated.lines(of: text)
        guard let head = lines.first, head.count > 1,
            let policy = HitPolicy(rawValue: head[head.count - 1]),
            lines.allSatisfy({ $0.count == head.count })
        else { return nil }
        self.init(
            hitPolicy: policy, inputs: head.dropLast(),
            rows: lines.dropFirst().map { Row(cells: $0.dropLast(), output: $0[$0.count - 1]) })
    }

    /// The table as a part of a pack in YAML, with so many blanks before each line.
    package func yaml(indent: Int) -> String {
        let blanks = String(repeating: " ", count: indent)
        let quoted = { (text: String) in
            "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
        }
        let list = { (texts: [String]) in "[" + texts.map(quoted).joined(separator: ", ") + "]" }
        let head = [
            "table:", "  hit: \(hitPolicy.rawValue)", "  inputs: \(list(inputs))", "  rows:",
        ]
        let rows = rows.map { "    - " + list($0.cells + [$0.output]) }
        return (head + rows).map { blanks + $0 + "\n" }.joined()
    }
}

/// Comma-separated values (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180).
package enum CommaSeparated {
    /// A field, in quotes where it needs them.
    package static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return field }
        return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// The fields of each line; empty lines are passed over.
    static func lines(of text: String) -> [[String]] {
        var (lines, fields, field) = ([[String]](), [String](), "")
        var (isQuoted, closes) = (false, false)
        func end(line: Bool) {
            fields.append(field)
            field = ""
            closes = false
            guard line else { return }
            if fields != [""] { lines.append(fields) }
            fields = []
        }
        for character in text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...] {
            switch character {
            case "\"" where isQuoted: (isQuoted, closes) = (false, true)
            case "\"" where closes:
                field.append(character)
                (isQuoted, closes) = (true, false)
            case "\"" where field.isEmpty: isQuoted = true
            case "," where !isQuoted: end(line: false)
            case "\n" where !isQuoted, "\r\n" where !isQuoted: end(line: true)
            default: field.append(character)
            }
        }
        if !field.isEmpty || !fields.isEmpty { end(line: true) }
        return lines
    }
}
