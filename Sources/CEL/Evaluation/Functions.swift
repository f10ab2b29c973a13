/// The functions of the standard definitions and of the extensions `strings` and `optionals`
/// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#standard-definitions).
enum Functions {
    /// Gives nil where the function isn't defined for the types of its arguments.
    typealias Function = @Sendable ([Value], inout Call) throws(FunctionFailure) -> Value?

    /// What a function knows besides its arguments.
    struct Call {
        let bindings: Bindings
        /// Steps that the call takes besides those for reading its arguments.
        var steps = 0
    }

    /// Called as `name(a)`.
    static let plain = union([conversions, optionals, general])

    /// Called as `a.name(b)`; the first argument is `a`.
    static let methods = union([
        TextFunctions.methods, TimeFunctions.methods, optionalMethods, generalMethods,
    ])

    private static let general: [String: Function] = [
        "size": { (arguments, _) in size(arguments) },
        "type": { (arguments, _) in arguments.count == 1 ? .type(arguments[0].type) : nil },
        "dyn": { (arguments, _) in arguments.count == 1 ? arguments[0] : nil },
        "matches": { (arguments, call) throws(FunctionFailure) in
            try matches(arguments, &call)
        },
        "strings.quote": { (arguments, _) in TextFunctions.quote(arguments) },
    ]

    private static let generalMethods: [String: Function] = [
        "size": { (arguments, _) in size(arguments) },
        "matches": { (arguments, call) throws(FunctionFailure) in
            try matches(arguments, &call)
        },
    ]

    private static func union(_ tables: [[String: Function]]) -> [String: Function] {
        var all: [String: Function] = [:]
        for table in tables {
            for (name, function) in table { all[name] = function }
        }
        return all
    }

    private static func size(_ arguments: [Value]) -> Value? {
        guard arguments.count == 1 else { return nil }
        return switch arguments[0] {
        case .string(let text): .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): .int(Int64(bytes.count))
        case .list(let elements): .int(Int64(elements.count))
        case .map(let map): .int(Int64(map.count))
        default: nil
        }
    }

    private static func matches(
        _ arguments: [Value], _ call: inout Call
    ) throws(FunctionFailure) -> Value? {
        guard arguments.count == 2, case .string(let text) = arguments[0],
            case .string(let pattern) = arguments[1]
        else { return nil }
        let compiled = try Pattern(pattern)
        call.steps = compiled.steps(in: text)
        guard call.steps <= CELLimits.steps else {
            throw FunctionFailure(.tooExpensive("the pattern is too large for so long a text"))
        }
        return .bool(compiled.isFound(in: text))
    }
}

extension Evaluator {
    /// Calls a function with evaluated arguments. `name.function(…)` is the function
    /// `name.function` where there is one.
    mutating func call(
        _ name: String, _ arguments: [ParsedExpression], _ isMethod: Bool,
        at expression: ParsedExpression
    ) throws(EvaluationError) -> Value {
        var (name, arguments, isMethod) = (name, arguments, isMethod)
        if isMethod, case .name(let space, _) = arguments[0].kind,
            Functions.plain["\(space).\(name)"] != nil
        {
            (name, arguments, isMethod) = ("\(space).\(name)", Array(arguments.dropFirst()), false)
        }
        let own = isMethod ? nil : bindings.functions[name]
        let standard = (isMethod ? Functions.methods : Functions.plain)[name]
        guard own != nil || standard != nil else {
            throw failure(.invalid("there is no function '\(name)'"), at: expression.offset)
        }
        var values: [Value] = []
        for argument in arguments {
            let value = try evaluate(argument)
            try spend(value.weight, at: expression)
            values.append(value)
        }
        var call = Functions.Call(bindings: bindings)
        let result = try located(at: expression) { () throws(FunctionFailure) in
            if let own { return own(values) }
            return try standard?(values, &call)
        }
        guard let result else {
            throw failure(.noOverload(function: name, values.map(\.type)), at: expression.offset)
        }
        try spend(result.weight + call.steps, at: expression)
        return result
    }
}
