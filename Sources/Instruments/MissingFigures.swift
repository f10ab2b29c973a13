import LedgerModel

/// Collects why figures of one JSON object are missing, as its member `missing`.
struct MissingFigures {
    private var reasons: [(name: String, sentence: String)] = []

    /// The number of a figure; where it is missing the reason is noted.
    mutating func value(_ name: String, _ figure: Figure?) -> Int64? {
        switch figure {
        case .value(let value): return value
        case .missing(let reason):
            if !reasons.contains(where: { $0.name == name }) {
                reasons.append((name, reason.sentence))
            }
            return nil
        case nil: return nil
        }
    }

    func append(to members: inout JSONMembers) {
        guard !reasons.isEmpty else { return }
        members.object("missing") { members in
            for reason in reasons.sorted(by: { $0.name < $1.name }) {
                members.string(reason.name, reason.sentence)
            }
        }
    }
}

extension JSONMembers {
    mutating func optional(_ name: String, _ value: Int64?) {
        if let value { integer(name, value) }
    }

    mutating func optional(_ name: String, _ value: Instant?) {
        if let value { instant(name, value) }
    }

    mutating func optional(_ name: String, _ value: String?) {
        if let value { string(name, value) }
    }

    /// One member a year, years of four digits, for the values that aren't missing.
    mutating func years(_ name: String, _ years: [(year: Int, value: Int64?)]) {
        object(name) { members in
            for (year, value) in years { members.optional(String(paddingYear: year), value) }
        }
    }
}

extension String {
    /// A year of at least four digits, so that years sort as texts.
    init(paddingYear year: Int) {
        let digits = String(year)
        self = String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }

    /// The order of member names in canonical JSON: by UTF-16 code units (RFC 8785 §3.2.3).
    func precedesCanonically(_ other: String) -> Bool {
        utf16.lexicographicallyPrecedes(other.utf16)
    }
}
