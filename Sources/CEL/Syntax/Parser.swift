/// Makes an expression of a text, by recursive descent
/// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax).
package struct Parser {
    let source: SourceText
    private let tokens: [Token]
    private var position = 0
    private var nesting = 0

    private init(_ source: SourceText) throws(SyntaxError) {
        self.source = source
        tokens = try Lexer.tokens(of: source)
    }

    /// Reads a whole text.
    package static func parse(_ source: SourceText) throws(SyntaxError) -> ParsedExpression {
        var parser = try Parser(source)
        let expression = try parser.expression()
        guard parser.token.kind == .end else {
            throw parser.failure("\(parser.token.name) is not expected here")
        }
        return expression
    }

    var token: Token { tokens[position] }

    func failure(_ sentence: String, at offset: Int? = nil) -> SyntaxError {
        SyntaxError(sentence, at: offset ?? token.offset, in: source)
    }

    /// Goes on behind the token, which is not the end.
    mutating func take() -> Token {
        defer { if position < tokens.count - 1 { position += 1 } }
        return token
    }

    /// Goes on behind a symbol if it stands here.
    mutating func take(_ symbol: Token.Symbol) -> Token? {
        token.kind == .symbol(symbol) ? take() : nil
    }

    mutating func require(_ symbol: Token.Symbol) throws(SyntaxError) {
        guard take(symbol) == nil else { return }
        throw failure("'\(symbol.rawValue)' is expected, not \(token.name)")
    }

    /// Makes an expression that is not nested too deep.
    func make(_ kind: ParsedExpression.Kind, at offset: Int) throws(SyntaxError) -> ParsedExpression
    {
        let made = ParsedExpression(kind, at: offset)
        guard made.depth <= CELLimits.depth else {
            throw failure(
                "the expression is nested deeper than \(CELLimits.depth); split it", at: offset)
        }
        return made
    }

    mutating func expression() throws(SyntaxError) -> ParsedExpression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= CELLimits.depth else {
            throw failure("the expression is nested deeper than \(CELLimits.depth); split it")
        }
        let condition = try chain(.or)
        guard let question = take(.question) else { return condition }
        let yes = try chain(.or)
        try require(.colon)
        return try make(.conditional(condition, yes, try expression()), at: question.offset)
    }

    private mutating func chain(_ connective: LogicalOperator) throws(SyntaxError)
        -> ParsedExpression
    {
        let first = try operand(of: connective)
        var operands = [first]
        var offset = first.offset
        while let sign = take(connective == .or ? .or : .and) {
            offset = sign.offset
            operands.append(try operand(of: connective))
        }
        return operands.count == 1 ? first : try make(.logical(connective, operands), at: offset)
    }

    private mutating func operand(
        of connective: LogicalOperator
    ) throws(SyntaxError) -> ParsedExpression {
        connective == .or ? try chain(.and) : try binary(level: 0)
    }

    /// The binary operators by how tightly they bind, the loosest first.
    private static let levels: [[(Token.Kind, BinaryOperator)]] = [
        [
            (.symbol(.equal), .equal), (.symbol(.notEqual), .notEqual), (.symbol(.less), .less),
            (.symbol(.lessOrEqual), .lessOrEqual), (.symbol(.greater), .greater),
            (.symbol(.greaterOrEqual), .greaterOrEqual), (.identifier("in"), .isIn),
        ],
        [(.symbol(.plus), .add), (.symbol(.minus), .subtract)],
        [
            (.symbol(.times), .multiply), (.symbol(.divided), .divide),
            (.symbol(.remainder), .remainder),
        ],
    ]

    private mutating func binary(level: Int) throws(SyntaxError) -> ParsedExpression {
        guard level < Self.levels.count else { return try unary() }
        var left = try binary(level: level + 1)
        while let sign = Self.levels[level].first(where: { $0.0 == token.kind })?.1 {
            let offset = take().offset
            left = try make(.binary(sign, left, try binary(level: level + 1)), at: offset)
        }
        return left
    }

    /// Signs before an operand; the minus of a number belongs to it, or the least int could not be
    /// written.
    private mutating func unary() throws(SyntaxError) -> ParsedExpression {
        if let first = take(.not) { return try signs(.not, .not, from: first) }
        guard let first = take(.minus) else { return try member() }
        if let number = try negativeNumber() {
            return try members(of: try make(.literal(number), at: first.offset))
        }
        return try signs(.negate, .minus, from: first)
    }

    private mutating func signs(
        _ sign: UnaryOperator, _ symbol: Token.Symbol, from first: Token
    ) throws(SyntaxError) -> ParsedExpression {
        var offsets = [first.offset]
        while let next = take(symbol) { offsets.append(next.offset) }
        var operand = try member()
        for offset in offsets.reversed() { operand = try make(.unary(sign, operand), at: offset) }
        return operand
    }

    private mutating func negativeNumber() throws(SyntaxError) -> Value? {
        switch token.kind {
        case .int(let magnitude):
            _ = take()
            return .int(Int64(truncatingIfNeeded: 0 &- magnitude))
        case .double(let value):
            _ = take()
            return .double(-value)
        default: return nil
        }
    }

    /// Expressions between commas up to a closing sign; one comma may stand at the end.
    mutating func arguments(
        until close: Token.Symbol, allowsTrailingComma: Bool = false
    ) throws(SyntaxError) -> [ParsedExpression] {
        var arguments: [ParsedExpression] = []
        guard take(close) == nil else { return [] }
        repeat {
            if allowsTrailingComma, token.kind == .symbol(close) { break }
            arguments.append(try expression())
        } while take(.comma) != nil
        try require(close)
        return arguments
    }
}
