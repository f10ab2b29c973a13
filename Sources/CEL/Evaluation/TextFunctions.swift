/// The methods of strings; places are counted in Unicode code points. Beyond the standard
/// definitions, those of the extension `strings`
/// (https://github.com/google/cel-go/blob/master/ext/README.md#strings).
enum TextFunctions {
    static let methods: [String: Functions.Function] = [
        "contains": { (arguments, _) in
            pair(arguments) { .bool(find($1, in: $0, from: 0) != nil) }
        },
        "startsWith": { (arguments, _) in pair(arguments) { .bool($0.starts(with: $1)) } },
        "endsWith": { (arguments, _) in pair(arguments) { .bool($0.suffix($1.count) == $1[...]) } },
        "lowerAscii": { (arguments, _) in changed(arguments) { $0.map(\.asciiLowercase) } },
        "upperAscii": { (arguments, _) in changed(arguments) { $0.map(\.asciiUppercase) } },
        "reverse": { (arguments, _) in changed(arguments) { $0.reversed() } },
        "trim": { (arguments, _) in
            changed(arguments) { text in
                let start = text.drop { $0.properties.isWhitespace }
                return Array(start.reversed().drop { $0.properties.isWhitespace }.reversed())
            }
        },
        "charAt": { (arguments, _) throws(FunctionFailure) in try charAt(arguments) },
        "indexOf": { (arguments, _) throws(FunctionFailure) in try indexOf(arguments) },
        "lastIndexOf": { (arguments, _) throws(FunctionFailure) in try lastIndexOf(arguments) },
        "substring": { (arguments, _) throws(FunctionFailure) in try substring(arguments) },
        "replace": { (arguments, _) throws(FunctionFailure) in try replace(arguments) },
        "split": { (arguments, _) in split(arguments) },
        "format": { (arguments, _) throws(FunctionFailure) in
            guard arguments.count == 2, case .string(let format) = arguments[0],
                case .list(let values) = arguments[1]
            else { return nil }
            return .string(try TextFormat.text(format, values))
        },
        "join": { (arguments, _) throws(FunctionFailure) in try join(arguments) },
    ]

    private typealias Scalars = [Unicode.Scalar]

    private static func scalars(_ value: Value) -> Scalars? {
        guard case .string(let text) = value else { return nil }
        return Array(text.unicodeScalars)
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> Value {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return .string(String(text))
    }

    private static func pair(_ arguments: [Value], _ body: (Scalars, Scalars) -> Value) -> Value? {
        guard arguments.count == 2, let left = scalars(arguments[0]),
            let right = scalars(arguments[1])
        else { return nil }
        return body(left, right)
    }

    private static func changed(_ arguments: [Value], _ body: (Scalars) -> Scalars) -> Value? {
        guard arguments.count == 1, let text = scalars(arguments[0]) else { return nil }
        return string(body(text))
    }

    /// Where a part begins from an offset on; by Knuth, Morris and Pratt, so that no text is slow.
    private static func find(_ part: Scalars, in text: Scalars, from start: Int) -> Int? {
        guard !part.isEmpty else { return start <= text.count ? start : nil }
        var borders = [0]
        var matched = 0
        for offset in part.indices.dropFirst() {
            while matched > 0, part[offset] != part[matched] { matched = borders[matched - 1] }
            if part[offset] == part[matched] { matched += 1 }
            borders.append(matched)
        }
        matched = 0
        for offset in stride(from: start, to: text.count, by: 1) {
            while matched > 0, text[offset] != part[matched] { matched = borders[matched - 1] }
            if text[offset] == part[matched] { matched += 1 }
            if matched == part.count { return offset - matched + 1 }
        }
        return nil
    }

    private static func index(
        _ value: Value, upTo limit: Int
    ) throws(FunctionFailure) -> Int? {
        guard case .int(let number) = value else { return nil }
        guard number >= 0, number <= limit else { throw .outOfRange("the index \(number)") }
        return Int(number)
    }

    private static func charAt(_ arguments: [Value]) throws(FunctionFailure) -> Value? {
        guard arguments.count == 2, let text = scalars(arguments[0]),
            let index = try index(arguments[1], upTo: text.count)
        else { return nil }
        return string(text[index...].prefix(1))
    }

    private static func indexOf(_ arguments: [Value]) throws(FunctionFailure) -> Value? {
        guard (2...3).contains(arguments.count), let text = scalars(arguments[0]),
            let part = scalars(arguments[1])
        else { return nil }
        var start = 0
        if arguments.count == 3 {
            guard let given = try index(arguments[2], upTo: text.count) else { return nil }
            start = given
        }
        return .int(Int64(find(part, in: text, from: start) ?? -1))
    }

    private static func lastIndexOf(_ arguments: [Value]) throws(FunctionFailure) -> Value? {
        guard (2...3).contains(arguments.count), let text = scalars(arguments[0]),
            let part = scalars(arguments[1])
        else { return nil }
        var last = text.count - part.count
        if arguments.count == 3 {
            guard let given = try index(arguments[2], upTo: text.count) else { return nil }
            last = min(last, given)
        }
        // The last place is the first one of both texts read backwards.
        guard last >= 0 else { return .int(-1) }
        let mirrored = Array(text.prefix(last + part.count).reversed())
        guard let found = find(part.reversed(), in: mirrored, from: 0) else { return .int(-1) }
        return .int(Int64(mirrored.count - found - part.count))
    }

    private static func substring(_ arguments: [Value]) throws(FunctionFailure) -> Value? {
        guard (2...3).contains(arguments.count), let text = scalars(arguments[0]),
            let start = try index(arguments[1], upTo: text.count),
            let end = arguments.count == 2 ? text.count : try index(arguments[2], upTo: text.count)
        else { return nil }
        guard start <= end else { throw .outOfRange("the index \(end) before \(start)") }
        return string(text[start..<end])
    }

    private static func replace(_ arguments: [Value]) throws(FunctionFailure) -> Value? {
        guard (3...4).contains(arguments.count), let text = scalars(arguments[0]),
            let part = scalars(arguments[1]), let other = scalars(arguments[2])
        else { return nil }
        var left = Int64.max
        if arguments.count == 4 {
            guard case .int(let limit) = arguments[3] else { return nil }
            left = limit < 0 ? .max : limit
        }
        var (made, offset) = (Scalars(), 0)
        while left > 0, offset <= text.count, let found = find(part, in: text, from: offset) {
            made += text[offset..<found] + other
            guard made.count <= CELLimits.valueSize else { throw tooLarge }
            if part.isEmpty, found < text.count { made.append(text[found]) }
            offset = found + max(part.count, 1)
            left -= 1
        }
        return string(made + text.dropFirst(offset))
    }

    private static var tooLarge: FunctionFailure {
        FunctionFailure(.tooExpensive("a value would be larger than \(CELLimits.valueSize)"))
    }

    private static func split(_ arguments: [Value]) -> Value? {
        guard (2...3).contains(arguments.count), let text = scalars(arguments[0]),
            let separator = scalars(arguments[1])
        else { return nil }
        var limit = Int.max
        if arguments.count == 3 {
            guard case .int(let given) = arguments[2] else { return nil }
            limit = given < 0 ? .max : Int(given)
        }
        guard limit > 0 else { return .list([]) }
        var (parts, offset) = ([Value](), 0)
        while parts.count < limit - 1 {
            if separator.isEmpty {
                guard offset < text.count - 1 else { break }
                parts.append(string(text[offset...offset]))
                offset += 1
            } else {
                guard let found = find(separator, in: text, from: offset) else { break }
                parts.append(string(text[offset..<found]))
                offset = found + separator.count
            }
        }
        if separator.isEmpty, text.isEmpty { return .list([]) }
        return .list(parts + [string(text[offset...])])
    }

    private static func join(_ arguments: [Value]) throws(FunctionFailure) -> Value? {
        guard (1...2).contains(arguments.count), case .list(let elements) = arguments[0] else {
            return nil
        }
        var separator = Scalars()
        if arguments.count == 2 {
            guard let given = scalars(arguments[1]) else { return nil }
            separator = given
        }
        var made = Scalars()
        for (number, element) in elements.enumerated() {
            guard let text = scalars(element) else { return nil }
            made += (number == 0 ? [] : separator) + text
            guard made.count <= CELLimits.valueSize else { throw tooLarge }
        }
        return string(made)
    }

    /// A string literal of the value, as an expression could write it.
    static func quote(_ arguments: [Value]) -> Value? {
        guard arguments.count == 1, let text = scalars(arguments[0]) else { return nil }
        let escapes: [Unicode.Scalar: String] = [
            "\u{07}": "\\a", "\u{08}": "\\b", "\u{0C}": "\\f", "\n": "\\n", "\r": "\\r",
            "\t": "\\t", "\u{0B}": "\\v", "\\": "\\\\", "\"": "\\\"",
        ]
        let quoted = text.map { escapes[$0] ?? String($0) }.joined()
        return .string("\"\(quoted)\"")
    }
}

extension Unicode.Scalar {
    fileprivate var asciiLowercase: Unicode.Scalar {
        ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 32) : self
    }

    fileprivate var asciiUppercase: Unicode.Scalar {
        ("a"..."z").contains(self) ? Unicode.Scalar(UInt8(value) - 32) : self
    }
}
