/// Finds the type of an expression and what is wrong with it, all at once, before it is evaluated
/// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#gradual-type-checking).
package struct Checker {
    private let variables: [String: StaticType]
    /// Functions of the caller, beside the standard ones, by name.
    private let functions: [String: [Signature]]
    /// The variables of macros, the innermost last.
    private var locals: [(name: String, type: StaticType)] = []
    /// What was found wrong so far.
    package private(set) var errors: [CheckError] = []

    /// - Parameter variables: by name, which may have dots.
    package init(_ variables: [String: StaticType], functions: [String: [Signature]] = [:]) {
        self.variables = variables
        self.functions = functions
    }

    /// The type of an expression; `errors` grows by what is wrong in it.
    package mutating func type(of expression: ParsedExpression) -> StaticType {
        let offset = expression.offset
        switch expression.kind {
        case .literal(let value): return StaticType(of: value)
        case .name, .select: return resolve(expression)
        case .has(let operand, let field):
            _ = select(field, false, of: type(of: operand), at: offset)
            return .bool
        case .index(let operand, let index, let isOptional):
            let (operand, index) = (type(of: operand), type(of: index))
            let element = element(of: operand, index, at: offset)
            return isOptional ? .optional(element) : element
        case .call(let name, let arguments, let isMethod):
            return call(name, arguments, isMethod, at: offset)
        case .unary(let sign, let operand): return apply(sign, to: type(of: operand), at: offset)
        case .binary(let sign, let left, let right):
            let (left, right) = (type(of: left), type(of: right))
            if let result = Signature.result(of: sign, left, right) { return result }
            report("'\(sign.rawValue)' takes no \(left.name) and \(right.name)", at: offset)
            return sign.isComparison ? .bool : .dyn
        case .logical(let connective, let operands):
            for operand in operands { requireBool(operand, "'\(connective.rawValue)'") }
            return .bool
        case .conditional(let condition, let yes, let no):
            requireBool(condition, "the condition before '?'")
            return choice(type(of: yes), type(of: no), at: offset)
        case .list(let elements): return .list(join(elements.map { part($0.value, $0.isOptional) }))
        case .map(let entries): return map(entries)
        case .comprehension(let loop): return run(loop, at: offset)
        case .optionalMap(let operand, let name, let transform, let isFlat):
            let inner = optional(type(of: operand), at: offset)
            let made = with(name, inner) { $0.type(of: transform) }
            return isFlat ? .optional(optional(made, at: transform.offset)) : .optional(made)
        }
    }

    mutating func report(_ sentence: String, at offset: Int) {
        errors.append(CheckError(offset: offset, sentence: sentence))
    }

    private mutating func with<Made>(
        _ name: String, _ type: StaticType, _ body: (inout Checker) -> Made
    ) -> Made {
        locals.append((name, type))
        defer { locals.removeLast() }
        return body(&self)
    }
}

/// One thing that is wrong with an expression.
package struct CheckError: Equatable, Sendable {
    /// Byte offset in the text.
    package let offset: Int
    /// What is wrong.
    package let sentence: String
}

extension Checker {
    /// As the evaluator does: the longest name that is known counts.
    private mutating func resolve(_ expression: ParsedExpression) -> StaticType {
        let chain = SelectionChain(expression)
        var (found, used) = (StaticType.dyn, 0)
        if case .name(let name, let isGlobal) = chain.root.kind {
            (found, used) = variable(name, isGlobal, chain)
        } else {
            found = type(of: chain.root)
        }
        for field in chain.fields.dropFirst(used) {
            found = select(field.name, field.isOptional, of: found, at: field.offset)
        }
        return found
    }

    private mutating func variable(
        _ name: String, _ isGlobal: Bool, _ chain: SelectionChain
    ) -> (StaticType, Int) {
        if !isGlobal, let local = locals.last(where: { $0.name == name }) { return (local.type, 0) }
        let known = chain.longest(of: name) { full in
            variables[full] ?? ValueType(rawValue: full).map { _ in .type }
        }
        if let known { return (known.found, known.fieldCount) }
        let full = chain.fullName(name, chain.fields.count)
        report("there is no '\(full)'" + suggestion(for: full), at: chain.root.offset)
        return (.dyn, chain.fields.count)
    }

    /// The known name that differs least, where it differs little.
    private func suggestion(for name: String) -> String {
        variables.keys.nearest(to: name).map { "; did you mean '\($0)'?" } ?? ""
    }

    private mutating func select(
        _ field: String, _ isOptional: Bool, of type: StaticType, at offset: Int
    ) -> StaticType {
        switch type {
        case .dyn: return isOptional ? .optional(.dyn) : .dyn
        case .map(let key, let value):
            guard key.agrees(with: .string) else { break }
            return isOptional ? .optional(value) : value
        case .optional(let inner):
            let selected = select(field, false, of: inner, at: offset)
            return .optional(selected)
        default: break
        }
        report("a \(type.name) has no fields, so no '.\(field)'", at: offset)
        return .dyn
    }

    private mutating func element(
        of operand: StaticType, _ index: StaticType, at offset: Int
    ) -> StaticType {
        switch operand {
        case .dyn: return .dyn
        case .list(let element) where index.isNumber || index == .dyn: return element
        case .map(let key, let value)
        where key.agrees(with: index) || key.isNumber && index.isNumber:
            return value
        case .optional(let inner): return .optional(element(of: inner, index, at: offset))
        default:
            report("a \(operand.name) has no element [\(index.name)]", at: offset)
            return .dyn
        }
    }

    private mutating func call(
        _ name: String, _ arguments: [ParsedExpression], _ isMethod: Bool, at offset: Int
    ) -> StaticType {
        var (name, arguments, isMethod) = (name, arguments, isMethod)
        if isMethod, case .name(let space, _) = arguments[0].kind,
            Signature.plain["\(space).\(name)"] != nil
        {
            (name, arguments, isMethod) = ("\(space).\(name)", Array(arguments.dropFirst()), false)
        }
        let types = arguments.map { type(of: $0) }
        let own = isMethod ? nil : functions[name]
        guard let signatures = own ?? (isMethod ? Signature.methods : Signature.plain)[name] else {
            report("there is no function '\(name)'", at: offset)
            return .dyn
        }
        let results = signatures.filter { $0.takes(types) }.map(\.result)
        guard let first = results.first else {
            let given = types.map(\.name).joined(separator: ", ")
            report("\(name)() takes no (\(given))", at: offset)
            return signatures.first?.result ?? .dyn
        }
        return special(name, types) ?? results.dropFirst().reduce(first) { $0.joined(with: $1) }
    }

    /// The results that follow from the arguments.
    private func special(_ name: String, _ types: [StaticType]) -> StaticType? {
        switch (name, types.first) {
        case ("optional.of", let value?), ("optional.ofNonZeroValue", let value?): .optional(value)
        case ("value", .optional(let value)?): value
        case ("or", let own?): own.joined(with: types[1])
        case ("orValue", .optional(let value)?): value == .dyn ? types[1] : value
        default: nil
        }
    }

    private mutating func apply(
        _ sign: UnaryOperator, to type: StaticType, at offset: Int
    ) -> StaticType {
        switch (sign, type) {
        case (.not, .bool), (.not, .dyn): return .bool
        case (.negate, .int), (.negate, .double), (.negate, .dyn): return type
        default:
            report("'\(sign.rawValue)' takes no \(type.name)", at: offset)
            return sign == .not ? .bool : .dyn
        }
    }

    mutating func requireBool(_ expression: ParsedExpression, _ place: String) {
        let type = type(of: expression)
        guard !type.agrees(with: .bool) else { return }
        report("\(place) takes a bool, not a \(type.name)", at: expression.offset)
    }

    private mutating func choice(
        _ yes: StaticType, _ no: StaticType, at offset: Int
    ) -> StaticType {
        if !yes.agrees(with: no) {
            report("both sides of ':' must agree, not a \(yes.name) and a \(no.name)", at: offset)
        }
        return yes.joined(with: no)
    }

    private func join(_ types: [StaticType]) -> StaticType {
        types.dropFirst().reduce(types.first ?? .dyn) { $0.joined(with: $1) }
    }

    private mutating func part(_ value: ParsedExpression, _ isOptional: Bool) -> StaticType {
        let type = type(of: value)
        return isOptional ? optional(type, at: value.offset) : type
    }

    private mutating func optional(_ type: StaticType, at offset: Int) -> StaticType {
        switch type {
        case .dyn: return .dyn
        case .optional(let inner): return inner
        default:
            report("an optional is expected, not a \(type.name)", at: offset)
            return .dyn
        }
    }

    private mutating func map(_ entries: [ParsedExpression.Entry]) -> StaticType {
        var (keys, values) = ([StaticType](), [StaticType]())
        for entry in entries {
            let key = type(of: entry.key)
            if ![.dyn, .bool, .int, .uint, .string].contains(key) {
                report("a \(key.name) can't be a key", at: entry.key.offset)
            }
            keys.append(key)
            values.append(part(entry.value, entry.isOptional))
        }
        return .map(key: join(keys), value: join(values))
    }

    private mutating func run(
        _ loop: ParsedExpression.Comprehension, at offset: Int
    ) -> StaticType {
        let range = type(of: loop.range)
        let isPair = loop.valueVariable != nil
        let key: StaticType
        var value = StaticType.dyn
        switch range {
        case .dyn: key = .dyn
        case .list(let element): (key, value) = isPair ? (.int, element) : (element, .dyn)
        case .map(let own, let held): (key, value) = (own, held)
        default:
            report("\(loop.kind.rawValue)() takes a list or a map, not a \(range.name)", at: offset)
            key = .dyn
        }
        return with(loop.variable, key) { own in
            guard let name = loop.valueVariable else { return own.body(of: loop, key: key) }
            return own.with(name, value) { own in own.body(of: loop, key: key) }
        }
    }

    private mutating func body(
        of loop: ParsedExpression.Comprehension, key: StaticType
    ) -> StaticType {
        if let condition = loop.condition {
            requireBool(condition, "\(loop.kind.rawValue)()")
        }
        let made = loop.transform.map { type(of: $0) } ?? .dyn
        switch loop.kind {
        case .all, .exists, .existsOne: return .bool
        case .filter: return .list(key)
        case .map, .transformList: return .list(made)
        case .transformMap: return .map(key: key, value: made)
        }
    }
}

extension BinaryOperator {
    fileprivate var isComparison: Bool {
        ![.add, .subtract, .multiply, .divide, .remainder].contains(self)
    }
}
