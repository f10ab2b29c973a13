import SeededRandom

/// Makes texts: mostly well-formed expressions, some of them damaged afterwards.
struct RandomExpressions {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func next() -> String {
        var text = expression(depth: Int.random(in: 0...5, using: &random))
        guard Int.random(in: 0..<4, using: &random) == 0 else { return text }
        for _ in 0...Int.random(in: 0...3, using: &random) where !text.isEmpty {
            let index = text.index(
                text.startIndex, offsetBy: Int.random(in: 0..<text.count, using: &random))
            if Bool.random(using: &random) {
                text.remove(at: index)
            } else {
                text.insert(contentsOf: pick(Self.pieces), at: index)
            }
        }
        return text
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: choices.indices, using: &random)]
    }

    private static let pieces = [
        "(", ")", "[", "]", "{", "}", ".", "?", ":", ",", "'", "\"", "\\", "`", "&&", "\u{0}", "é",
        "//", "\n", "1", "u", "e", "in", "-", "!",
    ]

    private static let leaves = [
        "0", "1", "-1", "7u", "0x10", "9223372036854775807", "-9223372036854775808", "1.5",
        "-2e10", "1e308", "true", "false", "null", "'a'", "''", "'客户'", "r'\\d'", "b'\\xff'",
        "x", "text", "list", "nothing", "int", "string", "[]", "{}", "duration('1h')",
        "timestamp('2026-03-01T00:00:00Z')", "optional.none()",
    ]

    private static let infix = [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||",
    ]

    private static let methods = [
        "size", "contains", "startsWith", "endsWith", "matches", "split", "join", "replace",
        "substring", "indexOf", "lastIndexOf", "charAt", "trim", "reverse", "getHours", "value",
        "getFullYear", "format", "orValue", "hasValue", "lowerAscii",
    ]

    private static let functions = [
        "size", "type", "dyn", "int", "uint", "double", "string", "bytes", "bool", "timestamp",
        "duration", "optional.of", "strings.quote", "matches", "unknown",
    ]

    private static let macros = ["all", "exists", "exists_one", "filter", "map", "optMap"]

    private mutating func expression(depth: Int) -> String {
        guard depth > 0 else { return pick(Self.leaves) }
        let (a, b) = (expression(depth: depth - 1), expression(depth: depth - 1))
        switch Int.random(in: 0..<12, using: &random) {
        case 0...3: return "(\(a)) \(pick(Self.infix)) (\(b))"
        case 4: return "\(pick(["!", "-"]))(\(a))"
        case 5: return "(\(a)) ? (\(b)) : (\(expression(depth: depth - 1)))"
        case 6: return "\(pick(Self.functions))(\(a))"
        case 7: return "(\(a)).\(pick(Self.methods))(\(pick(["", b])))"
        case 8: return "[\(a), \(b)]\(pick(["", "[0]", "[?1]", "[x]"]))"
        case 9: return "{\(pick(["'k'", "1", "true", a])): \(b)}\(pick(["", ".k", ".?k", "[1]"]))"
        case 10: return "(\(a)).\(pick(Self.macros))(e, \(pick(["e == 1", "true", b])))"
        default: return "has((\(a)).k)"
        }
    }
}
