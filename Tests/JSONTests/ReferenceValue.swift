import SeededRandom

/// A JSON value with an independent writer: the oracle of the property tests.
indirect enum ReferenceValue {
    case literal(String)
    /// A spelling of a number and its canonical form.
    case number(String, canonical: String)
    case string(String)
    case array([ReferenceValue])
    case object([String: ReferenceValue])
}

extension ReferenceValue {
    /// RFC 8785, written for clarity.
    var canonical: String {
        switch self {
        case .literal(let word): word
        case .number(_, let canonical): canonical
        case .string(let string): Self.quoted(string)
        case .array(let elements): "[" + elements.map(\.canonical).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { Array($0.key.utf16).lexicographicallyPrecedes($1.key.utf16) }
                .map { Self.quoted($0.key) + ":" + $0.value.canonical }
                .joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ string: String) -> String {
        let short: [Unicode.Scalar: String] = [
            "\"": "\\\"", "\\": "\\\\", "\u{8}": "\\b", "\t": "\\t", "\n": "\\n",
            "\u{C}": "\\f", "\r": "\\r",
        ]
        let escaped = string.unicodeScalars.map { scalar in
            if let escape = short[scalar] { return escape }
            guard scalar.value < 0x20 else { return String(scalar) }
            return "\\u" + hex(UInt16(scalar.value), uppercase: false)
        }
        return "\"" + escaped.joined() + "\""
    }

    private static func hex(_ unit: UInt16, uppercase: Bool) -> String {
        let digits = String(unit, radix: 16, uppercase: uppercase)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// A value of random shape; `depth` bounds the nesting.
    static func random(
        depth: Int, using generator: inout SeededGenerator
    ) -> ReferenceValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
        case 0:
            return .literal(["true", "false", "null"].randomElement(using: &generator) ?? "null")
        case 1: return randomNumber(using: &generator)
        case 2...4: return .string(randomString(using: &generator))
        case 5:
            let count = Int.random(in: 0...5, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            let count = [0, 1, 3, 8, 40].randomElement(using: &generator) ?? 0
            var members: [String: ReferenceValue] = [:]
            for _ in 0..<count {
                members[randomString(using: &generator)] = random(
                    depth: depth - 1, using: &generator)
            }
            return .object(members)
        }
    }

    private static func randomNumber(using generator: inout SeededGenerator) -> ReferenceValue {
        let integer = Int64.random(
            in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &generator)
        let small = Int64.random(in: -999...999, using: &generator)
        let samples: [ReferenceValue] = [
            .number("\(integer)", canonical: "\(integer)"),
            .number("\(small)", canonical: "\(small)"),
            .number("\(small).0", canonical: "\(small)"), .number("-0", canonical: "0"),
            .number("1.50", canonical: "1.5"), .number("12e1", canonical: "120"),
            .number("25E-10", canonical: "2.5e-9"), .number("0.1", canonical: "0.1"),
        ]
        return samples.randomElement(using: &generator) ?? .literal("null")
    }

    /// A string whose scalars are unequal and never combine, so that Swift's equality of keys
    /// (canonical equivalence) is equality of code units.
    private static func randomString(using generator: inout SeededGenerator) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "z", "A", "0", " ", "/", "\"", "\\", "\n", "\u{1}", "\u{1F}", "\u{7F}", "é",
            "€", "中", "\u{E000}", "\u{FB33}", "\u{FFFD}", "😂", "\u{10000}", "\u{10FFFD}",
        ]
        var string = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            string.append(alphabet.randomElement(using: &generator) ?? "a")
        }
        return String(string)
    }

    /// Spells the value with random whitespace, member order and escapes.
    func spelled(using generator: inout SeededGenerator) -> String {
        let isCompact = Bool.random(using: &generator)
        func space() -> String {
            isCompact ? "" : ["", "", " ", "\n\t", "\r "].randomElement(using: &generator) ?? ""
        }
        switch self {
        case .literal(let word): return word
        case .number(let spelling, _): return spelling
        case .string(let string): return Self.spelled(string, using: &generator)
        case .array(let elements):
            let parts = elements.map { $0.spelled(using: &generator) }
            return "[" + space() + parts.joined(separator: space() + "," + space()) + space() + "]"
        case .object(let members):
            let ordered = members.sorted {
                Array($0.key.utf8).lexicographicallyPrecedes($1.key.utf8)
            }
            let parts = ordered.shuffled(using: &generator).map { key, value in
                Self.spelled(key, using: &generator) + space() + ":" + space()
                    + value.spelled(using: &generator)
            }
            return "{" + space() + parts.joined(separator: space() + "," + space()) + space() + "}"
        }
    }

    private static func spelled(
        _ string: String, using generator: inout SeededGenerator
    ) -> String {
        guard Bool.random(using: &generator) else { return quoted(string) }
        let escaped = string.unicodeScalars.map { scalar in
            switch Int.random(in: 0..<3, using: &generator) {
            case 0:
                String(scalar).utf16.map { "\\u" + hex($0, uppercase: true) }.joined()
            case 1 where scalar == "/": "\\/"
            default: String(quoted(String(scalar)).dropFirst().dropLast())
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
