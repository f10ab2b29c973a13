import CivilCalendar
import Foundation
import JSON
import LedgerModel
import Policy
import SeededRandom
import Testing

/// A random pack over a random history, for the module and for the brute force.
struct RandomWorld {
    /// What tests say of it when they fail.
    let name: String
    let accounts: [String]
    let pack: Pack
    let brute: BruteHistory
    let run: HistoryRun
    /// What the pack reads of the history.
    let readings: Readings
    /// Whether each instant is decided by what was known then.
    let knowsThen: Bool
    /// After all that happens.
    let end: Int64

    init(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let plan = PlannedPack(&random)
        pack = try PackReader.read(plan.yaml, zones: Self.zone)
        accounts = ["a", "b", "c", "d"].prefix(1 + random.below(4)).map { $0 }
        let history = PastEvents.random(accounts, in: plan.zone, &random)
        end = WallClock("UTC").start(year: 2026, month: 1)
        let knownAt = random.below(2) == 0 ? end : WallClock("UTC").start(year: 2023, month: 2)
        knowsThen = random.below(2) == 0
        brute = BruteHistory(plan, history, accounts, knowsThen: knowsThen, knownAt: knownAt)
        readings = Self.read(pack, history, knowsThen: knowsThen, knownAt: knownAt)
        run = HistoryRun(
            pack, readings.accounts.map { (AccountID($0), $1) }, lists: readings.lists,
            rates: readings.rates, knowledge: knowsThen ? .then : .fixed)
        name = "seed \(seed)\n\(plan.yaml)"
    }

    /// The index of an account in the run; nil where it has no event.
    func index(of account: String) -> Int? { run.accounts.firstIndex(of: AccountID(account)) }

    private static let zone: @Sendable (String) -> CivilZone? = { name in
        TimeZone(identifier: name).map { zone in
            CivilZone(name) { seconds in
                zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
            }
        }
    }

    struct Readings {
        let accounts: [String: AccountReadings]
        let lists: [FrozenList]
        let rates: [QuotedRate]
    }

    private static func read(
        _ pack: Pack, _ history: [PastEvent], knowsThen: Bool, knownAt: Int64
    ) -> Readings {
        let intake = EventIntake(pack)
        var records: [String: AccountReadings] = [:]
        var lists: [FrozenList] = []
        var rates: [QuotedRate] = []
        var tape = JSONTape()
        for event in history {
            guard knowsThen || event.counts(knownAt: knownAt) else { continue }
            let text = Array(engineJSON(of: event).utf8)
            guard (try? tape.parse(text.span)) != nil else {
                Issue.record("not JSON: \(engineJSON(of: event))")
                continue
            }
            let known = KnownSpan(
                from: Instant(microseconds: event.knownFrom),
                until: event.knownUntil.map { Instant(microseconds: $0) })
            let taken = EventIntake.Event(
                type: event.type, occurredAt: Instant(microseconds: event.at),
                position: Position(UInt64(event.position)), known: known)
            if event.account == "~ledger" {
                EventIntake.takeLedger(
                    taken, tape, data: tape.root, in: text.span, lists: &lists, rates: &rates)
            } else {
                intake.take(
                    taken, tape, data: tape.root, in: text.span,
                    into: &records[event.account, default: AccountReadings(pack)])
            }
        }
        lists.sort { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
        for name in records.keys { records[name]?.sort() }
        return Readings(accounts: records, lists: lists, rates: rates)
    }

    /// An override's end is a time in the events.
    private static func engineJSON(of event: PastEvent) -> String {
        guard let end = event.numbers["expires_at"] else { return event.json }
        var event = event
        event.numbers["expires_at"] = nil
        event.texts["expires"] = Instant(microseconds: end).text
        return event.json
    }
}
