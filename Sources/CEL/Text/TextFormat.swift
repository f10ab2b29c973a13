/// `'…%s…'.format([…])`: a text with values put in
/// (https://github.com/google/cel-go/blob/master/ext/README.md#format).
struct TextFormat {
    private var rest: Substring.UnicodeScalarView
    private var values: ArraySlice<Value>
    private var output = ""

    /// Decimals that `%f` and `%e` may ask for.
    private static let precisionLimit = 1_000

    private init(_ text: String, _ values: [Value]) {
        rest = Substring(text).unicodeScalars
        self.values = values[...]
    }

    /// The text with each clause replaced by the next value.
    static func text(_ format: String, _ values: [Value]) throws(FunctionFailure) -> String {
        var own = TextFormat(format, values)
        while let scalar = own.rest.popFirst() {
            if scalar == "%" {
                try own.clause()
            } else {
                own.output.unicodeScalars.append(scalar)
            }
            guard own.output.utf8.count <= CELLimits.valueSize else {
                throw FunctionFailure(
                    .tooExpensive("a value would be larger than \(CELLimits.valueSize)"))
            }
        }
        return own.output
    }

    private mutating func clause() throws(FunctionFailure) {
        var precision = 6
        if rest.first == "." {
            rest.removeFirst()
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest.removeFirst(digits.count)
            guard let given = Int(String(digits)), given <= Self.precisionLimit else {
                throw .invalid("behind '%.' a number up to \(Self.precisionLimit) is expected")
            }
            precision = given
        }
        guard let letter = rest.popFirst() else { throw .invalid("the format ends with '%'") }
        if letter == "%" {
            output += "%"
            return
        }
        guard let value = values.popFirst() else {
            throw .invalid("the format has more clauses than there are values")
        }
        guard let text = Self.text(letter, value, precision) else {
            throw .invalid("%\(letter) can't show a \(value.type.rawValue)")
        }
        output += text
    }

    /// Nil where the clause doesn't show such values.
    private static func text(
        _ letter: Unicode.Scalar, _ value: Value, _ precision: Int
    ) -> String? {
        switch letter {
        case "s": return plain(value)
        case "d": return whole(value, radix: 10)
        case "b":
            if case .bool(let isTrue) = value { return isTrue ? "1" : "0" }
            return whole(value, radix: 2)
        case "o": return whole(value, radix: 8)
        case "x": return hexadecimal(value)
        case "X": return hexadecimal(value)?.uppercased()
        case "f": return decimal(value) { $0.fixed(precision) }
        case "e": return decimal(value) { $0.scientific(precision) }
        default: return nil
        }
    }

    private static func whole(_ value: Value, radix: Int) -> String? {
        switch value {
        case .int(let number): String(number, radix: radix)
        case .uint(let number): String(number, radix: radix)
        case .double(let number) where radix == 10 && !number.isFinite: special(number)
        default: nil
        }
    }

    private static func hexadecimal(_ value: Value) -> String? {
        switch value {
        case .string(let text): hexadecimal(text.utf8)
        case .bytes(let bytes): hexadecimal(bytes)
        default: whole(value, radix: 16)
        }
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func decimal(_ value: Value, _ show: (ExactDecimal) -> String) -> String? {
        switch value {
        case .int(let number): show(ExactDecimal(Double(number)))
        case .uint(let number): show(ExactDecimal(Double(number)))
        case .double(let number):
            number.isFinite ? show(ExactDecimal(number)) : special(number)
        default: nil
        }
    }

    private static func special(_ value: Double) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    }

    /// Values without quotes; entries of maps in the order of their keys' texts.
    private static func plain(_ value: Value) -> String? {
        switch value {
        case .null: return "null"
        case .uint(let number): return "\(number)"
        case .string(let text): return text
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .double(let number):
            return number.isFinite ? DoubleText.shortest(number) : special(number)
        case .timestamp(let instant): return instant.text
        case .duration(let span): return span.text
        case .list(let elements):
            let texts = elements.map { plain($0) }
            guard !texts.contains(nil) else { return nil }
            return "[" + texts.compactMap(\.self).joined(separator: ", ") + "]"
        case .map(let map):
            var entries: [(key: String, value: String)] = []
            for (key, value) in zip(map.keys, map.values) {
                guard let key = plain(key), let value = plain(value) else { return nil }
                entries.append((key, value))
            }
            entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return "{" + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        case .optional: return nil
        default: return value.text
        }
    }
}
