/// A sentence with places in it, such as `there is no file {path}`.
///
/// `{name}` takes any text and gives it as it is; `{,names}` gives a list of names with the commas
/// of the language; `{~sentence}` gives a text in the language, as it is where it has no words;
/// `{!field}` takes only a text that has words. A place is named after the chapter of its words.
struct Template: Sendable {
    /// What stands between two literals.
    struct Place: Hashable, Sendable {
        enum Kind: Character, Sendable {
            case list = ","
            case translated = "~"
            case required = "!"
            case verbatim = " "
        }

        let name: String
        let kind: Kind

        /// The chapter in which its words are looked for.
        var chapter: String { String(name.reversed().drop { $0.isNumber }.reversed()) }
    }

    /// One more than there are places.
    private(set) var literals: [String] = [""]
    private(set) var places: [Place] = []

    init(_ text: String) {
        var rest = text[...]
        while let brace = rest.firstIndex(of: "{") {
            literals[literals.count - 1] += rest[..<brace]
            rest = rest[brace...]
            guard let end = rest.firstIndex(of: "}"),
                let place = Self.place(rest[..<end].dropFirst())
            else {
                literals[literals.count - 1].append(rest.removeFirst())
                continue
            }
            places.append(place)
            literals.append("")
            rest = rest[end...].dropFirst()
        }
        literals[literals.count - 1] += rest
    }

    private static func place(_ text: Substring) -> Place? {
        let kind = text.first.flatMap { Place.Kind(rawValue: $0) }
        let name = kind == nil ? text : text.dropFirst()
        guard !name.isEmpty, kind != .verbatim,
            name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber) })
        else { return nil }
        return Place(name: String(name), kind: kind ?? .verbatim)
    }

    /// How much of it is fixed: the more, the more surely a text that fits is meant.
    var literalLength: Int { literals.reduce(0) { $0 + $1.utf8.count } }

    /// What stands at each place in a text; nil where the text doesn't fit.
    func values(in text: Substring) -> [Substring]? {
        guard let first = literals.first, let last = literals.last, text.hasPrefix(first) else {
            return nil
        }
        if places.isEmpty { return text.count == first.count ? [] : nil }
        var rest = text.dropFirst(first.count)
        guard rest.hasSuffix(last) else { return nil }
        rest = rest.dropLast(last.count)
        var values: [Substring] = []
        for literal in literals.dropFirst().dropLast() {
            guard let range = rest.firstRange(of: literal) else { return nil }
            values.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return values + [rest]
    }

    /// The sentence with a text at each place, and a blank between Han and Latin letters there.
    func text(_ values: [String: String]) -> String {
        var text = literals.first ?? ""
        for (place, literal) in zip(places, literals.dropFirst()) {
            Self.append(values[place.name] ?? "", to: &text)
            Self.append(literal, to: &text)
        }
        return text
    }

    private static func append(_ part: String, to text: inout String) {
        if let before = text.last, let after = part.first,
            before.isHan && after.isLatin || before.isLatin && after.isHan
        {
            text.append(" ")
        }
        text += part
    }
}

extension Character {
    fileprivate var isHan: Bool {
        unicodeScalars.first.map { (0x4E00...0x9FFF).contains($0.value) } ?? false
    }

    fileprivate var isLatin: Bool { isASCII && !isWhitespace }
}
