import CivilCalendar
import Foundation
import JSON
import LedgerModel
import Policy
import SeededRandom
import Testing

/// Random packs over random histories, decided by the module and again by looking at every event
/// for every fact and instant.
struct BruteForceTests {
    private static let seeds =
        ProcessInfo.processInfo.environment["RAPPORT_POLICY_SEEDS"].flatMap { Int($0) } ?? 500

    @Test(arguments: 0..<4)
    func `random packs decide as the brute force does, then and restated`(part: Int) throws {
        for seed in 1...Self.seeds where seed % 4 == part { try check(seed: UInt64(seed)) }
    }

    private func check(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let plan = PlannedPack(&random)
        let pack = try PackReader.read(plan.yaml, zones: Self.zone)
        let accounts = ["a", "b", "c", "d"].prefix(1 + random.below(4)).map { $0 }
        let history = PastEvents.random(accounts, in: plan.zone, &random)
        let end = WallClock("UTC").start(year: 2026, month: 1)
        let knownAt = random.below(2) == 0 ? end : WallClock("UTC").start(year: 2023, month: 2)
        let knowsThen = random.below(2) == 0
        let brute = BruteHistory(
            plan, history, accounts, knowsThen: knowsThen, knownAt: knownAt)
        let run = Self.run(pack, history, knowsThen: knowsThen, knownAt: knownAt)
        for account in accounts {
            guard let index = run.accounts.firstIndex(of: AccountID(account)) else { continue }
            let found = run.standings(
                of: [index], through: Instant(microseconds: end))[0]
            compare(
                found[0], brute.decisions(of: account, through: end), pack, 0,
                "seed \(seed), tier of \(account)\n\(plan.yaml)")
            compare(
                found[1], brute.stages(of: account, through: end), pack, 1,
                "seed \(seed), stage of \(account)\n\(plan.yaml)")
            let start = WallClock("UTC").start(year: 2022, month: 1)
            let kept = (0..<3).map { _ in
                Instant(
                    microseconds: start
                        + Int64(random.below(Int((end - start) / 1_000_000))) * 1_000_000)
            }
            compareKept(kept, of: index, in: run, found, "seed \(seed), \(account)\n\(plan.yaml)")
        }
    }

    /// Where only some instants are kept, what stood at them is the same.
    private func compareKept(
        _ kept: [Instant], of account: Int, in run: HistoryRun, _ all: [[Standing]],
        _ what: String
    ) {
        let end = Instant(microseconds: WallClock("UTC").start(year: 2026, month: 1))
        let few = run.standings(of: [account], through: end, keeping: [0: kept, 1: kept])[0]
        for (few, all) in zip(few, all) {
            #expect(few.count <= kept.count + 1, "\(what)")
            for instant in kept + [end] {
                let found = few.last { $0.instant <= instant }
                #expect(found == all.last { $0.instant <= instant }, "\(instant.text), \(what)")
            }
        }
    }

    /// Both must change at the same instants to the same levels.
    private func compare(
        _ standings: [Standing], _ steps: [BruteHistory.Step], _ pack: Pack, _ track: Int,
        _ what: String
    ) {
        let found = standings.map { standing in
            BruteHistory.Step(
                at: standing.instant.microseconds, raw: pack.text(of: standing.raw, in: track),
                effective: pack.text(of: standing.effective, in: track))
        }
        guard found != steps else { return }
        let index = zip(found, steps).enumerated().first { $1.0 != $1.1 }?.offset
        let place = index ?? min(found.count, steps.count)
        Issue.record(
            """
            \(what) differs at \(place) of \(found.count) and \(steps.count):
            found  \(place < found.count ? "\(found[place])" : "nothing")
            wanted \(place < steps.count ? "\(steps[place])" : "nothing")
            """)
    }

    private static let zone: @Sendable (String) -> CivilZone? = { name in
        TimeZone(identifier: name).map { zone in
            CivilZone(name) { seconds in
                zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
            }
        }
    }

    private static func run(
        _ pack: Pack, _ history: [PastEvent], knowsThen: Bool, knownAt: Int64
    ) -> HistoryRun {
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
        return HistoryRun(
            pack, records.map { (AccountID($0), $1) }, lists: lists, rates: rates,
            knowledge: knowsThen ? .then : .fixed)
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
