import LedgerEngine
import Policy
import TransparencyLog

/// What tells the two packs apart.
extension ComparisonText {
    /// Parameters whose difference is told.
    private static let toldParameters = 4

    func hash(_ side: PackComparison.Side) -> TreeHash {
        side == .base ? hashes.base : hashes.variant
    }

    /// The name and version of a pack; where the other one has the same, the beginning of its hash
    /// tells them apart.
    func title(_ side: PackComparison.Side) -> String {
        let (base, variant) = (compared.base.pack, compared.variant.pack)
        let isAmbiguous =
            base.name == variant.name && base.version == variant.version
            && hashes.base != hashes.variant
        let own = compared.party(side).pack
        return "\(own.name) \(own.version)"
            + (isAmbiguous ? " · \(hash(side).hexadecimal.prefix(8))" : "")
    }

    /// The parameters that have other values in the variant at the end; nil where none has.
    var otherParameters: String? {
        guard let end = comparison.moments.last?.instant else { return nil }
        let changes = compared.base.pack.parameters.compactMap { own -> String? in
            let other = compared.variant.pack.parameters.first { $0.name == own.name }
            guard let other else { return nil }
            let values = [(PackComparison.Side.base, own), (.variant, other)].map { side, value in
                reasons(side).text(value.value(at: end), value.unit)
            }
            guard values[0] != values[1] else { return nil }
            let label = own.label?.text(in: words.language.rawValue) ?? own.name
            return "\(label) \(values[0]) → \(values[1])"
        }
        guard !changes.isEmpty else { return nil }
        let unseen = changes.count - Self.toldParameters
        let told =
            changes.prefix(Self.toldParameters)
            + (unseen > 0 ? [words.moreBelow(GroupedDigits.of(unseen))] : [])
        return words.otherParameters(day(end), told.joined(separator: words.semicolon))
    }
}
