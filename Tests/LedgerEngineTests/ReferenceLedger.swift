import LedgerModel

@testable import LedgerEngine

/// What a ledger must do, written as plainly as possible: lists that are searched from end to end.
struct ReferenceLedger {
    struct Event: Equatable {
        var id: String
        var subject: String
        var time: Int
        var recordedTime: Int?
        var amount: Int
        /// The id of the event that it annuls.
        var annuls: String?

        var line: String {
            let recorded = recordedTime.map { #","recordedtime":"\#(Self.text($0))""# } ?? ""
            let type = annuls == nil ? "order.placed" : "event.annulled"
            let data =
                annuls.map { #"{"source":"/s","id":"\#($0)"}"# }
                ?? #"{"order_id":"\#(id)","currency":"CNY","amount_minor":\#(amount)}"#
            return #"{"specversion":"1.0","id":"\#(id)","source":"/s","type":"\#(type)","#
                + #""subject":"\#(subject)","time":"\#(Self.text(time))"\#(recorded),"#
                + #""data":\#(data)}"#
        }

        static func text(_ time: Int) -> String { Instant(microseconds: Int64(time)).text }
    }

    struct Recorded: Equatable {
        let event: Event
        let revision: Int
        let ledgerTime: Int
        var annulledBy: Int?
    }

    enum Fate: Equatable {
        case appended(Int)
        case duplicate(Int)
        case conflict
        case violation
    }

    private(set) var events: [Recorded] = []

    func lastRevision(of subject: String) -> Int? {
        events.last { $0.event.subject == subject }?.revision
    }

    /// Records each event that breaks no rule.
    mutating func appendEach(_ batch: [Event], at time: Int) -> [Fate] {
        batch.map { append($0, at: time) }
    }

    /// Records all events, or none where one breaks a rule.
    mutating func appendAll(_ batch: [Event], at time: Int) -> [Fate]? {
        var copy = self
        let fates = batch.map { copy.append($0, at: time) }
        guard !fates.contains(where: { $0 == .conflict || $0 == .violation }) else { return nil }
        self = copy
        return fates
    }

    private mutating func append(_ event: Event, at time: Int) -> Fate {
        if let position = events.firstIndex(where: { $0.event.id == event.id }) {
            return events[position].event == event ? .duplicate(position) : .conflict
        }
        if let annuls = event.annuls {
            guard let target = events.firstIndex(where: { $0.event.id == annuls }),
                events[target].event.subject == event.subject, events[target].event.annuls == nil,
                events[target].annulledBy == nil
            else { return .violation }
            events[target].annulledBy = events.count
        }
        let ledgerTime = max(time, events.last?.ledgerTime ?? .min)
        let revision = lastRevision(of: event.subject).map { $0 + 1 } ?? 0
        events.append(
            Recorded(event: event, revision: revision, ledgerTime: ledgerTime, annulledBy: nil))
        return .appended(events.count - 1)
    }

    /// The positions that count as of `asOf` for what was known.
    func counting(_ asOf: Int, _ knownAt: KnownAt) -> [Int] {
        func isKnown(_ position: Int) -> Bool {
            let recorded = events[position]
            switch knownAt {
            case .now: return true
            case .position(let last): return position <= Int(last.value)
            case .instant(let known, .ledger): return recorded.ledgerTime <= known.microseconds
            case .instant(let known, .source):
                let unsaid =
                    recorded.event.annuls == nil ? recorded.event.time : recorded.ledgerTime
                return recorded.event.recordedTime ?? unsaid <= known.microseconds
            }
        }
        return events.indices.filter { position in
            events[position].event.time < asOf && isKnown(position)
                && !(events[position].annulledBy.map(isKnown) ?? false)
        }
    }
}
