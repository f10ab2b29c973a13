import CivilCalendar
import LedgerModel

/// When the cases of one account were opened, closed and reopened.
struct CaseSeries: Sendable {
    private enum Step {
        case opened
        case closed
        case reopened
    }

    private struct Entry {
        let occurredAt: Instant
        let position: Position
        let key: String
        let step: Step
    }

    private let entries: [Entry]
    private let window: Window

    init(_ fact: OpenFact, _ record: AccountReadings) {
        window = fact.window
        var entries: [Entry] = []
        func add(_ reading: Int?, _ step: Step) {
            guard let reading else { return }
            for entry in record.entries[reading] {
                guard case .text(let key) = entry.value else { continue }
                entries.append(
                    Entry(
                        occurredAt: entry.occurredAt, position: entry.position, key: key,
                        step: step))
            }
        }
        add(fact.opening, .opened)
        add(fact.closing, .closed)
        add(fact.reopening, .reopened)
        entries.sort { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
        self.entries = entries
    }

    /// How many cases opened in the window are open at an instant. A case that is closed or
    /// reopened without having been opened is none.
    func openCount(
        at instant: Instant, asWindowOf anchor: Instant?, in zone: CivilZone
    ) -> FactValue {
        let range =
            anchor.map { window.range(at: instant, asWindowOf: $0, in: zone) }
            ?? window.range(at: instant, in: zone)
        var isOpen: [String: Bool] = [:]
        for entry in entries where entry.occurredAt < range.upperBound {
            switch entry.step {
            case .opened where entry.occurredAt >= range.lowerBound: isOpen[entry.key] = true
            case .opened: break
            case .closed where isOpen[entry.key] != nil: isOpen[entry.key] = false
            case .reopened where isOpen[entry.key] != nil: isOpen[entry.key] = true
            case .closed, .reopened: break
            }
        }
        return .number(Int64(isOpen.values.count { $0 }))
    }
}
