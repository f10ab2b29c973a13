import CivilCalendar
package import JSON

/// What the value of a known field must be. The same closed set stands in
/// `schemas/events/kinds.v1.json`.
package enum FieldKind: Equatable, Sendable {
    /// Any string.
    case text
    /// A string of 1…1,024 bytes that names something.
    case identifier
    /// The source of an event: a string of 1…256 bytes.
    case sourceName
    /// A string that names how people met or spoke, other than "visit": a visit is only ever
    /// `visit.made`, so that none is counted twice or missed.
    case interactionChannel
    /// Three capital letters (ISO 4217).
    case currency
    /// A whole amount of minor units, 0 or more.
    case amount
    /// A whole amount of minor units with a sign.
    case change
    /// A whole number, 0 or more.
    case count
    /// A whole number.
    case integer
    /// Any number.
    case number
    /// `true` or `false`.
    case flag
    /// A day `YYYY-MM-DD` or a date and time of RFC 3339.
    case date
    /// A whole number from 1 to 9999.
    case year
    /// A list of strings, of so many at most.
    case textList(maximum: Int?)
    /// A list of objects.
    case objectList
    /// An object.
    case object
    /// A decimal number written as a string, such as "7.1234".
    case decimal
    /// One of these words.
    case word([String])
    /// A string, a number, or `true` or `false`.
    case scalar
}

extension FieldKind {
    /// Whether a value is of this kind.
    package func accepts(
        _ value: JSONNode.Index, of tape: borrowing JSONTape, in text: Span<UInt8>
    ) -> Bool {
        let kind = tape[value].kind
        switch self {
        case .text: return kind == .string
        case .identifier:
            return kind == .string
                && (1...Limits.idBytes).contains(tape.byteCount(ofString: value, in: text))
        case .sourceName:
            return kind == .string
                && (1...Limits.sourceBytes).contains(tape.byteCount(ofString: value, in: text))
        case .interactionChannel:
            return kind == .string && !tape.stringEquals(value, "visit", in: text)
        case .currency:
            return kind == .string && tape.withString(value, in: text) { Self.isCurrency($0) }
        case .amount, .count: return (tape.integer(value, in: text) ?? -1) >= 0
        case .change, .integer: return tape.integer(value, in: text) != nil
        case .number: return kind == .number
        case .flag: return kind == .bool
        case .date: return kind == .string && tape.withString(value, in: text) { Self.isDate($0) }
        case .year: return (1...9_999).contains(tape.integer(value, in: text) ?? 0)
        case .textList(let maximum):
            return kind == .array && tape.count(of: value) <= maximum ?? .max
                && Self.allElements(of: value, of: tape, are: .string)
        case .objectList:
            return kind == .array && Self.allElements(of: value, of: tape, are: .object)
        case .object: return kind == .object
        case .decimal:
            return kind == .string && tape.withString(value, in: text) { Self.isDecimal($0) }
        case .word(let words):
            return kind == .string
                && words.contains { tape.stringEquals(value, $0.utf8.span, in: text) }
        case .scalar: return kind == .string || kind == .number || kind == .bool
        }
    }

    /// What a value must be, for the sentence "must be …".
    package var expectation: String {
        switch self {
        case .text: "a string"
        case .identifier: "a string of 1 to \(Limits.idBytes) bytes"
        case .sourceName: "a string of 1 to \(Limits.sourceBytes) bytes"
        case .interactionChannel:
            "a string other than \"visit\"; a visit is sent as visit.made"
        case .currency: "a currency code of three capital letters (ISO 4217)"
        case .amount: "a whole number of minor units (fen, cents), 0 or more"
        case .change: "a whole number of minor units (fen, cents), negative for less"
        case .count: "a whole number, 0 or more"
        case .integer: "a whole number"
        case .number: "a number"
        case .flag: "true or false"
        case .date: "a day like 2026-03-01 or a date and time of RFC 3339"
        case .year: "a year from 1 to 9999"
        case .textList(.none): "a list of strings"
        case .textList(.some(let maximum)): "a list of at most \(maximum) strings"
        case .objectList: "a list of objects"
        case .object: "an object"
        case .decimal: "a decimal number in a string, like \"7.1234\""
        case .word(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .scalar: "a string, a number, true or false"
        }
    }

    private static func isCurrency(_ text: Span<UInt8>) -> Bool {
        guard text.count == 3 else { return false }
        for offset in text.indices
        where !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[offset]) { return false }
        return true
    }

    private static func isDate(_ text: Span<UInt8>) -> Bool {
        if text.count == 10 { return CivilDate(parsing: text) != nil }
        return (try? Instant(parsing: text)) != nil
    }

    private static func isDecimal(_ text: Span<UInt8>) -> Bool {
        var (digits, points, last) = (0, 0, UInt8(0))
        for offset in text.indices {
            last = text[offset]
            switch last {
            case UInt8(ascii: "-") where offset == 0: break
            case UInt8(ascii: ".") where points == 0 && digits > 0: points = 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            default: return false
            }
        }
        return digits > 0 && last != UInt8(ascii: ".")
    }

    private static func allElements(
        of list: JSONNode.Index, of tape: borrowing JSONTape, are kind: JSONNode.Kind
    ) -> Bool {
        var next = tape.firstChild(of: list)
        while let element = next {
            guard tape[element].kind == kind else { return false }
            next = tape.nextSibling(of: element)
        }
        return true
    }
}
