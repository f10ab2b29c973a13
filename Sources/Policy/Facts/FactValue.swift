package import CEL
package import LedgerModel

/// What a fact is for one account at one instant.
package enum FactValue: Hashable, Sendable {
    case number(Int64)
    case truth(Bool)
    case text(String)
    case missing(Absence)

    /// Why a fact has no value.
    package enum Absence: Hashable, Sendable {
        /// No event says anything of it.
        case noEvent
        /// The result is beyond 64 bits.
        case overflow
        /// A part is to be given of nothing, or a growth from nothing.
        case noBase
        /// An amount in another currency can't be converted.
        case notConvertible(MissingReason)
        /// No touch names the function, or level, of the people on both sides.
        case noContactData(String)
        /// A parameter has no value yet.
        case notYetSet
    }

    /// Texts are the same where their bytes are, as expressions have it.
    package static func == (left: FactValue, right: FactValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left == right
        case (.truth(let left), .truth(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.missing(let left), .missing(let right)): left == right
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .number(let number): hasher.combine(number)
        case .truth(let truth): hasher.combine(truth)
        case .text(let text): hasher.combine(text)
        case .missing(let reason): hasher.combine(reason)
        }
    }

    /// The value for expressions; nil where it is missing.
    package var value: Value? {
        switch self {
        case .number(let number): .int(number)
        case .truth(let truth): .bool(truth)
        case .text(let text): .string(text)
        case .missing: nil
        }
    }

    /// The number; nil for what is none.
    package var number: Int64? {
        if case .number(let number) = self { number } else { nil }
    }
}
