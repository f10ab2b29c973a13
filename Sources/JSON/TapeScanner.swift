/// The state of a parse between two values: it reads a text into the nodes of a tape, without
/// recursion. The nodes are lent for each call, as a span that is free of checks for uniqueness.
struct TapeScanner: Sendable {
    /// Nodes written so far.
    private(set) var count = 0
    /// The containers that are open around `current`.
    private(set) var enclosing: [OpenContainer] = []
    var current = OpenContainer.outermost
    /// Sorted runs of members while a large object is put in order.
    var runs: [UInt32] = []
    private var offset = 0

    /// Begins a text.
    mutating func reset() {
        count = 0
        enclosing.removeAll(keepingCapacity: true)
        current = .outermost
        offset = 0
    }

    /// Takes back all nodes.
    mutating func discard() {
        count = 0
    }

    /// Reads on; false where there is no room for another member, so that the caller makes room and
    /// calls again.
    mutating func scan(
        _ text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) -> Bool {
        if count == 0 { offset = text.skippingSpace(from: 0) }
        while true {
            guard count &+ 2 <= nodes.count else { return false }
            guard offset < text.count else { throw JSONFault(.incompleteText, at: offset) }
            switch text[offset] {
            case UInt8(ascii: "\""):
                let string = try StringScanner(from: offset &+ 1, in: text)
                add(
                    JSONNode(.string, string.flags, from: offset &+ 1, to: string.offset),
                    into: &nodes)
                offset = string.offset &+ 1
            case UInt8(ascii: "{"):
                offset = try open(.object, at: offset, in: text, into: &nodes)
                if offset < text.count, text[offset] == UInt8(ascii: "}") { break }
                offset = try scanKey(at: offset, in: text, into: &nodes)
                continue
            case UInt8(ascii: "["):
                offset = try open(.array, at: offset, in: text, into: &nodes)
                if offset < text.count, text[offset] == UInt8(ascii: "]") { break }
                current.count = 1
                continue
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                offset = try scanNumber(at: offset, in: text, into: &nodes)
            case let letter:
                offset = try scanLiteral(letter, at: offset, in: text, into: &nodes)
            }
            guard try scanEnds(in: text, into: &nodes) else { return true }
        }
    }

    /// After a value: closes what ends here. True where another value follows, false at the end.
    private mutating func scanEnds(
        in text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) -> Bool {
        while true {
            offset = skipSpace(from: offset, in: text)
            guard current.kind != .null else {
                if offset < text.count { throw JSONFault(.trailingContent, at: offset) }
                return false
            }
            guard offset < text.count else { throw JSONFault(.incompleteText, at: offset) }
            let isObject = current.kind == .object
            switch text[offset] {
            case UInt8(ascii: ","):
                offset = skipSpace(from: offset &+ 1, in: text)
                if isObject {
                    offset = try scanKey(at: offset, in: text, into: &nodes)
                } else {
                    current.count &+= 1
                }
                return true
            case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
                offset &+= 1
                try close(at: offset, in: text, into: &nodes)
            default: throw JSONFault(.unexpectedByte, at: offset)
            }
        }
    }

    private mutating func skipSpace(from offset: Int, in text: Span<UInt8>) -> Int {
        guard offset < text.count, text[offset] <= 0x20 else { return offset }
        let end = text.skippingSpace(from: offset)
        if end > offset { current.isCanonical = false }
        return end
    }

    /// Reads a key and its colon, up to the value.
    private mutating func scanKey(
        at start: Int, in text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) -> Int {
        current.key = 0
        guard start < text.count else { throw JSONFault(.incompleteText, at: start) }
        guard text[start] == UInt8(ascii: "\"") else { throw JSONFault(.unexpectedByte, at: start) }
        let string = try StringScanner(from: start &+ 1, in: text)
        var key = JSONNode(.string, string.flags.union(.isKey), from: start &+ 1, to: string.offset)
        key.link = text.prefix(from: key.start, to: key.end)
        if !key.isCanonical { current.isCanonical = false }
        let position = UInt32(truncatingIfNeeded: count)
        nodes[count] = key
        count &+= 1
        current.key = position
        try linkMember(position, in: text, into: &nodes)
        let colon = skipSpace(from: string.offset &+ 1, in: text)
        guard colon < text.count else { throw JSONFault(.incompleteText, at: colon) }
        guard text[colon] == UInt8(ascii: ":") else { throw JSONFault(.unexpectedByte, at: colon) }
        return skipSpace(from: colon &+ 1, in: text)
    }

    private mutating func scanNumber(
        at start: Int, in text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) -> Int {
        let number = try NumberScanner(from: start, in: text)
        let spelling: JSONNode.Flags = number.isCanonical ? .isCanonical : []
        var node = JSONNode(.number, spelling, from: start, to: number.offset)
        let decimal = number.decimal
        if let integer = decimal.integer {
            node.link = UInt64(bitPattern: integer)
            node.flags.insert(.isInteger)
        } else if decimal.isIntegral {
            throw JSONFault(.integerOutOfRange, at: start)
        } else if !decimal.isExactDouble {
            throw JSONFault(.numberNotExact, at: start)
        }
        add(node, into: &nodes)
        return number.offset
    }

    private mutating func scanLiteral(
        _ letter: UInt8, at start: Int, in text: Span<UInt8>,
        into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) -> Int {
        let (word, node) =
            switch letter {
            case UInt8(ascii: "t"):
                ("true", JSONNode(.bool, [.isCanonical, .isTrue], from: start, to: start &+ 4))
            case UInt8(ascii: "f"):
                ("false", JSONNode(.bool, .isCanonical, from: start, to: start &+ 5))
            case UInt8(ascii: "n"):
                ("null", JSONNode(.null, .isCanonical, from: start, to: start &+ 4))
            default: throw JSONFault(.unexpectedByte, at: start)
            }
        var offset = start
        for byte in word.utf8 {
            guard offset < text.count else { throw JSONFault(.incompleteText, at: offset) }
            guard text[offset] == byte else { throw JSONFault(.unexpectedByte, at: offset) }
            offset &+= 1
        }
        add(node, into: &nodes)
        return offset
    }

    /// Adds a value: of a member right after its key, of an array at the end of its list.
    private mutating func add(_ node: JSONNode, into nodes: inout MutableSpan<JSONNode>) {
        let position = UInt32(truncatingIfNeeded: count)
        nodes[count] = node
        count &+= 1
        if !node.isCanonical { current.isCanonical = false }
        guard current.kind == .array else { return }
        if current.last == 0 {
            current.first = position
        } else {
            nodes[Int(current.last)].next = position
        }
        current.last = position
    }

    /// Opens a container and skips to what follows its bracket.
    private mutating func open(
        _ kind: JSONNode.Kind, at start: Int, in text: Span<UInt8>,
        into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) -> Int {
        guard enclosing.count < JSONLimits.depth else {
            throw JSONFault(.nestingTooDeep, at: start)
        }
        let position = UInt32(truncatingIfNeeded: count)
        add(JSONNode(kind, .isCanonical, from: start, to: start), into: &nodes)
        enclosing.append(current)
        current = OpenContainer(kind: kind, position: position)
        return skipSpace(from: start &+ 1, in: text)
    }

    private mutating func close(
        at end: Int, in text: Span<UInt8>, into nodes: inout MutableSpan<JSONNode>
    ) throws(JSONFault) {
        if current.isSortPending { try sortMembers(in: text, into: &nodes) }
        let position = Int(current.position)
        nodes[position].end = end
        nodes[position].link = UInt64(current.first) | UInt64(current.count) << 32
        let isCanonical = current.isCanonical
        guard let outer = enclosing.popLast() else { preconditionFailure("closed twice") }
        current = outer
        guard !isCanonical else { return }
        nodes[position].flags.remove(.isCanonical)
        current.isCanonical = false
    }
}
