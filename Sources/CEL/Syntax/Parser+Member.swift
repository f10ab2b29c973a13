extension Parser {
    /// A primary expression with the selections, indices and calls behind it.
    mutating func member() throws(SyntaxError) -> ParsedExpression {
        try members(of: try primary())
    }

    mutating func members(of operand: ParsedExpression) throws(SyntaxError) -> ParsedExpression {
        var operand = operand
        while true {
            if let dot = take(.dot) {
                let isOptional = take(.question) != nil
                operand = try selection(of: operand, isOptional, at: dot.offset)
            } else if let bracket = take(.openBracket) {
                let isOptional = take(.question) != nil
                let index = try expression()
                try require(.closeBracket)
                operand = try make(
                    .index(operand, index, isOptional: isOptional), at: bracket.offset)
            } else if token.kind == .symbol(.openBrace), case .name = operand.kind {
                throw failure("messages can't be made; use a map")
            } else {
                return operand
            }
        }
    }

    private mutating func selection(
        of operand: ParsedExpression, _ isOptional: Bool, at dot: Int
    ) throws(SyntaxError) -> ParsedExpression {
        let word = take()
        switch word.kind {
        case .quotedIdentifier(let name):
            return try make(.select(operand, field: name, isOptional: isOptional), at: dot)
        case .identifier(let name) where !Self.literalWords.contains(name):
            guard !isOptional, take(.openParenthesis) != nil else {
                return try make(.select(operand, field: name, isOptional: isOptional), at: dot)
            }
            let arguments = try arguments(until: .closeParenthesis)
            if let macro = try macro(name, on: operand, arguments, at: word.offset) {
                return macro
            }
            return try make(
                .call(name, [operand] + arguments, isMethod: true), at: word.offset)
        default:
            throw failure("a name is expected behind the dot, not \(word.name)", at: word.offset)
        }
    }

    private static let literalWords: Set<String> = ["true", "false", "null", "in"]

    private static let reservedWords: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
        "loop", "package", "namespace", "return", "var", "void", "while",
    ]

    private mutating func primary() throws(SyntaxError) -> ParsedExpression {
        let word = take()
        switch word.kind {
        case .int(let value):
            guard let value = Int64(exactly: value) else {
                throw failure(
                    "the number is greater than the largest int, \(Int64.max)", at: word.offset)
            }
            return try make(.literal(.int(value)), at: word.offset)
        case .uint(let value): return try make(.literal(.uint(value)), at: word.offset)
        case .double(let value): return try make(.literal(.double(value)), at: word.offset)
        case .string(let value): return try make(.literal(.string(value)), at: word.offset)
        case .bytes(let value): return try make(.literal(.bytes(value)), at: word.offset)
        case .symbol(.openParenthesis):
            let inner = try expression()
            try require(.closeParenthesis)
            return inner
        case .symbol(.openBracket): return try list(at: word.offset)
        case .symbol(.openBrace): return try map(at: word.offset)
        case .symbol(.dot): return try name(take(), isGlobal: true)
        case .identifier: return try name(word, isGlobal: false)
        default:
            throw failure("a value is expected, not \(word.name)", at: word.offset)
        }
    }

    /// A word that begins an expression: a literal, a function or a variable.
    private mutating func name(_ word: Token, isGlobal: Bool) throws(SyntaxError)
        -> ParsedExpression
    {
        guard case .identifier(let name) = word.kind else {
            throw failure("a name is expected behind the dot, not \(word.name)", at: word.offset)
        }
        if !isGlobal, let literal = Self.literal(name) {
            return try make(.literal(literal), at: word.offset)
        }
        guard !Self.reservedWords.contains(name), !Self.literalWords.contains(name) else {
            throw failure("'\(name)' is a reserved word", at: word.offset)
        }
        guard take(.openParenthesis) != nil else {
            return try make(.name(name, isGlobal: isGlobal), at: word.offset)
        }
        let arguments = try arguments(until: .closeParenthesis)
        if name == "has", !isGlobal { return try has(arguments, at: word.offset) }
        return try make(.call(name, arguments, isMethod: false), at: word.offset)
    }

    private static func literal(_ name: String) -> Value? {
        switch name {
        case "true": .bool(true)
        case "false": .bool(false)
        case "null": .null
        default: nil
        }
    }

    private mutating func list(at offset: Int) throws(SyntaxError) -> ParsedExpression {
        var elements: [ParsedExpression.Element] = []
        while token.kind != .symbol(.closeBracket) {
            let isOptional = take(.question) != nil
            elements.append(.init(value: try expression(), isOptional: isOptional))
            guard take(.comma) != nil else { break }
        }
        try require(.closeBracket)
        return try make(.list(elements), at: offset)
    }

    private mutating func map(at offset: Int) throws(SyntaxError) -> ParsedExpression {
        var entries: [ParsedExpression.Entry] = []
        while token.kind != .symbol(.closeBrace) {
            let isOptional = take(.question) != nil
            let key = try expression()
            try require(.colon)
            entries.append(.init(key: key, value: try expression(), isOptional: isOptional))
            guard take(.comma) != nil else { break }
        }
        try require(.closeBrace)
        return try make(.map(entries), at: offset)
    }
}
