import CivilCalendar
import LedgerModel

/// Who of ours met whom of an account's contacts.
struct ContactStructure: Sendable {
    private let touches: [AccountReadings.Touch]
    private let contacts: [AccountReadings.ContactEntry]

    init(_ record: AccountReadings) {
        touches = record.touches
        contacts = record.contacts
    }

    private struct Pair: Hashable {
        let ours: String
        let theirs: String
    }

    /// A measure of the meetings that a fact sees at an instant. Contacts that have left take no
    /// part, and what a contact is counts as of the meeting. Where somebody met and nothing says
    /// what is compared, the value is missing.
    func value(
        of fact: ContactFact, at instant: Instant, asWindowOf anchor: Instant?, in zone: CivilZone
    ) -> FactValue {
        let range =
            anchor.map { fact.window.range(at: instant, asWindowOf: $0, in: zone) }
            ?? fact.window.range(at: instant, in: zone)
        let seen = touches.filter { range.contains($0.occurredAt) }
        let left = gone(before: instant)
        switch fact.measure {
        case .pairs:
            return .number(Int64(Set(seen.flatMap { people(of: $0, without: left) }).count))
        case .functionPairs:
            return count(seen, left, "function") { touch, contact in
                (
                    touch.ourFunction,
                    touch.theirFunction ?? attribute(\.function, contact, touch.occurredAt)
                )
            }
        case .levelPairs:
            return count(seen, left, "level") { touch, contact in
                (touch.ourLevel, touch.theirLevel ?? attribute(\.level, contact, touch.occurredAt))
            }
        case .knotShare: return knotShare(seen.map { people(of: $0, without: left) })
        }
    }

    private func people(
        of touch: AccountReadings.Touch, without left: Set<String>
    ) -> Set<Pair> {
        var pairs: Set<Pair> = []
        for person in touch.people {
            for contact in touch.contacts where !left.contains(contact) {
                pairs.insert(Pair(ours: person, theirs: contact))
            }
        }
        return pairs
    }

    /// Different pairs of what two sides are.
    private func count(
        _ touches: [AccountReadings.Touch], _ left: Set<String>, _ what: String,
        _ sides: (AccountReadings.Touch, String?) -> (String?, String?)
    ) -> FactValue {
        var pairs: Set<Pair> = []
        var isAnyonePresent = false
        for touch in touches {
            let present = touch.contacts.filter { !left.contains($0) }
            guard touch.contacts.isEmpty || !present.isEmpty else { continue }
            isAnyonePresent = true
            let contacts = present.isEmpty ? [nil] : present.map { Optional($0) }
            for contact in contacts {
                guard case (let ours?, let theirs?) = sides(touch, contact) else { continue }
                pairs.insert(Pair(ours: ours, theirs: theirs))
            }
        }
        if pairs.isEmpty, isAnyonePresent { return .missing(.noContactData(what)) }
        return .number(Int64(pairs.count))
    }

    /// What the last entry of a contact before an instant that says it says.
    private func attribute(
        _ path: KeyPath<AccountReadings.ContactEntry, String?>, _ contact: String?,
        _ instant: Instant
    ) -> String? {
        guard let contact else { return nil }
        return contacts.last {
            $0.contact == contact && $0.occurredAt < instant && $0[keyPath: path] != nil
        }?[keyPath: path]
    }

    /// The contacts whose last entry before an instant says that they left.
    private func gone(before instant: Instant) -> Set<String> {
        var left: Set<String> = []
        for entry in contacts where entry.occurredAt < instant {
            if entry.hasLeft { left.insert(entry.contact) } else { left.remove(entry.contact) }
        }
        return left
    }

    /// The touches with the commonest pair, of those with any, in parts per million.
    private func knotShare(_ touches: [Set<Pair>]) -> FactValue {
        let withPairs = touches.filter { !$0.isEmpty }
        guard !withPairs.isEmpty else { return .missing(.noEvent) }
        var counts: [Pair: Int64] = [:]
        for pairs in withPairs {
            for pair in pairs { counts[pair, default: 0] += 1 }
        }
        let most = counts.values.max() ?? 0
        return .number(most * 1_000_000 / Int64(withPairs.count))
    }
}
