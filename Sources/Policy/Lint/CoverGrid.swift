/// Rows of a table, or choices of a rule, as the combinations of values for which they apply.
struct CoverGrid {
    /// What tests are about.
    struct Term {
        /// The text of its expression.
        let text: String
        /// What it may be, where it is a number.
        let range: ClosedRange<Int64>
    }

    /// Tests that must all hold, by the index of their term.
    typealias Alternative = [Int: ValueSet]

    /// A row or choice.
    struct Row {
        /// It applies where one of them holds: never where there is none.
        let alternatives: [Alternative]
        /// Whether no later row is looked at where it applies.
        let endsMatching: Bool
    }

    let terms: [Term]
    let rows: [Row]
}

/// Whether a row is ever the answer.
enum Reach: Equatable {
    /// Some combination of values may lead to it.
    case reached
    /// It applies to no combination.
    case neverApplies
    /// Where it applies, one before it does: this one alone, or several together where it is nil.
    case covered(by: Int?)
}

extension ClosedRange<Int64> {
    /// All numbers.
    static let all = Int64.min...Int64.max
}
