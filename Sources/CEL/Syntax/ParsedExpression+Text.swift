extension ParsedExpression {
    /// A text of the expression, with as few parentheses as its meaning allows.
    package var text: String {
        switch kind {
        case .literal(let value): value.sourceText
        case .name(let name, let isGlobal): (isGlobal ? "." : "") + name
        case .select(let operand, let field, let isOptional):
            operand.operandText + (isOptional ? ".?" : ".") + field
        case .has(let operand, let field): "has(\(operand.operandText).\(field))"
        case .index(let operand, let index, let isOptional):
            operand.operandText + (isOptional ? "[?" : "[") + index.text + "]"
        case .call(let name, let arguments, let isMethod):
            isMethod
                ? "\(arguments[0].operandText).\(name)(\(Self.list(Array(arguments.dropFirst()))))"
                : "\(name)(\(Self.list(arguments)))"
        case .unary(let sign, let operand):
            // A digit behind the sign would be a negative number.
            operand.operandText.first?.isNumber == true
                ? "\(sign.rawValue)(\(operand.operandText))"
                : sign.rawValue + operand.operandText
        case .binary(let sign, let left, let right):
            "\(left.text(inside: sign.strength)) \(sign.rawValue) "
                + right.text(inside: sign.strength + 1)
        case .logical(let connective, let operands):
            operands.map { $0.text(inside: connective.strength + 1) }
                .joined(separator: " \(connective.rawValue) ")
        case .conditional(let condition, let yes, let no):
            "\(condition.text(inside: 1)) ? \(yes.text(inside: 1)) : \(no.text)"
        case .list(let elements):
            "["
                + elements.map { ($0.isOptional ? "?" : "") + $0.value.text }
                .joined(separator: ", ") + "]"
        case .map(let entries):
            "{"
                + entries.map { ($0.isOptional ? "?" : "") + "\($0.key.text): \($0.value.text)" }
                .joined(separator: ", ") + "}"
        case .comprehension(let loop): loop.text
        case .optionalMap(let operand, let name, let transform, let isFlat):
            "\(operand.operandText).\(isFlat ? "optFlatMap" : "optMap")(\(name), \(transform.text))"
        }
    }

    private static func list(_ expressions: [ParsedExpression]) -> String {
        expressions.map(\.text).joined(separator: ", ")
    }

    /// How strongly the parts hold together; 0 for what is chosen between, 7 for what needs no
    /// parentheses anywhere.
    private var strength: Int {
        switch kind {
        case .conditional: 0
        case .logical(let connective, _): connective.strength
        case .binary(let sign, _, _): sign.strength
        case .unary: 6
        case .literal(.int(let number)): number < 0 ? 6 : 7
        case .literal(.double(let number)): number.sign == .minus ? 6 : 7
        default: 7
        }
    }

    private func text(inside strength: Int) -> String {
        self.strength < strength ? "(\(text))" : text
    }

    fileprivate var operandText: String { text(inside: 7) }
}

extension ParsedExpression.Comprehension {
    fileprivate var text: String {
        let name = kind == .existsOne ? "exists_one" : kind.rawValue
        let parts = [variable, valueVariable, condition?.text, transform?.text].compactMap(\.self)
        return "\(range.operandText).\(name)(\(parts.joined(separator: ", ")))"
    }
}

extension LogicalOperator {
    fileprivate var strength: Int { self == .or ? 1 : 2 }
}

extension BinaryOperator {
    fileprivate var strength: Int {
        switch self {
        case .add, .subtract: 4
        case .multiply, .divide, .remainder: 5
        default: 3
        }
    }
}

extension Value {
    /// The literal of a value that one can write.
    fileprivate var sourceText: String {
        switch self {
        case .string(let text):
            "'" + text.unicodeScalars.map { Self.escaped($0) }.joined() + "'"
        case .bytes(let bytes):
            "b'" + bytes.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
        // A number beyond all doubles is read as infinite, which has no word of its own.
        case .double(let number) where number.isInfinite: number < 0 ? "-1e999" : "1e999"
        default: text
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "'", "\\": "\\\(scalar)"
        case "\n": "\\n"
        case "\r": "\\r"
        default: String(scalar)
        }
    }
}

extension ParsedExpression {
    /// The parts of a condition that are true or false for themselves: comparisons, calls and
    /// names, in the order of the text.
    package var clauses: [ParsedExpression] {
        switch kind {
        case .logical(_, let operands): operands.flatMap(\.clauses)
        case .unary(.not, let operand): operand.clauses
        default: [self]
        }
    }

    /// What `&&` or `||` joins; nil for other expressions.
    package var joined: (isAnd: Bool, operands: [ParsedExpression])? {
        guard case .logical(let connective, let operands) = kind else { return nil }
        return (connective == .and, operands)
    }

    /// What `!` negates; nil for other expressions.
    package var negated: ParsedExpression? {
        if case .unary(.not, let operand) = kind { operand } else { nil }
    }

    /// The two sides of a comparison; nil for other expressions.
    package var sides: (left: ParsedExpression, right: ParsedExpression)? {
        comparison.flatMap { $0.sign == "in" ? nil : ($0.left, $0.right) }
    }

    /// The two sides of a comparison, or of `in`, and its sign; nil for other expressions.
    package var comparison: (left: ParsedExpression, sign: String, right: ParsedExpression)? {
        guard case .binary(let sign, let left, let right) = kind,
            ![.add, .subtract, .multiply, .divide, .remainder].contains(sign)
        else { return nil }
        return (left, sign.rawValue, right)
    }
}
