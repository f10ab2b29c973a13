extension Functions {
    /// Conversions between types: exact or refused, but a fraction is cut off
    /// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#type-conversions).
    static let conversions: [String: Function] = [
        "bool": { (arguments, _) throws(FunctionFailure) in try one(arguments, bool) },
        "int": { (arguments, _) throws(FunctionFailure) in try one(arguments, int) },
        "uint": { (arguments, _) throws(FunctionFailure) in try one(arguments, uint) },
        "double": { (arguments, _) throws(FunctionFailure) in try one(arguments, double) },
        "string": { (arguments, _) throws(FunctionFailure) in try one(arguments, string) },
        "bytes": { (arguments, _) throws(FunctionFailure) in try one(arguments, bytes) },
        "timestamp": { (arguments, _) throws(FunctionFailure) in try one(arguments, timestamp) },
        "duration": { (arguments, _) throws(FunctionFailure) in try one(arguments, duration) },
    ]

    private static func one(
        _ arguments: [Value], _ convert: (Value) throws(FunctionFailure) -> Value?
    ) throws(FunctionFailure) -> Value? {
        arguments.count == 1 ? try convert(arguments[0]) : nil
    }

    private static func bool(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .bool: return value
        case .string(let text):
            switch text {
            case "1", "t", "true", "T", "TRUE", "True": return .bool(true)
            case "0", "f", "false", "F", "FALSE", "False": return .bool(false)
            default: throw .invalid("'\(text)' is no bool; write true or false")
            }
        default: return nil
        }
    }

    private static func int(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .int: return value
        case .uint(let number):
            guard let whole = Int64(exactly: number) else { throw .outOfRange("int(\(number)u)") }
            return .int(whole)
        case .double(let number):
            // The bounds themselves are refused, for a double near them may have been rounded.
            guard number > -0x1p63, number < 0x1p63 else { throw .outOfRange("int(\(number))") }
            return .int(Int64(number))
        case .string(let text):
            guard let whole = Int64(text), !text.hasPrefix("+") else {
                throw .invalid("'\(text)' is no int")
            }
            return .int(whole)
        case .timestamp(let instant): return .int(instant.seconds)
        default: return nil
        }
    }

    private static func uint(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .uint: return value
        case .int(let number):
            guard let whole = UInt64(exactly: number) else { throw .outOfRange("uint(\(number))") }
            return .uint(whole)
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw .outOfRange("uint(\(number))") }
            return .uint(UInt64(number))
        case .string(let text):
            guard let whole = UInt64(text), !text.hasPrefix("+") else {
                throw .invalid("'\(text)' is no uint")
            }
            return .uint(whole)
        default: return nil
        }
    }

    private static func double(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .double: return value
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            guard let number = Double(text) else { throw .invalid("'\(text)' is no double") }
            return .double(number)
        default: return nil
        }
    }

    private static func string(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .string: return value
        case .bool(let value): return .string(value ? "true" : "false")
        case .int(let number): return .string("\(number)")
        case .uint(let number): return .string("\(number)")
        case .double(let number): return .string(DoubleText.shortest(number))
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .invalid("the bytes are not valid UTF-8")
            }
            return .string(text)
        case .timestamp(let instant): return .string(instant.text)
        case .duration(let span): return .string(span.text)
        default: return nil
        }
    }

    private static func bytes(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .bytes: value
        case .string(let text): .bytes(Array(text.utf8))
        default: nil
        }
    }

    private static func timestamp(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .timestamp: return value
        case .int(let seconds):
            guard let instant = Timestamp(seconds: seconds) else {
                throw .outOfRange("timestamp(\(seconds))")
            }
            return .timestamp(instant)
        case .string(let text):
            guard let instant = Timestamp(text) else {
                throw .invalid("'\(text)' is no timestamp; write 2026-03-01T00:00:00Z")
            }
            return .timestamp(instant)
        default: return nil
        }
    }

    private static func duration(_ value: Value) throws(FunctionFailure) -> Value? {
        switch value {
        case .duration: return value
        case .int(let seconds):
            guard let span = TimeSpan(Int128(seconds) * 1_000_000_000) else {
                throw .outOfRange("duration(\(seconds))")
            }
            return .duration(span)
        case .string(let text):
            guard let span = TimeSpan(text) else {
                throw .invalid("'\(text)' is no duration within 292 years; write 1h30m or 90s")
            }
            return .duration(span)
        default: return nil
        }
    }
}
