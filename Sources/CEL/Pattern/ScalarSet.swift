/// A set of Unicode scalars, as a class of a regular expression names it.
struct ScalarSet: Sendable {
    private var ranges: [ClosedRange<UInt32>] = []
    private var categories: [Category] = []
    private var isInverted = false
    private var ignoresCase = false

    /// Scalars of general categories: `\p{Lu}`, `\p{L}`, and their complements.
    private struct Category: Sendable {
        let name: String
        let isInverted: Bool
    }

    init(_ ranges: [ClosedRange<UInt32>] = []) { self.ranges = ranges }

    init(_ scalar: Unicode.Scalar, ignoresCase: Bool) {
        ranges = [scalar.value...scalar.value]
        self.ignoresCase = ignoresCase
    }

    static let digit = ScalarSet([0x30...0x39])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let any = ScalarSet([0...0x10FFFF])
    static let anyButLineFeed = ScalarSet([0...0x09, 0x0B...0x10FFFF])

    /// Scalars of a general category by its name of one or two letters; nil where there is none.
    static func category(_ name: String, isInverted: Bool) -> ScalarSet? {
        guard
            name == "Any"
                || Unicode.GeneralCategory.shortNames.contains(where: { $0.hasPrefix(name) }),
            !name.isEmpty
        else { return nil }
        var set = ScalarSet()
        set.categories = [Category(name: name, isInverted: isInverted)]
        return set
    }

    var inverted: ScalarSet {
        var set = self
        set.isInverted.toggle()
        return set
    }

    func ignoringCase(_ ignores: Bool) -> ScalarSet {
        var set = self
        set.ignoresCase = ignores
        return set
    }

    mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

    /// Adds the scalars of a set that is no union with an inverted one.
    mutating func formUnion(_ other: ScalarSet) {
        ranges += other.isInverted ? Self.complement(of: other.ranges) : other.ranges
        categories += other.categories.map {
            Category(name: $0.name, isInverted: $0.isInverted != other.isInverted)
        }
    }

    private static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var (next, rest) = (UInt32(0), [ClosedRange<UInt32>]())
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { rest.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        return next > 0x10FFFF ? rest : rest + [next...0x10FFFF]
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        if has(scalar) != isInverted { return true }
        guard ignoresCase, !isInverted else { return false }
        let properties = scalar.properties
        return [properties.lowercaseMapping, properties.uppercaseMapping].contains { mapping in
            mapping.unicodeScalars.count == 1 && mapping.unicodeScalars.first.map(has) ?? false
        }
    }

    private func has(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
            || categories.contains { category in
                let name = scalar.properties.generalCategory.shortName
                return (category.name == "Any" || name.hasPrefix(category.name))
                    != category.isInverted
            }
    }
}

extension Unicode.GeneralCategory {
    /// The names of Unicode's table of property values.
    fileprivate static let shortNames = [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]

    fileprivate var shortName: String {
        switch self {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
