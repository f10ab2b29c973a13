/// The types that a function takes and gives. A function may have several.
package struct Signature: Sendable {
    let arguments: [StaticType]
    let result: StaticType

    package init(_ arguments: [StaticType], _ result: StaticType) {
        self.arguments = arguments
        self.result = result
    }

    func takes(_ types: [StaticType]) -> Bool {
        arguments.count == types.count
            && zip(arguments, types).allSatisfy { $0.agrees(with: $1) }
    }
}

extension Signature {
    /// Functions called as `name(a)`.
    static let plain: [String: [Signature]] = [
        "size": sizes, "type": [Signature([.dyn], .type)], "dyn": [Signature([.dyn], .dyn)],
        "matches": [Signature([.string, .string], .bool)],
        "bool": each([.bool, .string], .bool),
        "int": each([.int, .uint, .double, .string, .timestamp], .int),
        "uint": each([.uint, .int, .double, .string], .uint),
        "double": each([.double, .int, .uint, .string], .double),
        "string": each(
            [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], .string),
        "bytes": each([.bytes, .string], .bytes),
        "timestamp": each([.timestamp, .string, .int], .timestamp),
        "duration": each([.duration, .string, .int], .duration),
        "strings.quote": each([.string], .string),
        "optional.none": [Signature([], .optional(.dyn))],
        "optional.of": [Signature([.dyn], .optional(.dyn))],
        "optional.ofNonZeroValue": [Signature([.dyn], .optional(.dyn))],
    ]

    /// Functions called as `a.name(b)`; the first argument is `a`.
    static let methods: [String: [Signature]] = [
        "size": sizes, "matches": [Signature([.string, .string], .bool)],
        "contains": [Signature([.string, .string], .bool)],
        "startsWith": [Signature([.string, .string], .bool)],
        "endsWith": [Signature([.string, .string], .bool)],
        "charAt": [Signature([.string, .int], .string)],
        "indexOf": searches, "lastIndexOf": searches,
        "substring": [
            Signature([.string, .int], .string), Signature([.string, .int, .int], .string),
        ],
        "replace": [
            Signature([.string, .string, .string], .string),
            Signature([.string, .string, .string, .int], .string),
        ],
        "split": [
            Signature([.string, .string], .list(.string)),
            Signature([.string, .string, .int], .list(.string)),
        ],
        "format": [Signature([.string, .list(.dyn)], .string)],
        "join": [
            Signature([.list(.string)], .string), Signature([.list(.string), .string], .string),
        ],
        "lowerAscii": each([.string], .string), "upperAscii": each([.string], .string),
        "reverse": each([.string], .string), "trim": each([.string], .string),
        "getFullYear": dates, "getMonth": dates, "getDate": dates, "getDayOfMonth": dates,
        "getDayOfWeek": dates, "getDayOfYear": dates, "getHours": times, "getMinutes": times,
        "getSeconds": times, "getMilliseconds": times,
        "hasValue": [Signature([.optional(.dyn)], .bool)],
        "value": [Signature([.optional(.dyn)], .dyn)],
        "or": [Signature([.optional(.dyn), .optional(.dyn)], .optional(.dyn))],
        "orValue": [Signature([.optional(.dyn), .dyn], .dyn)],
    ]

    private static let sizes = each(
        [.string, .bytes, .list(.dyn), .map(key: .dyn, value: .dyn)], .int)

    private static let searches = [
        Signature([.string, .string], .int), Signature([.string, .string, .int], .int),
    ]

    private static let dates = [
        Signature([.timestamp], .int), Signature([.timestamp, .string], .int),
    ]

    private static let times = dates + [Signature([.duration], .int)]

    private static func each(_ types: [StaticType], _ result: StaticType) -> [Signature] {
        types.map { Signature([$0], result) }
    }

    /// The result of an operator on two types; nil where it isn't defined for them.
    static func result(
        of sign: BinaryOperator, _ left: StaticType, _ right: StaticType
    ) -> StaticType? {
        switch sign {
        case .equal, .notEqual: return left.agrees(with: right) ? .bool : nil
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            let isOrdered = ordered.contains { $0.agrees(with: left) && $0.agrees(with: right) }
            return isOrdered || left.isNumber && right.isNumber ? .bool : nil
        case .isIn: return membership(left, right)
        case .add, .subtract, .multiply, .divide, .remainder:
            let results = arithmetic(sign).filter { $0.takes([left, right]) }.map(\.result)
            guard let first = results.first else {
                return sign == .add ? concatenation(left, right) : nil
            }
            return results.dropFirst().reduce(first) { $0.joined(with: $1) }
        }
    }

    private static let ordered: [StaticType] = [
        .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
    ]

    private static func membership(_ left: StaticType, _ right: StaticType) -> StaticType? {
        switch right {
        case .dyn: .bool
        case .list(let element): element.agrees(with: left) ? .bool : nil
        case .map(let key, _): key.agrees(with: left) ? .bool : nil
        default: nil
        }
    }

    private static func concatenation(_ left: StaticType, _ right: StaticType) -> StaticType? {
        guard case .list = left, case .list = right else { return nil }
        return left.joined(with: right)
    }

    private static func arithmetic(_ sign: BinaryOperator) -> [Signature] {
        let numbers: [StaticType] = sign == .remainder ? [.int, .uint] : [.int, .uint, .double]
        var signatures = numbers.map { Signature([$0, $0], $0) }
        if sign == .add {
            signatures += [
                Signature([.string, .string], .string), Signature([.bytes, .bytes], .bytes),
                Signature([.duration, .timestamp], .timestamp),
            ]
        }
        if sign == .add || sign == .subtract {
            signatures += [
                Signature([.timestamp, .duration], .timestamp),
                Signature([.duration, .duration], .duration),
            ]
        }
        if sign == .subtract { signatures.append(Signature([.timestamp, .timestamp], .duration)) }
        return signatures
    }
}
