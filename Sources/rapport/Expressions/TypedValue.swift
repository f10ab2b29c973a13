import CEL
import Foundation
import JSON

/// Values of the expression language as JSON that keeps their types: an object with one member that
/// names the type, such as `{"int":"42"}`. Numbers are text, bytes base64, maps lists of pairs.
enum TypedValue {
    /// Why a JSON value is no typed value.
    struct ReadingError: Error {
        let sentence: String
    }

    /// Reads a typed value.
    static func read(
        _ index: JSONNode.Index, of tape: borrowing JSONTape, in text: Span<UInt8>
    ) throws(ReadingError) -> Value {
        guard tape[index].kind == .object, tape.count(of: index) == 1,
            let member = tape.firstChild(of: index)
        else { throw ReadingError(sentence: "a value is an object with one member, its type") }
        let content = tape.value(ofMember: member)
        let name = tape.string(member, in: text)
        switch name {
        case "null": return .null
        case "bool": if let value = tape.bool(content) { return .bool(value) }
        case "list": return .list(try elements(content, of: tape, in: text))
        case "map": return .map(try map(content, of: tape, in: text))
        default:
            guard tape[content].kind == .string else { break }
            if let value = scalar(name, tape.string(content, in: text)) { return value }
        }
        throw ReadingError(sentence: "this is no value of the type '\(name)'")
    }

    private static func scalar(_ type: String, _ text: String) -> Value? {
        switch type {
        case "int": Int64(text).map { .int($0) }
        case "uint": UInt64(text).map { .uint($0) }
        case "double": Double(text).map { .double($0) }
        case "string": .string(text)
        case "bytes": Data(base64Encoded: text).map { .bytes([UInt8]($0)) }
        case "timestamp": Timestamp(text).map { .timestamp($0) }
        case "duration": TimeSpan(text).map { .duration($0) }
        case "type": ValueType(rawValue: text).map { .type($0) }
        default: nil
        }
    }

    private static func elements(
        _ list: JSONNode.Index, of tape: borrowing JSONTape, in text: Span<UInt8>
    ) throws(ReadingError) -> [Value] {
        guard tape[list].kind == .array else { throw ReadingError(sentence: "a list is an array") }
        var values: [Value] = []
        var next = tape.firstChild(of: list)
        while let element = next {
            values.append(try read(element, of: tape, in: text))
            next = tape.nextSibling(of: element)
        }
        return values
    }

    private static func map(
        _ list: JSONNode.Index, of tape: borrowing JSONTape, in text: Span<UInt8>
    ) throws(ReadingError) -> ValueMap {
        guard tape[list].kind == .array else {
            throw ReadingError(sentence: "a map is an array of pairs")
        }
        var map = ValueMap()
        var next = tape.firstChild(of: list)
        while let pair = next {
            let values = try elements(pair, of: tape, in: text)
            guard values.count == 2, map.insert(values[1], for: values[0]) else {
                throw ReadingError(
                    sentence: "an entry of a map is a pair of a new key and its value")
            }
            next = tape.nextSibling(of: pair)
        }
        return map
    }

    /// The JSON of a value; entries of maps in the order of their keys.
    static func json(_ value: Value) -> String {
        switch value {
        case .null: #"{"null":null}"#
        case .bool(let value): #"{"bool":\#(value)}"#
        case .int(let value): #"{"int":"\#(value)"}"#
        case .uint(let value): #"{"uint":"\#(value)"}"#
        case .double(let value): #"{"double":"\#(DoubleText.typed(value))"}"#
        case .string(let value): #"{"string":\#(quoted(value))}"#
        case .bytes(let value): #"{"bytes":"\#(Data(value).base64EncodedString())"}"#
        case .list(let elements): #"{"list":[\#(elements.map(json).joined(separator: ","))]}"#
        case .map(let map):
            #"{"map":[\#(map.sorted.map { "[\(json($0)),\(json($1))]" }.joined(separator: ","))]}"#
        case .timestamp(let instant): #"{"timestamp":"\#(instant.text)"}"#
        case .duration(let span): #"{"duration":"\#(span.text)"}"#
        case .type(let type): #"{"type":"\#(type.rawValue)"}"#
        case .optional(let value):
            #"{"optional":\#(value.map(json) ?? "null")}"#
        }
    }

    /// A string in JSON.
    static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONWriter.appendQuoted(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
