import Testing

@testable import CEL

/// Evaluates rows of `expression → value`; the value is written as an expression, too, and
/// compared by type and content. `!` stands for an evaluation error, `!!` for a syntax error.
func check(
    _ rows: String, _ variables: [String: Value] = [:],
    _ location: SourceLocation = #_sourceLocation
) {
    for row in rows.split(separator: "\n") {
        let parts = row.split(separator: "→").map { $0.trimmingSpace }
        guard parts.count == 2 else {
            Issue.record("a row is 'expression → value': \(row)", sourceLocation: location)
            continue
        }
        let found = Outcome(of: parts[0], variables)
        let expected: Outcome =
            switch parts[1] {
            case "!": .evaluationError
            case "!!": .syntaxError
            default: Outcome(of: parts[1], variables)
            }
        #expect(found == expected, "\(parts[0])", sourceLocation: location)
        #expect(
            parts[1].hasPrefix("!") || expected.isValue, "\(parts[1])", sourceLocation: location)
    }
}

/// What becomes of the text of an expression.
enum Outcome: Equatable {
    /// The type and the value, as an expression would write it.
    case value(String)
    case evaluationError
    case syntaxError

    init(of text: String, _ variables: [String: Value] = [:]) {
        guard let expression = try? Parser.parse(SourceText(text)) else {
            self = .syntaxError
            return
        }
        var evaluator = Evaluator(Bindings(variables, zoneSeconds: zoneSeconds))
        guard let value = try? evaluator.evaluate(expression) else {
            self = .evaluationError
            return
        }
        self = .value("\(value.type.rawValue) \(value.text)")
    }

    var isValue: Bool {
        if case .value = self { true } else { false }
    }
}

/// Two zones without changes, for tests that need no time zone database.
let zoneSeconds: @Sendable (String, Int64) -> Int? = { zone, _ in
    ["Asia/Shanghai": 28_800, "America/Lima": -18_000][zone]
}

/// What the syntax error of a text says.
func syntaxError(_ text: String) -> String? {
    do throws(SyntaxError) {
        _ = try Parser.parse(SourceText(text))
        return nil
    } catch {
        return error.description
    }
}

extension Substring {
    fileprivate var trimmingSpace: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
