import CEL
import LedgerModel

/// The test of one cell: which values of its input it admits.
struct TableCell: Equatable, Sendable {
    /// Whole numbers between two bounds, both among them.
    struct Interval: Equatable, Sendable {
        let low: Int64
        let high: Int64
    }

    /// What is admitted.
    enum Test: Equatable, Sendable {
        case anything
        case numbers([Interval])
        case texts(Set<String>, isExcluded: Bool)
        case truth(Bool)
    }

    let test: Test

    /// Whether a value can satisfy both tests.
    func overlaps(_ other: TableCell) -> Bool {
        switch (test, other.test) {
        case (.anything, _), (_, .anything): true
        case (.numbers(let left), .numbers(let right)):
            left.contains { own in right.contains { own.low <= $0.high && $0.low <= own.high } }
        case (.texts(let left, false), .texts(let right, false)): !left.isDisjoint(with: right)
        case (.texts(let left, false), .texts(let right, true)): !left.isSubset(of: right)
        case (.texts(let left, true), .texts(let right, false)): !right.isSubset(of: left)
        case (.texts, .texts): true
        case (.truth(let left), .truth(let right)): left == right
        default: false
        }
    }

    /// The test as an expression about an input; nil where it admits everything.
    func condition(on input: String) -> String? {
        switch test {
        case .anything: nil
        case .truth(let truth): "\(input) == \(truth)"
        case .texts(let texts, let isExcluded):
            Self.condition(on: input, texts.sorted().map { Self.literal($0) }, isExcluded)
        case .numbers(let intervals):
            "(" + intervals.map { $0.condition(on: input) }.joined(separator: " || ") + ")"
        }
    }
}

extension TableCell {
    /// One text is compared, which explanations show with the names that people know.
    private static func condition(
        on input: String, _ literals: [String], _ isExcluded: Bool
    ) -> String {
        if literals.count == 1 { return "\(input) \(isExcluded ? "!=" : "==") \(literals[0])" }
        return (isExcluded ? "!" : "") + "(\(input) in [" + literals.joined(separator: ", ") + "])"
    }

    private static func literal(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}

extension TableCell.Interval {
    /// What lies in none of some intervals.
    fileprivate static func gaps(between intervals: [Self]) -> [Self] {
        var gaps: [Self] = []
        var low: Int64? = .min
        for interval in intervals.sorted(by: { $0.low < $1.low }) {
            guard let start = low else { break }
            if start < interval.low { gaps.append(Self(low: start, high: interval.low - 1)) }
            low = interval.high == .max ? nil : max(start, interval.high + 1)
        }
        if let low { gaps.append(Self(low: low, high: .max)) }
        return gaps
    }

    fileprivate func condition(on input: String) -> String {
        if low == high { return "\(input) == \(low)" }
        let parts = [
            low == .min ? nil : "\(input) >= \(low)", high == .max ? nil : "\(input) <= \(high)",
        ]
        return parts.compactMap(\.self).joined(separator: " && ")
    }
}

extension TableCell {
    /// Reads a cell; throws a sentence that says what it should be.
    ///
    /// - Parameters:
    ///   - type: of the input.
    ///   - number: reads a number in the unit of the input, such as `500万`.
    init(
        _ text: String, type: StaticType, number: (String) -> Int64?
    ) throws(CellError) {
        let text = text.trimmed
        if text == "-" {
            test = .anything
            return
        }
        switch type {
        case .bool:
            guard text == "true" || text == "false" else {
                throw CellError("a cell of a truth is true, false or -, not '\(text)'")
            }
            test = .truth(text == "true")
        case .string: test = try Self.texts(text)
        default: test = .numbers(try Self.intervals(text, number))
        }
    }

    private static func texts(_ text: String) throws(CellError) -> Test {
        var (inner, isExcluded) = (text, false)
        if text.hasPrefix("not("), text.hasSuffix(")") {
            (inner, isExcluded) = (String(text.dropFirst(4).dropLast()), true)
        }
        var texts: Set<String> = []
        for part in inner.partsOutsideQuotes {
            let part = part.trimmed
            guard part.count >= 2, part.hasPrefix("'"), part.hasSuffix("'") else {
                throw CellError("a cell of a text is like 'leading','middle' or -, not \(text)")
            }
            texts.insert(String(part.dropFirst().dropLast()))
        }
        guard !texts.isEmpty else {
            throw CellError("a cell of a text is like 'leading','middle' or -, not empty")
        }
        return .texts(texts, isExcluded: isExcluded)
    }

    private static func intervals(
        _ text: String, _ number: (String) -> Int64?
    ) throws(CellError) -> [Interval] {
        if let first = text.first, let last = text.last, "[(".contains(first), "])".contains(last) {
            return [try interval(text, first, last, number)]
        }
        if text.hasPrefix("not("), text.hasSuffix(")") {
            return Interval.gaps(
                between: try intervals(String(text.dropFirst(4).dropLast()), number))
        }
        for sign in [">=", "<=", ">", "<"] where text.hasPrefix(sign) {
            guard let bound = number(String(text.dropFirst(sign.count)).trimmed) else { break }
            switch sign {
            case ">=": return [Interval(low: bound, high: .max)]
            case "<=": return [Interval(low: .min, high: bound)]
            case ">" where bound < .max: return [Interval(low: bound + 1, high: .max)]
            case "<" where bound > .min: return [Interval(low: .min, high: bound - 1)]
            default: throw CellError("no number is \(text)")
            }
        }
        // A comma may also stand between groups of digits.
        let isOne = number(text) != nil
        let separator: Character = isOne || text.contains(";") ? ";" : ","
        var intervals: [Interval] = []
        for part in text.split(separator: separator) {
            guard let value = number(String(part).trimmed) else {
                throw CellError(
                    "a cell of a number is like >= 2000万, [500万..2000万), 3,4, not(3) or -, "
                        + "not '\(text)'")
            }
            intervals.append(Interval(low: value, high: value))
        }
        return intervals
    }

    private static func interval(
        _ text: String, _ first: Character, _ last: Character, _ number: (String) -> Int64?
    ) throws(CellError) -> Interval {
        let inner = text.dropFirst().dropLast()
        guard let dots = inner.firstRange(of: ".."),
            let low = number(String(inner[..<dots.lowerBound]).trimmed),
            let high = number(String(inner[dots.upperBound...]).trimmed)
        else { throw CellError("an interval is like [500万..2000万), not '\(text)'") }
        let (isOpen, endsOpen) = (first == "(", last == ")")
        guard !isOpen || low < .max, !endsOpen || high > .min,
            (isOpen ? low + 1 : low) <= (endsOpen ? high - 1 : high)
        else { throw CellError("the interval '\(text)' holds no number") }
        return Interval(low: isOpen ? low + 1 : low, high: endsOpen ? high - 1 : high)
    }
}

/// Why a cell can't be read.
struct CellError: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

extension String {
    /// What commas divide that stand in no quotes. A quote within a text ends nothing unless a
    /// comma, or the end, follows.
    fileprivate var partsOutsideQuotes: [String] {
        var parts: [String] = []
        var part = ""
        for piece in split(separator: ",", omittingEmptySubsequences: false) {
            part += part.isEmpty ? String(piece) : "," + piece
            let text = part.trimmed
            let isOpen = text.hasPrefix("'") && !(text.count > 1 && text.hasSuffix("'"))
            guard !isOpen else { continue }
            if !text.isEmpty { parts.append(part) }
            part = ""
        }
        return part.trimmed.isEmpty ? parts : parts + [part]
    }

    /// Without blanks at its ends.
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
