package import CEL
package import LedgerModel

/// The functions of packs beside the standard ones.
package enum PackFunctions {
    /// What they take and give.
    package static let signatures: [String: [Signature]] = [
        "percent": [Signature([.int], .int)],
        "money": [Signature([.int], .string)],
    ]

    /// `percent(80)` is 800,000 parts per million; `money(x)` is a text for people.
    ///
    /// - Parameter language: that of the texts: `en`, `zh-Hans` or `zh-Hant`.
    package static func functions(
        in currency: CurrencyCode?, language: String = "en"
    ) -> [String: @Sendable ([Value]) -> Value?] {
        [
            "percent": { arguments in
                guard case .int(let percent)? = arguments.first, arguments.count == 1 else {
                    return nil
                }
                let (parts, overflows) = percent.multipliedReportingOverflow(by: 10_000)
                return overflows ? nil : .int(parts)
            },
            "money": { arguments in
                guard case .int(let minor)? = arguments.first, arguments.count == 1 else {
                    return nil
                }
                return .string(
                    MoneyWords.text(minor, in: currency ?? .none, language: language))
            },
        ]
    }

    /// The functions of expressions about events.
    package static let ofEvents: [String: @Sendable ([Value]) -> Value?] = [
        "normalised": { arguments in
            guard case .map(let event)? = arguments.first, arguments.count == 1,
                case .int(let score)? = event[.string("score")],
                case .int(let low)? = event[.string("scale_min")],
                case .int(let high)? = event[.string("scale_max")]
            else { return nil }
            return Answer.basisPoints(score, from: low, to: high).map { .int($0) }
        }
    ]
}
