package import LedgerModel

/// A time in which what is looked for may still come to an account.
package struct RiskSpell: Equatable, Sendable {
    /// The account is at risk at the instants behind this one …
    package let after: Instant
    /// … through this one.
    package let through: Instant
    /// When it came; nil where nothing is known of it.
    package let outcome: Instant?
}

extension RiskSpell {
    /// What an event does to the tie with an account.
    package enum Turn: Sendable {
        /// All of it is lost.
        case lost
        /// Some of it is lost, and the rest is at risk.
        case lostInPart
        /// It was won back.
        case won

        /// What an event of a type does where all of the account is meant; nil for nothing.
        package init?(eventType: String) {
            switch eventType {
            case "churn.confirmed", "account.closed": self = .lost
            case "winback.won", "account.reopened": self = .won
            default: return nil
            }
        }
    }

    /// The times in which an account could be lost.
    ///
    /// - Parameter turns: by time, those of one instant by position.
    package static func ofChurn(_ turns: [(at: Instant, turn: Turn)]) -> [RiskSpell] {
        var spells: [RiskSpell] = []
        var start: Instant? = .earliest
        for (at, turn) in turns {
            switch (turn, start) {
            case (.won, nil): start = at
            case (.lost, let after?):
                spells.append(RiskSpell(after: after, through: at, outcome: at))
                start = nil
            case (.lostInPart, let after?):
                spells.append(RiskSpell(after: after, through: at, outcome: at))
                start = at
            case (.won, _?), (.lost, nil), (.lostInPart, nil): break
            }
        }
        if let start { spells.append(RiskSpell(after: start, through: .latest, outcome: nil)) }
        return spells
    }

    /// The times between the first order and a silence of so many days, again and again.
    ///
    /// - Parameter orders: when orders were placed, rising.
    package static func ofSilence(_ orders: [Instant], days: Int64) -> [RiskSpell] {
        var spells: [RiskSpell] = []
        var start = orders.first
        for (index, order) in orders.enumerated() {
            let silent = order.advanced(byDays: days)
            let next = index + 1 < orders.count ? orders[index + 1] : nil
            guard let after = start, next.map({ $0 >= silent }) ?? true else { continue }
            let through = Instant(microseconds: silent.microseconds - 1)
            spells.append(RiskSpell(after: after, through: through, outcome: silent))
            start = next
        }
        return spells
    }
}
