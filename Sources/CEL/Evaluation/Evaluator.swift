/// Evaluates expressions without a static check: every operator looks at the types that it meets.
package struct Evaluator {
    let bindings: Bindings
    /// The variables of macros, the innermost last.
    private var locals: [(name: String, value: Value)] = []
    private var stepsLeft = CELLimits.steps

    package init(_ bindings: Bindings) { self.bindings = bindings }

    /// The value of an expression. May take so many steps at most as `CELLimits` says.
    package mutating func evaluate(
        _ expression: ParsedExpression
    ) throws(EvaluationError) -> Value {
        try spend(1, at: expression)
        let offset = expression.offset
        switch expression.kind {
        case .literal(let value): return value
        case .name, .select: return try resolve(expression)
        case .has(let operand, let field):
            return .bool(try has(try evaluate(operand), field, at: offset))
        case .index(let operand, let index, let isOptional):
            let (operand, index) = (try evaluate(operand), try evaluate(index))
            return try element(of: operand, index, isOptional, at: offset)
        case .call(let name, let arguments, let isMethod):
            return try call(name, arguments, isMethod, at: expression)
        case .unary(let sign, let operand):
            return try apply(sign, to: try evaluate(operand), at: offset)
        case .binary(let sign, let left, let right):
            let (left, right) = (try evaluate(left), try evaluate(right))
            return try apply(sign, left, right, at: expression)
        case .logical(let connective, let operands):
            return try chain(connective, operands, at: offset)
        case .conditional(let condition, let yes, let no):
            guard case .bool(let holds) = try evaluate(condition) else {
                throw EvaluationError(
                    reason: .invalid("the condition before '?' is no bool"), offset: offset)
            }
            return try evaluate(holds ? yes : no)
        case .list(let elements): return try list(elements)
        case .map(let entries): return try map(entries)
        case .comprehension(let loop): return try run(loop, at: expression)
        case .optionalMap(let operand, let name, let transform, let isFlat):
            return try optionalMap(operand, name, transform, isFlat, at: offset)
        }
    }

    func failure(_ reason: EvaluationError.Reason, at offset: Int) -> EvaluationError {
        EvaluationError(reason: reason, offset: offset)
    }

    /// Gives the failure of a function the place of its call.
    func located<Made>(
        at expression: ParsedExpression, _ body: () throws(FunctionFailure) -> Made
    ) throws(EvaluationError) -> Made {
        do throws(FunctionFailure) {
            return try body()
        } catch {
            throw failure(error.reason, at: expression.offset)
        }
    }

    /// Counts steps.
    mutating func spend(_ steps: Int, at expression: ParsedExpression) throws(EvaluationError) {
        stepsLeft -= steps
        guard stepsLeft >= 0 else {
            throw failure(
                .tooExpensive("the expression takes more than \(CELLimits.steps) steps"),
                at: expression.offset)
        }
    }

    mutating func with<Made>(
        _ name: String, _ value: Value,
        _ body: (inout Evaluator) throws(EvaluationError) -> Made
    ) throws(EvaluationError) -> Made {
        locals.append((name, value))
        defer { locals.removeLast() }
        return try body(&self)
    }
}

extension Evaluator {
    /// The value of a name or of a chain of selections. Of `a.b.c` the longest name that is bound
    /// counts: the variable `a.b.c`, else the field `c` of `a.b`, else of the field `b` of `a`.
    private mutating func resolve(_ expression: ParsedExpression) throws(EvaluationError) -> Value {
        if locals.isEmpty, let name = expression.shortName, let value = bindings.variables[name] {
            return value
        }
        let chain = SelectionChain(expression)
        var value: Value
        var used = 0
        if case .name(let name, let isGlobal) = chain.root.kind {
            (value, used) = try variable(name, isGlobal, chain)
        } else {
            value = try evaluate(chain.root)
        }
        for field in chain.fields.dropFirst(used) {
            value = try select(field.name, field.isOptional, of: value, at: field.offset)
        }
        return value
    }

    /// The variable behind a name, and how many of the fields belong to its name.
    private func variable(
        _ name: String, _ isGlobal: Bool, _ chain: SelectionChain
    ) throws(EvaluationError) -> (Value, Int) {
        if !isGlobal, let local = locals.last(where: { $0.name == name }) {
            return (local.value, 0)
        }
        let known = chain.longest(of: name) { full in
            bindings.variables[full] ?? ValueType(rawValue: full).map { .type($0) }
        }
        guard let known else {
            let full = chain.fullName(name, chain.fields.count)
            throw failure(.undeclared(name: full), at: chain.root.offset)
        }
        return (known.found, known.fieldCount)
    }

    private func select(
        _ field: String, _ isOptional: Bool, of value: Value, at offset: Int
    ) throws(EvaluationError) -> Value {
        if case .optional(let inner) = value {
            guard let inner else { return .optional(nil) }
            return try select(field, true, of: inner, at: offset)
        }
        guard case .map(let map) = value else {
            throw failure(.noOverload(function: ".\(field)", [value.type]), at: offset)
        }
        let found = map[.string(field)]
        if isOptional { return .optional(found) }
        guard let found else { throw failure(.noSuchKey("'\(field)'"), at: offset) }
        return found
    }

    private func has(
        _ value: Value, _ field: String, at offset: Int
    ) throws(EvaluationError) -> Bool {
        switch value {
        case .map(let map): map[.string(field)] != nil
        case .optional(let inner):
            try inner.map { (inner) throws(EvaluationError) in
                try has(inner, field, at: offset)
            } ?? false
        default: throw failure(.noOverload(function: "has", [value.type]), at: offset)
        }
    }

    private func element(
        of operand: Value, _ index: Value, _ isOptional: Bool, at offset: Int
    ) throws(EvaluationError) -> Value {
        if case .optional(let inner) = operand {
            guard let inner else { return .optional(nil) }
            return try element(of: inner, index, true, at: offset)
        }
        let found: Value?
        switch operand {
        case .map(let map):
            if case .double = index {
            } else if !ValueMap.canBeKey(index) {
                throw failure(.noOverload(function: "[]", [.map, index.type]), at: offset)
            }
            found = map[index]
            if found == nil, !isOptional { throw failure(.noSuchKey(index.text), at: offset) }
        case .list(let elements):
            guard let number = index.wholeNumber else {
                throw failure(.noOverload(function: "[]", [.list, index.type]), at: offset)
            }
            found = elements.indices.contains(number) ? elements[number] : nil
            if found == nil, !isOptional {
                throw failure(.outOfRange("the index \(number)"), at: offset)
            }
        default:
            throw failure(.noOverload(function: "[]", [operand.type, index.type]), at: offset)
        }
        return isOptional ? .optional(found) : found ?? .null
    }

    /// `&&` and `||`: an operand that decides absorbs the errors of the others, wherever they stand
    /// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#logical-operators).
    private mutating func chain(
        _ connective: LogicalOperator, _ operands: [ParsedExpression], at offset: Int
    ) throws(EvaluationError) -> Value {
        var first: EvaluationError?
        for operand in operands {
            do throws(EvaluationError) {
                let value = try evaluate(operand)
                guard case .bool(let holds) = value else {
                    throw failure(
                        .noOverload(function: connective.rawValue, [value.type]), at: offset)
                }
                if holds == connective.deciding { return .bool(holds) }
            } catch {
                if case .tooExpensive = error.reason { throw error }
                first = first ?? error
            }
        }
        if let first { throw first }
        return .bool(!connective.deciding)
    }

    private mutating func list(
        _ elements: [ParsedExpression.Element]
    ) throws(EvaluationError) -> Value {
        var values: [Value] = []
        for element in elements {
            let value = try evaluate(element.value)
            if element.isOptional {
                if let present = try present(value, at: element.value.offset) {
                    values.append(present)
                }
            } else {
                values.append(value)
            }
        }
        return .list(values)
    }

    private mutating func map(_ entries: [ParsedExpression.Entry]) throws(EvaluationError) -> Value
    {
        var map = ValueMap()
        for entry in entries {
            let key = try evaluate(entry.key)
            var value = try evaluate(entry.value)
            if entry.isOptional {
                guard let inner = try present(value, at: entry.value.offset) else { continue }
                value = inner
            }
            guard ValueMap.canBeKey(key) else {
                throw failure(
                    .invalid("a \(key.type.rawValue) can't be a key"), at: entry.key.offset)
            }
            guard map.insert(value, for: key) else {
                throw failure(.invalid("the key \(key.text) stands twice"), at: entry.key.offset)
            }
        }
        return .map(map)
    }

    /// What an optional holds.
    private func present(_ value: Value, at offset: Int) throws(EvaluationError) -> Value? {
        guard case .optional(let inner) = value else {
            throw failure(.invalid("behind '?' an optional is expected"), at: offset)
        }
        return inner
    }

    private mutating func optionalMap(
        _ operand: ParsedExpression, _ name: String, _ transform: ParsedExpression, _ isFlat: Bool,
        at offset: Int
    ) throws(EvaluationError) -> Value {
        guard let inner = try present(try evaluate(operand), at: offset) else {
            return .optional(nil)
        }
        let made = try with(name, inner) { (own) throws(EvaluationError) in
            try own.evaluate(transform)
        }
        guard isFlat else { return .optional(made) }
        return .optional(try present(made, at: offset))
    }
}
