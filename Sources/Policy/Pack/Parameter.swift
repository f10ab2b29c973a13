package import CEL
package import LedgerModel

/// A named, dated value of a pack, such as a threshold.
package struct Parameter: Sendable {
    /// A value from an instant on.
    package struct Dated: Sendable {
        /// Nil where the value always holds.
        package let from: Instant?
        /// The value from then on.
        package let value: FactValue
    }

    /// The name by which others refer to it.
    package let name: String
    /// What its values count.
    package let unit: Quantity.Unit
    /// What people call it.
    package let label: Label?
    /// By time.
    package let values: [Dated]
    /// Where its numbers come from.
    package let origin: Origin
    /// Where it stands in the document.
    package let place: TextPlace

    /// The value at an instant; missing before the first.
    package func value(at instant: Instant) -> FactValue {
        let known = values.last { value in value.from.map { $0 <= instant } ?? true }
        return known?.value ?? .missing(.notYetSet)
    }

    /// The type of its values.
    package var type: StaticType {
        switch unit {
        case .text: .string
        case .truth: .bool
        case .money, .share, .days, .count: .int
        }
    }
}

/// Where a number of a pack comes from.
package enum Origin: String, CaseIterable, Sendable {
    /// The source text that the pack names.
    case source = "SOURCE"
    /// Chosen by the author of the pack.
    case ours = "OURS"
    /// Other literature.
    case literature = "LITERATURE"
}

/// What something is called, by language.
package struct Label: Equatable, Sendable {
    /// By the tag of the language: `en`, `zh-Hans`, `zh-Hant`.
    package let texts: [String: String]

    /// The languages that a pack may have labels in.
    package static let languages = ["en", "zh-Hans", "zh-Hant"]

    /// The text in a language, else in English, else any.
    package func text(in language: String) -> String? {
        texts[language] ?? texts["en"] ?? texts.min { $0.key < $1.key }?.value
    }
}
