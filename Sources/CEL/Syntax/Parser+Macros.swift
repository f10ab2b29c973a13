/// Macros are functions of the text: what they are given is not evaluated first
/// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros).
extension Parser {
    /// `has(operand.field)`: whether the field is there.
    func has(_ arguments: [ParsedExpression], at offset: Int) throws(SyntaxError)
        -> ParsedExpression
    {
        guard arguments.count == 1, case .select(let operand, let field, false) = arguments[0].kind
        else { throw failure("has() takes one field, such as has(a.b)", at: offset) }
        return try make(.has(operand, field: field), at: offset)
    }

    /// The expansion of a call, or nil where it is no macro.
    func macro(
        _ name: String, on operand: ParsedExpression, _ arguments: [ParsedExpression],
        at offset: Int
    ) throws(SyntaxError) -> ParsedExpression? {
        switch (name, arguments.count) {
        case ("all", 2): try loop(.all, operand, arguments, at: offset)
        case ("exists", 2): try loop(.exists, operand, arguments, at: offset)
        case ("exists_one", 2), ("existsOne", 2):
            try loop(.existsOne, operand, arguments, at: offset)
        case ("filter", 2): try loop(.filter, operand, arguments, at: offset)
        case ("map", 2), ("map", 3): try loop(.map, operand, arguments, at: offset)
        case ("all", 3): try pairLoop(.all, operand, arguments, at: offset)
        case ("exists", 3): try pairLoop(.exists, operand, arguments, at: offset)
        case ("exists_one", 3), ("existsOne", 3):
            try pairLoop(.existsOne, operand, arguments, at: offset)
        case ("transformList", 3), ("transformList", 4):
            try pairLoop(.transformList, operand, arguments, at: offset)
        case ("transformMap", 3), ("transformMap", 4):
            try pairLoop(.transformMap, operand, arguments, at: offset)
        case ("optMap", 2), ("optFlatMap", 2):
            try make(
                .optionalMap(
                    operand, name: try variable(name, arguments[0]), transform: arguments[1],
                    isFlat: name == "optFlatMap"), at: offset)
        default: nil
        }
    }

    private func loop(
        _ kind: ParsedExpression.Comprehension.Kind, _ range: ParsedExpression,
        _ arguments: [ParsedExpression],
        at offset: Int
    ) throws(SyntaxError) -> ParsedExpression {
        let isMap = kind == .map
        return try make(
            .comprehension(
                .init(
                    kind: kind, range: range,
                    variable: try variable(kind.rawValue, arguments[0]), valueVariable: nil,
                    condition: isMap && arguments.count == 2 ? nil : arguments[1],
                    transform: isMap ? arguments[arguments.count - 1] : nil)), at: offset)
    }

    /// A loop over indexes and elements, or keys and values (the extension
    /// `two-var-comprehensions`,
    /// https://pkg.go.dev/github.com/google/cel-go/ext#TwoVarComprehensions).
    private func pairLoop(
        _ kind: ParsedExpression.Comprehension.Kind, _ range: ParsedExpression,
        _ arguments: [ParsedExpression], at offset: Int
    ) throws(SyntaxError) -> ParsedExpression {
        let isTransform = kind == .transformList || kind == .transformMap
        return try make(
            .comprehension(
                .init(
                    kind: kind, range: range,
                    variable: try variable(kind.rawValue, arguments[0]),
                    valueVariable: try variable(kind.rawValue, arguments[1]),
                    condition: isTransform && arguments.count == 3 ? nil : arguments[2],
                    transform: isTransform ? arguments[arguments.count - 1] : nil)), at: offset)
    }

    private func variable(_ macro: String, _ argument: ParsedExpression) throws(SyntaxError)
        -> String
    {
        guard case .name(let name, isGlobal: false) = argument.kind else {
            throw failure("\(macro)() takes the name of a variable first", at: argument.offset)
        }
        return name
    }
}
