import CEL
import JSON

extension Value {
    /// What JSON says: whole numbers are ints, other numbers doubles.
    init(_ tape: borrowing JSONTape, _ index: JSONNode.Index, in text: Span<UInt8>) {
        switch tape[index].kind {
        case .null: self = .null
        case .bool: self = .bool(tape[index].isTrue)
        case .string: self = .string(tape.string(index, in: text))
        case .number:
            if let number = tape.integer(index, in: text) {
                self = .int(number)
            } else {
                let node = tape[index]
                var digits: [UInt8] = []
                digits.append(copying: text.extracting(node.start..<node.end))
                self = .double(Double(String(decoding: digits, as: UTF8.self)) ?? .nan)
            }
        case .array:
            var elements: [Value] = []
            var next = tape.firstChild(of: index)
            while let element = next {
                elements.append(Value(tape, element, in: text))
                next = tape.nextSibling(of: element)
            }
            self = .list(elements)
        case .object:
            var map = ValueMap()
            var next = tape.firstChild(of: index)
            while let key = next {
                let value = Value(tape, tape.value(ofMember: key), in: text)
                _ = map.insert(value, for: .string(tape.string(key, in: text)))
                next = tape.nextSibling(of: key)
            }
            self = .map(map)
        }
    }
}
