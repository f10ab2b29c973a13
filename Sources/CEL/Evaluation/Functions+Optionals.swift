extension Functions {
    static let optionals: [String: Function] = [
        "optional.of": { (arguments, _) in arguments.count == 1 ? .optional(arguments[0]) : nil },
        "optional.none": { (arguments, _) in arguments.isEmpty ? .optional(nil) : nil },
        "optional.ofNonZeroValue": { (arguments, _) in
            guard arguments.count == 1 else { return nil }
            return .optional(arguments[0].isZero ? nil : arguments[0])
        },
    ]

    static let optionalMethods: [String: Function] = [
        "hasValue": { (arguments, _) in
            guard arguments.count == 1, case .optional(let inner) = arguments[0] else {
                return nil
            }
            return .bool(inner != nil)
        },
        "value": { (arguments, _) throws(FunctionFailure) in
            guard arguments.count == 1, case .optional(let inner) = arguments[0] else {
                return nil
            }
            guard let inner else { throw .invalid("the optional is absent and has no value") }
            return inner
        },
        "or": { (arguments, _) in
            guard arguments.count == 2, case .optional(let inner) = arguments[0],
                case .optional = arguments[1]
            else { return nil }
            return inner == nil ? arguments[1] : arguments[0]
        },
        "orValue": { (arguments, _) in
            guard arguments.count == 2, case .optional(let inner) = arguments[0] else {
                return nil
            }
            return inner ?? arguments[1]
        },
    ]
}
