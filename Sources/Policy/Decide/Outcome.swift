package import LedgerModel

/// What a rule or a machine says of an account at an instant.
package enum Outcome: Hashable, Sendable {
    /// A level or state, by its index.
    case level(Int)
    /// None can be said; never silently the lowest.
    case none(Unrated)
    /// A level that waits for its first approval.
    case unapproved(proposal: Int)
}

/// Why an account has no level.
package enum Unrated: Hashable, Sendable {
    /// A fact or parameter that decides has no value.
    case missing(name: String, FactValue.Absence)
    /// No choice of the rule applies.
    case nothingApplies
    /// The pack in force has decided nothing yet.
    case notDecidedYet
    /// The rule gave something that is no level.
    case notALevel(String)
    /// An expression has no value.
    case failed(String)

    /// Why, in words.
    package var sentence: String {
        switch self {
        case .missing(let name, let absence): "\(name) \(absence.sentence)"
        case .nothingApplies: "no choice of the rule applies"
        case .notDecidedYet: "the pack in force has decided nothing yet"
        case .notALevel(let text): "the rule gives '\(text)', which is no level"
        case .failed(let sentence): sentence
        }
    }
}

extension [Outcome] {
    /// The place of an outcome that is no level, which it gets where it has none yet. As rules may
    /// give any text, those behind `PackLimits.unratedReasons` share one place.
    mutating func index(of outcome: Outcome) -> Int {
        if let index = firstIndex(of: outcome) { return index }
        guard count < PackLimits.unratedReasons else {
            if count == PackLimits.unratedReasons { append(.none(.furtherReasons)) }
            return PackLimits.unratedReasons
        }
        append(outcome)
        return count - 1
    }
}

extension Unrated {
    /// Why accounts have no level that are beyond the limit.
    static let furtherReasons = failed(
        "there are more than \(PackLimits.unratedReasons) different reasons")
}

extension FactValue.Absence {
    /// What is wrong with the fact, behind its name.
    package var sentence: String {
        switch self {
        case .noEvent: "is not known: no event says it"
        case .overflow: "is too large for 64 bits"
        case .noBase: "has nothing to be compared with"
        case .notConvertible(let reason): "can't be converted: \(reason.sentence)"
        case .noContactData(let what): "is not known: no contact has a \(what)"
        case .notYetSet: "has no value yet at that time"
        }
    }
}

/// What keeps a change from taking effect.
package enum HoldReason: String, Hashable, Sendable {
    /// The new outcome has not lasted long enough.
    case lasting = "for"
    /// The level is too young.
    case minimumDwell = "min_dwell"
    /// The change goes further than one step may.
    case maximumStep = "max_step"
    /// Its places in the cohort lie too near to a cut.
    case band
    /// The level is valid still, and may only rise.
    case validity
    /// It waits for its approval.
    case approval
    /// Somebody decided otherwise.
    case override
}

/// Where an account stands from an instant on, in one decision or machine.
package struct Standing: Equatable, Sendable {
    /// From when on.
    package let instant: Instant
    /// What the rule itself says.
    package let raw: Outcome
    /// The indexes of the choices that led there, the outermost first.
    package let path: [Int]
    /// The outcome after hold, before approval.
    package let held: Outcome
    /// What counts.
    package let effective: Outcome
    /// What keeps the rule's outcome from counting.
    package let heldBy: Set<HoldReason>
    /// What moved it here.
    package let occasion: Occasion
    /// Of a machine that moved: since when the guard into the state has held, or the one that kept
    /// the former has failed. Nil otherwise.
    package let turnedAt: Instant?

    init(
        instant: Instant, raw: Outcome, path: [Int], held: Outcome, effective: Outcome,
        heldBy: Set<HoldReason>, occasion: Occasion, turnedAt: Instant? = nil
    ) {
        self.instant = instant
        self.raw = raw
        self.path = path
        self.held = held
        self.effective = effective
        self.heldBy = heldBy
        self.occasion = occasion
        self.turnedAt = turnedAt
    }

    /// The level that waits for its approval; nil where none does.
    package var proposal: Int? {
        switch (effective, held) {
        case (.unapproved(let proposal), _): proposal
        case (.level(let own), .level(let proposal))
        where own != proposal && heldBy.contains(.approval): proposal
        default: nil
        }
    }

    /// What stands from an evaluation on where what the rule says is what counts.
    package static func evaluated(_ outcome: Outcome, at instant: Instant) -> Standing {
        Standing(
            instant: instant, raw: outcome, path: [], held: outcome, effective: outcome,
            heldBy: [], occasion: .evaluation)
    }

    /// What stands from an instant on at which nothing is decided.
    package static func undecided(
        from instant: Instant, _ occasion: Occasion
    ) -> Standing {
        let none = Outcome.none(.notDecidedYet)
        return Standing(
            instant: instant, raw: none, path: [], held: none, effective: none, heldBy: [],
            occasion: occasion)
    }

    /// The same where another pack comes into force later.
    package func taking(force instant: Instant) -> Standing {
        Standing(
            instant: instant, raw: raw, path: path, held: held, effective: effective,
            heldBy: heldBy, occasion: .activation)
    }

    /// What an instant of a history is.
    package enum Occasion: String, Sendable {
        /// An instant of the schedule.
        case evaluation
        /// Something held has lasted long enough.
        case timer
        /// An approval or an override, or the end of one.
        case ruling
        /// Another pack came into force.
        case activation
    }
}
