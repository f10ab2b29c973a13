package import CEL
package import LedgerModel

/// Why an account stands where it does in one decision or machine.
package struct Explanation: Sendable {
    /// A side of a comparison.
    package struct Side: Sendable {
        /// What it names, where it is a name alone.
        package enum Name: Equatable, Sendable {
            /// A fact, by its index.
            case fact(Int)
            /// A parameter, by its index.
            case parameter(Int)
        }

        /// The expression.
        package let text: String
        /// What it names; nil for other expressions.
        package let name: Name?
        /// Its value; nil where it has none.
        package let value: Value?
        /// Whether it is a value that stands in the expression itself.
        package let isLiteral: Bool
    }

    /// A comparison and the values of its sides.
    package struct Comparison: Sendable {
        /// The left side.
        package let left: Side
        /// The sign between them, as expressions write it.
        package let sign: String
        /// The right side.
        package let right: Side
    }

    /// A part of a condition, and what it came to.
    package struct Clause: Sendable {
        /// The expression.
        package let text: String
        /// Whether it holds; nil where it has no value.
        package let holds: Bool?
        /// Whether it says that what follows does not hold.
        package let isNegated: Bool
        /// What it names, where it is a name alone.
        package let name: Side.Name?
        /// What it compares; nil where it is no comparison.
        package let comparison: Comparison?
        /// The parts that it joins: of an alternative, or of a conjunction within one.
        package let parts: [Clause]
        /// Whether all parts must hold; otherwise one is enough.
        package let needsAllParts: Bool
    }

    /// A condition that was tried.
    package struct Trial: Sendable {
        /// The indexes of the choice and of those around it, the outermost first; of a machine the
        /// state that the guard leads into or keeps.
        package let path: [Int]
        /// The level, or state, that it is about, by its index; nil where that is computed.
        package let level: Int?
        /// Whether it is the guard that keeps the state.
        package let keeps: Bool
        /// Whether the choice applied; nil where its condition has no value.
        package let applies: Bool?
        /// The parts of the condition; none where the choice always applies.
        package let clauses: [Clause]
    }

    /// A fact that plays a part.
    package struct FactLine: Sendable {
        /// The index of the fact.
        package let fact: Int
        /// Its value.
        package let value: FactValue
        /// What it sees; nil for a fact of other facts.
        package let window: Range<Instant>?
        /// The events that weigh most, the largest first, of equal ones the latest.
        package let evidence: [FactEntry]
        /// How many events it sees.
        package let evidenceCount: Int
    }

    /// The smallest change of one fact that changes what the rule says.
    package struct Distance: Equatable, Sendable {
        /// The level that the rule would give.
        package let level: Int
        /// The index of the fact.
        package let fact: Int
        /// What the fact is.
        package let from: Int64
        /// What it would have to be.
        package let to: Int64
    }

    /// What the rules made of an account when they were last evaluated for it.
    package struct Reasoning: Sendable {
        /// When they were.
        package let evaluatedAt: Instant
        /// What the rule says of its choice.
        package let text: String?
        /// The conditions that were tried, in their order.
        package let trials: [Trial]
        /// The facts that play a part, those of the conditions first.
        package let facts: [FactLine]
        /// For each fact that can do it alone, how far the next higher outcome is.
        package let up: [Distance]
        /// For each fact that can do it alone, how far the next lower outcome is.
        package let down: [Distance]
    }

    /// Where the account stands.
    package let standing: Standing
    /// What the rules made of it; nil where it was overridden before they were asked.
    package let reasoning: Reasoning?
    /// The ruling that counts, where one does.
    package let ruling: AccountReadings.Ruling?
}

/// The last change of where an account stands, and why it came.
package struct ExplainedChange: Sendable {
    /// When it came.
    package let instant: Instant
    /// Why; of several causes all were needed together.
    package let causes: [Cause]
    /// Since when the rules had said so; nil where they said nothing else.
    package let turnedAt: Instant?
    /// Of a machine the guard that moved it, as it was then.
    package let trial: Explanation.Trial?
}
