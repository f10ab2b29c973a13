/// A parsed expression: macros are expanded, names not yet resolved.
package struct ParsedExpression: Sendable {
    let kind: Kind
    /// Byte offset in the text: of an operator or call its sign or name, else the beginning.
    package let offset: Int
    /// How many expressions lie one in another.
    let depth: Int
    /// A name with the few selections behind it: `a.b.c`. Nil for other expressions and for longer
    /// chains, whose names would be far longer together than the text.
    let shortName: String?
    private static let shortNameDepth = 8

    indirect enum Kind: Sendable {
        case literal(Value)
        /// A name; with a leading dot it skips the variables of macros.
        case name(String, isGlobal: Bool)
        case select(ParsedExpression, field: String, isOptional: Bool)
        /// `has(operand.field)`.
        case has(ParsedExpression, field: String)
        case index(ParsedExpression, ParsedExpression, isOptional: Bool)
        /// A function; its target, if it was called on one, is the first argument.
        case call(String, [ParsedExpression], isMethod: Bool)
        case unary(UnaryOperator, ParsedExpression)
        case binary(BinaryOperator, ParsedExpression, ParsedExpression)
        /// A chain of `&&` or of `||`.
        case logical(LogicalOperator, [ParsedExpression])
        case conditional(ParsedExpression, ParsedExpression, ParsedExpression)
        case list([Element])
        case map([Entry])
        case comprehension(Comprehension)
        /// `operand.optMap(name, transform)`, and `optFlatMap`, whose transform is optional itself.
        case optionalMap(ParsedExpression, name: String, transform: ParsedExpression, isFlat: Bool)
    }

    struct Element: Sendable {
        let value: ParsedExpression
        /// Left out where the value, an optional, is absent.
        let isOptional: Bool
    }

    struct Entry: Sendable {
        let key: ParsedExpression
        let value: ParsedExpression
        let isOptional: Bool
    }

    /// A macro that loops over the elements of a list or the keys of a map.
    struct Comprehension: Sendable {
        enum Kind: String, Sendable {
            case all
            case exists
            case existsOne
            case map
            case filter
            case transformList
            case transformMap
        }

        let kind: Kind
        let range: ParsedExpression
        let variable: String
        /// The value beside the index or key that `variable` then is; nil in loops over one.
        let valueVariable: String?
        /// Of `map` and the transforms only their filter, where it has one.
        let condition: ParsedExpression?
        /// Of `map` and the transforms only.
        let transform: ParsedExpression?
    }

    init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
        depth = 1 + (kind.parts.map(\.depth).max() ?? 0)
        switch kind {
        case .name(let name, _): shortName = name
        case .select(let operand, let field, _) where depth <= Self.shortNameDepth:
            shortName = operand.shortName.map { "\($0).\(field)" }
        default: shortName = nil
        }
    }
}

extension ParsedExpression {
    /// The value of an expression that is one literal.
    package var literal: Value? {
        if case .literal(let value) = kind { value } else { nil }
    }

    /// Whether the expression is the word `true` or `false`.
    package func isLiteral(_ value: Bool) -> Bool {
        if case .literal(.bool(let own)) = kind { own == value } else { false }
    }
}

enum UnaryOperator: String, Sendable {
    case not = "!"
    case negate = "-"
}

enum BinaryOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
}

enum LogicalOperator: String, Sendable {
    case and = "&&"
    case or = "||"

    /// The operand that decides the chain whatever the others are.
    var deciding: Bool { self == .or }
}

extension ParsedExpression.Kind {
    /// The expressions directly inside.
    var parts: [ParsedExpression] {
        switch self {
        case .literal, .name: []
        case .select(let operand, _, _), .has(let operand, _), .unary(_, let operand): [operand]
        case .index(let left, let right, _), .binary(_, let left, let right): [left, right]
        case .call(_, let arguments, _): arguments
        case .logical(_, let operands): operands
        case .conditional(let condition, let yes, let no): [condition, yes, no]
        case .list(let elements): elements.map(\.value)
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .comprehension(let loop):
            [loop.range] + [loop.condition, loop.transform].compactMap(\.self)
        case .optionalMap(let operand, _, let transform, _): [operand, transform]
        }
    }
}
