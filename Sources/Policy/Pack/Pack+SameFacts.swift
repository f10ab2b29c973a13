import CivilCalendar

extension Pack {
    /// Whether another pack has the same facts, fact by fact: named alike and computed alike of the
    /// same events, for the same accounts. Then what is folded and ranked for one serves both.
    package func hasFacts(of other: Pack) -> Bool {
        (zone.name, currency, followsLedgerCurrency) == (
            other.zone.name, other.currency, other.followsLedgerCurrency
        ) && having == other.having
            && facts.elementsEqual(other.facts) { $0.isSame(as: $1) }
            && readings.elementsEqual(other.readings) { $0.isSame(as: $1) }
    }
}

extension FactDefinition {
    fileprivate func isSame(as other: FactDefinition) -> Bool {
        (name, content, type, unit) == (other.name, other.content, other.type, other.unit)
    }
}

extension EventReading {
    /// Whether both take the same from every event, and with the same sign.
    fileprivate func isSame(as other: EventReading) -> Bool {
        isNegative == other.isNegative && key == other.key
    }
}
