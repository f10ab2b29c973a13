/// The parts of a regular expression.
indirect enum PatternNode {
    case empty
    case scalar(ScalarSet)
    case assert(Pattern.Assertion)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// `most` is nil where there is no bound.
    case repeated(PatternNode, least: Int, most: Int?)
}

/// Reads regular expressions. Groups capture nothing and no quantifier is greedy or lazy, for only
/// whether there is a match is asked.
struct PatternParser {
    private let text: [Unicode.Scalar]
    private var offset = 0
    private var depth = 0
    private var flags = Flags()

    private struct Flags {
        var ignoresCase = false
        var matchesLines = false
        var dotTakesLineFeed = false
    }

    init(_ text: [Unicode.Scalar]) { self.text = text }

    /// Reads all of the text.
    mutating func pattern() throws(PatternError) -> PatternNode {
        let node = try alternatives()
        guard peek == nil else { throw PatternError(sentence: "a ')' has no '('") }
        return node
    }

    private var peek: Unicode.Scalar? { offset < text.count ? text[offset] : nil }

    private mutating func take() -> Unicode.Scalar? {
        defer { offset += 1 }
        return peek
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard peek == mark else { return false }
        offset += 1
        return true
    }

    private func looksAt(_ word: String) -> Bool {
        text[offset...].starts(with: word.unicodeScalars)
    }

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= CELLimits.depth else {
            throw PatternError(sentence: "it is nested too deep")
        }
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            nodes.append(try quantified(try atom()))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func quantified(_ node: PatternNode) throws(PatternError) -> PatternNode {
        var node = node
        var isQuantified = false
        while let (least, most) = try quantifier() {
            guard !isQuantified else {
                throw PatternError(sentence: "a quantifier follows another")
            }
            isQuantified = true
            _ = take("?")
            node = .repeated(node, least: least, most: most)
        }
        return node
    }

    private mutating func quantifier() throws(PatternError) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        return peek == "{" ? try counted() : nil
    }

    /// `{2}`, `{2,}` or `{2,5}`; another brace stands for itself.
    private mutating func counted() throws(PatternError) -> (least: Int, most: Int?)? {
        let start = offset
        offset += 1
        guard let least = number() else {
            offset = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            offset = start
            return nil
        }
        guard max(least, most ?? 0) <= 1_000, most ?? least >= least else {
            throw PatternError(sentence: "a count is at most 1000, and the least comes first")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let digits = text[offset...].prefix { ("0"..."9").contains($0) }
        offset += digits.count
        return Int(String(String.UnicodeScalarView(digits)))
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = take() else { return .empty }
        switch scalar {
        case "(": return try group()
        case "[": return .scalar(try bracket().ignoringCase(flags.ignoresCase))
        case ".": return .scalar(flags.dotTakesLineFeed ? .any : .anyButLineFeed)
        case "^": return .assert(flags.matchesLines ? .lineStart : .textStart)
        case "$": return .assert(flags.matchesLines ? .lineEnd : .textEnd)
        case "\\": return try escape()
        case "*", "+", "?": throw PatternError(sentence: "'\(scalar)' has nothing to repeat")
        case "{" where looksLikeCount: throw PatternError(sentence: "a count has nothing to repeat")
        default: return .scalar(ScalarSet(scalar, ignoresCase: flags.ignoresCase))
        }
    }

    private var looksLikeCount: Bool {
        var copy = self
        copy.offset -= 1
        return ((try? copy.counted()) ?? nil) != nil
    }

    private mutating func group() throws(PatternError) -> PatternNode {
        let outer = flags
        if take("?") {
            if looksAt("P<") || looksAt("<") {
                guard let end = text[offset...].firstIndex(of: ">") else {
                    throw PatternError(sentence: "the name of a group has no end")
                }
                offset = end + 1
            } else if try takeFlags() {
                return .empty
            }
        }
        let node = try alternatives()
        guard take(")") else { throw PatternError(sentence: "a '(' has no ')'") }
        flags = outer
        return node
    }

    /// Flags up to `:` or, for the rest of the group around, up to `)`; whether it was the latter.
    private mutating func takeFlags() throws(PatternError) -> Bool {
        var value = true
        while let scalar = take() {
            switch scalar {
            case "i": flags.ignoresCase = value
            case "m": flags.matchesLines = value
            case "s": flags.dotTakesLineFeed = value
            case "U": continue
            case "-": value = false
            case ":": return false
            case ")": return true
            default: throw PatternError(sentence: "there is no flag '\(scalar)'")
            }
        }
        throw PatternError(sentence: "a '(' has no ')'")
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        guard let letter = peek else { throw PatternError(sentence: "it ends with a backslash") }
        let assertions: [Unicode.Scalar: Pattern.Assertion] = [
            "A": .textStart, "z": .textEnd, "b": .wordBoundary, "B": .noWordBoundary,
        ]
        if let assertion = assertions[letter] {
            offset += 1
            return .assert(assertion)
        }
        if letter == "Q" { return literalText() }
        if let set = try classEscape() { return .scalar(set) }
        return .scalar(ScalarSet(try scalarEscape(), ignoresCase: flags.ignoresCase))
    }

    /// `\Q…\E`: the text between stands for itself.
    private mutating func literalText() -> PatternNode {
        offset += 1
        var nodes: [PatternNode] = []
        while offset < text.count, !looksAt("\\E") {
            nodes.append(.scalar(ScalarSet(text[offset], ignoresCase: flags.ignoresCase)))
            offset += 1
        }
        offset = min(text.count, offset + 2)
        return .sequence(nodes)
    }

    /// `\d`, `\pL`, `\p{Lu}` and so on, behind the backslash; nil where another escape stands.
    private mutating func classEscape() throws(PatternError) -> ScalarSet? {
        let sets: [Unicode.Scalar: ScalarSet] = [
            "d": .digit, "D": .digit.inverted, "w": .word, "W": .word.inverted, "s": .space,
            "S": .space.inverted,
        ]
        guard let letter = peek else { return nil }
        if let set = sets[letter] {
            offset += 1
            return set
        }
        guard letter == "p" || letter == "P" else { return nil }
        offset += 1
        var name = take().map { String($0) } ?? ""
        if name == "{" {
            guard let end = text[offset...].firstIndex(of: "}") else {
                throw PatternError(sentence: "\\p{ has no '}'")
            }
            name = String(String.UnicodeScalarView(text[offset..<end]))
            offset = end + 1
        }
        let isInverted = name.hasPrefix("^")
        let plain = isInverted ? String(name.dropFirst()) : name
        guard let set = ScalarSet.category(plain, isInverted: isInverted != (letter == "P")) else {
            throw PatternError(
                sentence: "there is no general category '\(plain)'; scripts are not read")
        }
        return set
    }

    private mutating func scalarEscape() throws(PatternError) -> Unicode.Scalar {
        guard let letter = take() else { throw PatternError(sentence: "it ends with a backslash") }
        let escapes: [Unicode.Scalar: Unicode.Scalar] = [
            "a": "\u{07}", "f": "\u{0C}", "t": "\t", "n": "\n", "r": "\r", "v": "\u{0B}",
        ]
        if let scalar = escapes[letter] { return scalar }
        if letter == "x" { return try hexadecimal() }
        guard letter.isASCII, !letter.properties.isAlphabetic, !("0"..."9").contains(letter) else {
            throw PatternError(sentence: "there is no escape '\\\(letter)'")
        }
        return letter
    }

    private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
        let isBraced = take("{")
        let digits = text[offset...].prefix(isBraced ? 8 : 2).prefix {
            $0.properties.isASCIIHexDigit
        }
        offset += digits.count
        guard !isBraced || take("}"), isBraced || digits.count == 2,
            let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw PatternError(sentence: "\\x needs two digits, or some between braces") }
        return scalar
    }

    /// A class from behind its opening bracket on.
    private mutating func bracket() throws(PatternError) -> ScalarSet {
        let isInverted = take("^")
        var set = ScalarSet()
        var isFirst = true
        while let scalar = peek, isFirst || scalar != "]" {
            isFirst = false
            if let named = try namedClass() {
                set.formUnion(named)
                continue
            }
            offset += 1
            if scalar == "\\", let escaped = try classEscape() {
                set.formUnion(escaped)
                continue
            }
            let first = scalar == "\\" ? try scalarEscape() : scalar
            var last = first
            if peek == "-", offset + 1 < text.count, text[offset + 1] != "]" {
                offset += 1
                let end = take() ?? first
                last = end == "\\" ? try scalarEscape() : end
            }
            guard first <= last else { throw PatternError(sentence: "a range runs backwards") }
            set.insert(first.value...last.value)
        }
        guard take("]") else { throw PatternError(sentence: "a '[' has no ']'") }
        return isInverted ? set.inverted : set
    }

    /// `[:alpha:]` and `[:^alpha:]` inside a class.
    private mutating func namedClass() throws(PatternError) -> ScalarSet? {
        guard looksAt("[:"), let end = text[offset...].firstIndex(of: "]"), text[end - 1] == ":",
            end > offset + 2
        else { return nil }
        var name = String(String.UnicodeScalarView(text[(offset + 2)..<(end - 1)]))
        let isInverted = name.hasPrefix("^")
        if isInverted { name.removeFirst() }
        guard let ranges = Self.namedRanges[name] else {
            throw PatternError(sentence: "there is no class [:\(name):]")
        }
        offset = end + 1
        return isInverted ? ScalarSet(ranges).inverted : ScalarSet(ranges)
    }

    private static let namedRanges: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A],
        "ascii": [0...0x7F], "blank": [0x09...0x09, 0x20...0x20],
        "cntrl": [0...0x1F, 0x7F...0x7F], "digit": [0x30...0x39], "graph": [0x21...0x7E],
        "lower": [0x61...0x7A], "print": [0x20...0x7E],
        "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
        "space": [0x09...0x0D, 0x20...0x20], "upper": [0x41...0x5A],
        "word": [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]
}
