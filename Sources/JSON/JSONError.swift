/// Why a text was refused as I-JSON (RFC 8259 and RFC 7493).
package struct JSONError: Error, Equatable {
    /// One case for each condition a sender can mend.
    package enum Reason: Hashable, Sendable, CaseIterable {
        case textTooLong, incompleteText, unexpectedByte, trailingContent, invalidNumber
        case controlCharacter, invalidEscape, invalidUTF8, loneSurrogate, noncharacter
        case duplicateMember, nestingTooDeep, integerOutOfRange, numberNotExact
    }

    /// The byte in the text at which it went wrong.
    package let offset: Int
    /// The condition that was violated.
    package let reason: Reason
    /// The JSON Pointer (RFC 6901) of the value being read; empty for the whole text.
    package let pointer: String

    /// A refusal at a byte of the text.
    package init(_ reason: Reason, at offset: Int, pointer: String = "") {
        self.reason = reason
        self.offset = offset
        self.pointer = pointer
    }
}

extension JSONError {
    /// What is wrong, where, and what to do.
    package var sentence: String {
        let place = pointer.isEmpty ? "at byte \(offset)" : "at byte \(offset), in \(pointer)"
        return "\(reason.condition) (\(place)): \(reason.remedy)."
    }
}

extension JSONError.Reason {
    fileprivate var condition: String {
        switch self {
        case .textTooLong: "The JSON text is longer than \(JSONLimits.textBytes) bytes"
        case .incompleteText: "The JSON text is empty or ends too early"
        case .unexpectedByte: "This byte cannot stand here in JSON"
        case .trailingContent: "Something follows the JSON value"
        case .invalidNumber: "This is not a JSON number"
        case .controlCharacter: "A string holds a raw control character"
        case .invalidEscape: "A string holds an unknown escape"
        case .invalidUTF8: "A string is not valid UTF-8"
        case .loneSurrogate: "A string holds one half of a surrogate pair"
        case .noncharacter: "A string holds a code point that Unicode reserves as a noncharacter"
        case .duplicateMember: "An object has two members of this name"
        case .nestingTooDeep: "Arrays and objects are nested deeper than \(JSONLimits.depth)"
        case .integerOutOfRange: "An integer is beyond ±\(JSONLimits.integerMagnitude)"
        case .numberNotExact: "A number has no double of the same decimal value"
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .textTooLong: "send it in smaller parts"
        case .incompleteText: "send the whole value"
        case .unexpectedByte: "check quotes, commas, colons, brackets and literals before it"
        case .trailingContent: "send one value only"
        case .invalidNumber:
            "write digits without leading zeros, and digits on both sides of a point"
        case .controlCharacter: "escape it, for example as \\n or \\u0000"
        case .invalidEscape: "use one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX"
        case .invalidUTF8: "encode the text as UTF-8"
        case .loneSurrogate: "send both halves, or replace it by \\ufffd"
        case .noncharacter: "remove it or replace it by \\ufffd"
        case .duplicateMember: "keep one of them"
        case .nestingTooDeep: "flatten the value"
        case .integerOutOfRange, .numberNotExact: "send it as a string"
        }
    }
}

/// A refusal inside the scanners, before the pointer is known; small enough to travel in registers.
struct JSONFault: Error {
    let reason: JSONError.Reason
    let offset: Int

    init(_ reason: JSONError.Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
