/// Gives each part of an expression a register and the instruction that fills it.
struct ColumnCompiler {
    /// Where the value of a part comes to lie.
    enum Place {
        case number(ColumnProgram.Register, constant: Int64?)
        case text(ColumnProgram.Register, constant: Int64?)
        case truth(ColumnProgram.Register)
    }

    let slots: [String: ColumnProgram.Slot]
    /// Parameters, and the functions that may be called on them.
    let bindings: Bindings
    var texts: TextCodes
    private(set) var instructions: [ColumnProgram.Instruction] = []
    private(set) var numberCount = 0
    private(set) var truthCount = 0
    /// Where parts lie that were compiled already, by their text: what stands for them doesn't
    /// depend on the values of constants.
    private var places: [String: Place] = [:]

    private var constants: [String: Value] { bindings.variables }

    init(slots: [String: ColumnProgram.Slot], bindings: Bindings, texts: TextCodes) {
        self.slots = slots
        self.bindings = bindings
        self.texts = texts
    }

    /// Nil where columns can't carry the expression.
    mutating func compile(_ expression: ParsedExpression) -> Place? {
        let text = expression.text
        if let place = places[text] { return place }
        let place = compileAnew(expression)
        places[text] = place
        return place
    }

    private mutating func compileAnew(_ expression: ParsedExpression) -> Place? {
        switch expression.kind {
        case .literal(let value): return literal(value)
        case .name, .select: return named(expression)
        case .unary(.not, let operand):
            guard case .truth(let operand)? = compile(operand) else { return nil }
            return newTruth { .not(operand, to: $0) }
        case .unary(.negate, let operand):
            guard case .number(let operand, _)? = compile(operand) else { return nil }
            let zero = newNumber { .number(0, to: $0) }
            return .number(
                newNumber { .arithmetic(.subtract, zero, operand, to: $0) }, constant: nil)
        case .binary(let sign, let left, let right): return binary(sign, left, right)
        case .logical(let connective, let operands): return chain(connective, operands)
        case .conditional(let condition, let yes, let no):
            return choice(condition, yes, no)
        case .call(_, let arguments, _)
        where arguments.allSatisfy({ $0.isConstant(constants) }):
            var evaluator = Evaluator(bindings)
            return (try? evaluator.evaluate(expression)).flatMap { literal($0) }
        default: return nil
        }
    }

    private mutating func newNumber(
        _ make: (ColumnProgram.Register) -> ColumnProgram.Instruction
    ) -> ColumnProgram.Register {
        instructions.append(make(numberCount))
        numberCount += 1
        return numberCount - 1
    }

    private mutating func newTruth(
        _ make: (ColumnProgram.Register) -> ColumnProgram.Instruction
    ) -> Place {
        instructions.append(make(truthCount))
        truthCount += 1
        return .truth(truthCount - 1)
    }

    private mutating func literal(_ value: Value) -> Place? {
        switch value {
        case .bool(let value):
            return newTruth { .truth(value ? Truth.yes : Truth.no, to: $0) }
        case .int(let value):
            return .number(newNumber { .number(value, to: $0) }, constant: value)
        case .string(let text):
            let code = texts.code(of: text)
            return .text(newNumber { .number(code, to: $0) }, constant: code)
        default: return nil
        }
    }

    /// A fact or a parameter, by its name with dots.
    private mutating func named(_ expression: ParsedExpression) -> Place? {
        guard let name = expression.dottedName else { return nil }
        if let value = constants[name] { return literal(value) }
        guard let slot = slots[name] else { return nil }
        switch slot.content {
        case .bool: return newTruth { .loadTruth(slot: slot.index, to: $0) }
        case .int:
            return .number(newNumber { .loadNumber(slot: slot.index, to: $0) }, constant: nil)
        case .text:
            return .text(newNumber { .loadNumber(slot: slot.index, to: $0) }, constant: nil)
        }
    }

    private mutating func binary(
        _ sign: BinaryOperator, _ left: ParsedExpression, _ right: ParsedExpression
    ) -> Place? {
        if sign == .isIn { return membership(left, right) }
        guard let left = compile(left), let right = compile(right) else { return nil }
        switch (sign, left, right) {
        case (.equal, .truth(let left), .truth(let right)),
            (.notEqual, .truth(let left), .truth(let right)):
            return newTruth { .equalTruths(left, right, isEqual: sign == .equal, to: $0) }
        case (.equal, .text(let left, _), .text(let right, let constant)),
            (.notEqual, .text(let left, _), .text(let right, let constant)):
            return compare(sign, left, right, constant)
        case (.equal, .number(let left, _), .number(let right, let constant)),
            (.notEqual, .number(let left, _), .number(let right, let constant)),
            (.less, .number(let left, _), .number(let right, let constant)),
            (.lessOrEqual, .number(let left, _), .number(let right, let constant)),
            (.greater, .number(let left, _), .number(let right, let constant)),
            (.greaterOrEqual, .number(let left, _), .number(let right, let constant)):
            return compare(sign, left, right, constant)
        case (.add, .number(let left, _), .number(let right, _)),
            (.subtract, .number(let left, _), .number(let right, _)),
            (.multiply, .number(let left, _), .number(let right, _)),
            (.divide, .number(let left, _), .number(let right, _)),
            (.remainder, .number(let left, _), .number(let right, _)):
            return .number(
                newNumber { .arithmetic(sign, left, right, to: $0) }, constant: nil)
        default: return nil
        }
    }

    private mutating func compare(
        _ sign: BinaryOperator, _ left: ColumnProgram.Register, _ right: ColumnProgram.Register,
        _ constant: Int64?
    ) -> Place {
        if let constant { return newTruth { .compareWith(sign, left, constant, to: $0) } }
        return newTruth { .compare(sign, left, right, to: $0) }
    }

    /// `fact in [a, b]` is `fact == a || fact == b`; an element that has an error spoils the list.
    private mutating func membership(
        _ value: ParsedExpression, _ list: ParsedExpression
    ) -> Place? {
        guard case .list(let elements) = list.kind,
            elements.allSatisfy({ !$0.isOptional && $0.value.isConstant(constants) }),
            let value = compile(value)
        else { return nil }
        // With no element the value still counts if it is missing: then the whole is an error.
        var found: ColumnProgram.Register
        switch value {
        case .number(let register, _), .text(let register, _):
            guard
                case .truth(let none) = newTruth({ .compare(.notEqual, register, register, to: $0) }
                )
            else { return nil }
            found = none
            for element in elements {
                guard let constant = self.constant(element.value, like: value) else { continue }
                guard
                    case .truth(let isEqual) =
                        newTruth({ .compareWith(.equal, register, constant, to: $0) }),
                    case .truth(let either) = newTruth({ .or(found, isEqual, to: $0) })
                else { return nil }
                found = either
            }
        case .truth: return nil
        }
        return .truth(found)
    }

    /// The number that stands for a constant element in a column; nil for another type, which
    /// equals nothing there.
    private mutating func constant(_ element: ParsedExpression, like place: Place) -> Int64? {
        var value: Value?
        if case .literal(let literal) = element.kind { value = literal }
        if let name = element.dottedName { value = constants[name] }
        switch (value, place) {
        case (.int(let number)?, .number): return number
        case (.string(let text)?, .text): return texts.code(of: text)
        default: return nil
        }
    }

    private mutating func chain(
        _ connective: LogicalOperator, _ operands: [ParsedExpression]
    ) -> Place? {
        var joined: ColumnProgram.Register?
        for operand in operands {
            guard case .truth(let next)? = compile(operand) else { return nil }
            guard let before = joined else {
                joined = next
                continue
            }
            guard
                case .truth(let both) = newTruth({
                    connective == .and ? .and(before, next, to: $0) : .or(before, next, to: $0)
                })
            else { return nil }
            joined = both
        }
        return joined.map { .truth($0) }
    }

    private mutating func choice(
        _ condition: ParsedExpression, _ yes: ParsedExpression, _ no: ParsedExpression
    ) -> Place? {
        guard case .truth(let condition)? = compile(condition), let yes = compile(yes),
            let no = compile(no)
        else { return nil }
        switch (yes, no) {
        case (.truth(let yes), .truth(let no)):
            return newTruth { .chooseTruth(condition, yes, no, to: $0) }
        case (.number(let yes, _), .number(let no, _)):
            return .number(newNumber { .chooseNumber(condition, yes, no, to: $0) }, constant: nil)
        case (.text(let yes, _), .text(let no, _)):
            return .text(newNumber { .chooseNumber(condition, yes, no, to: $0) }, constant: nil)
        default: return nil
        }
    }
}

extension ParsedExpression {
    /// `a.b.c` where the expression is a name with plain selections.
    var dottedName: String? {
        switch kind {
        case .name(let name, _): name
        case .select(let operand, let field, false): operand.dottedName.map { "\($0).\(field)" }
        default: nil
        }
    }

    /// Whether it is a literal or a parameter that columns carry.
    fileprivate func isConstant(_ constants: [String: Value]) -> Bool {
        if case .literal = kind { return true }
        return dottedName.map { constants[$0] != nil } ?? false
    }
}
