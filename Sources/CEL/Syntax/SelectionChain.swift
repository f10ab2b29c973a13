/// An expression with the selections behind it: of `a.b.?c` the root `a`, the fields `b` and `c`.
struct SelectionChain {
    struct Field {
        let name: String
        let isOptional: Bool
        let offset: Int
    }

    let root: ParsedExpression
    let fields: [Field]

    init(_ expression: ParsedExpression) {
        var (root, fields) = (expression, [Field]())
        while case .select(let operand, let field, let isOptional) = root.kind {
            fields.append(Field(name: field, isOptional: isOptional, offset: root.offset))
            root = operand
        }
        self.root = root
        self.fields = fields.reversed()
    }

    /// What the longest known name gives, and how many fields belong to it: of `a.b.c` the names
    /// `a.b.c`, `a.b` and `a` are tried. Nil where none is known.
    func longest<Found>(
        of name: String, _ find: (String) -> Found?
    ) -> (found: Found, fieldCount: Int)? {
        for count in stride(from: fields.count, through: 0, by: -1) {
            if let found = find(fullName(name, count)) { return (found, count) }
        }
        return nil
    }

    /// A name with so many of the fields.
    func fullName(_ name: String, _ count: Int) -> String {
        ([name] + fields.prefix(count).map(\.name)).joined(separator: ".")
    }
}

extension ParsedExpression {
    /// The field of an expression that is one field of a name: `amount` of `event.amount`.
    package func field(of name: String) -> String? {
        guard case .select(let operand, let field, false) = kind,
            case .name(name, isGlobal: false) = operand.kind
        else { return nil }
        return field
    }

    /// The fields that lead from a name to what an expression is, where it does nothing else: `a`
    /// and `b` of `event.a.b`.
    package func path(of name: String) -> [String]? {
        let chain = SelectionChain(self)
        guard case .name(name, isGlobal: false) = chain.root.kind, !chain.fields.isEmpty,
            !chain.fields.contains(where: \.isOptional)
        else { return nil }
        return chain.fields.map(\.name)
    }

    /// The fields of a name that an expression and its parts select, and where.
    package func fields(of name: String) -> [(name: String, offset: Int)] {
        if case .select(let operand, let field, _) = kind, case .name(name, _) = operand.kind {
            return [(field, offset)]
        }
        if case .has(let operand, let field) = kind, case .name(name, _) = operand.kind {
            return [(field, offset)]
        }
        return kind.parts.flatMap { $0.fields(of: name) }
    }
}

extension ParsedExpression {
    /// The names that an expression uses, each with the fields behind it: of `facts.a + b` these
    /// are `facts.a` and `b`.
    package var names: Set<String> {
        let chain = SelectionChain(self)
        if case .name(let name, _) = chain.root.kind {
            return [chain.fullName(name, chain.fields.count)]
        }
        return kind.parts.reduce(into: []) { $0.formUnion($1.names) }
    }
}
