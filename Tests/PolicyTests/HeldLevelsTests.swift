import CivilCalendar
import Foundation
import LedgerModel
import SeededRandom
import Testing

@testable import Policy

/// Columns of held levels against the hold of each account by itself.
struct HeldLevelsTests {
    private static let seeds =
        ProcessInfo.processInfo.environment["RAPPORT_POLICY_SEEDS"].flatMap { Int($0) } ?? 500

    @Test func `levels are held in columns as each account holds its own`() {
        var (turns, waits) = (0, 0)
        for seed in 1...UInt64(Self.seeds) {
            let trial = check(seed: seed)
            turns += trial.turnCount
            waits += trial.waitCount
        }
        #expect(turns > Self.seeds && waits > Self.seeds)
    }

    private func check(seed: UInt64) -> HeldTrial {
        var random = SeededGenerator(seed: seed)
        var trial = HeldTrial(&random, accountCount: 1 + random.below(8), "seed \(seed)")
        let decidedFrom = trial.accounts.map { _ in random.below(6) }
        var raw = trial.accounts.map { _ in Outcome.level(random.below(4)) }
        var instant = Instant(CivilDate(year: 2022, month: 1, day: 1))
        for step in 0..<24 {
            instant = trial.next(after: instant, &random)
            for account in raw.indices where random.below(3) == 0 {
                raw[account] =
                    random.below(6) == 0
                    ? .none(.notALevel("\(random.below(2))")) : .level(random.below(4))
            }
            trial.observe(
                raw.indices.map { decidedFrom[$0] <= step ? raw[$0] : nil }, at: instant)
            if random.below(4) == 0 {
                instant = trial.next(after: instant, &random)
                trial.advance(through: instant)
            }
        }
        trial.advance(through: instant.advanced(byDays: 2_000))
        return trial
    }
}

/// The same outcomes in columns, with and without times, and account by account.
private struct HeldTrial {
    /// A level that was reached by time alone.
    private struct Turn: Equatable {
        let account: Int
        let at: Int64
        let outcome: Outcome?
    }

    private(set) var accounts: [HoldState]
    private var standings: [Standing?]
    private var raw: [Outcome]
    private var decidedAt = Instant.earliest
    private var columns: [HeldLevels]
    private var moves: [HeldMoves]
    private let zone: CivilZone
    private let name: String
    /// Levels that were reached by time alone, and standings that something kept back.
    private(set) var turnCount = 0
    private(set) var waitCount = 0

    init(_ random: inout SeededGenerator, accountCount: Int, _ name: String) {
        let hold = Hold(&random)
        // An hour ahead, or two, by turns of some hundred days.
        let changing = CivilZone("changing") { $0 / 9_000_000 % 2 == 0 ? 3_600 : 7_200 }
        let zone = random.below(2) == 0 ? .utc : changing
        (self.zone, self.name) = (zone, "\(name), \(hold)")
        accounts = (0..<accountCount).map { _ in HoldState(hold, in: zone) }
        standings = accounts.map { _ in nil }
        raw = accounts.map { _ in .none(.nothingApplies) }
        columns = [true, false].map {
            HeldLevels(hold, accountCount: accountCount, keepsTimes: $0)
        }
        moves = columns.map { _ in HeldMoves(hold, in: zone) }
    }

    /// A later instant: often one at which a wait ends, or nearly so.
    func next(after instant: Instant, _ random: inout SeededGenerator) -> Instant {
        let due = accounts.compactMap(\.timer).randomElement(using: &random)
        if let due, random.below(2) == 0 {
            return max(
                Instant(microseconds: due.microseconds + Int64(random.below(3)) - 1),
                Instant(microseconds: instant.microseconds + 1))
        }
        return instant.advanced(byDays: Int64(1 + random.below(90)))
    }

    /// Takes what the rule says of each account; nil of those that aren't known yet.
    mutating func observe(_ said: [Outcome?], at instant: Instant) {
        var turns: [Turn] = []
        for (account, outcome) in said.enumerated() {
            turns += endWaits(account, through: instant.microseconds - 1)
            guard let outcome else { continue }
            raw[account] = outcome
            accounts[account].observe(outcome, at: instant)
            note(account, at: instant, .evaluation)
        }
        decidedAt = instant
        let levels = said.map { outcome in
            switch outcome {
            case .level(let level): Int16(level)
            case .some: HeldLevels.unrated
            case nil: HeldLevels.undecided
            }
        }
        for index in columns.indices { columns[index].observe(levels, at: instant, &moves[index]) }
        compare(turns, "at \(instant.text), \(name)")
    }

    mutating func advance(through instant: Instant) {
        let turns = accounts.indices.flatMap {
            endWaits($0, through: instant.microseconds)
        }
        for index in columns.indices { columns[index].advance(through: instant, &moves[index]) }
        compare(turns, "through \(instant.text), \(name)")
    }

    private mutating func endWaits(_ account: Int, through end: Int64) -> [Turn] {
        var turns: [Turn] = []
        while let due = accounts[account].timer, due.microseconds <= end {
            accounts[account].fire(at: due)
            note(account, at: due, .timer)
            turns.append(
                Turn(account: account, at: due.microseconds, outcome: accounts[account].outcome))
        }
        return turns
    }

    private mutating func note(_ account: Int, at instant: Instant, _ occasion: Standing.Occasion) {
        let outcome = accounts[account].outcome ?? raw[account]
        standings[account] = Standing(
            instant: instant, raw: raw[account], path: [], held: outcome, effective: outcome,
            heldBy: accounts[account].reasons, occasion: occasion)
    }

    private mutating func compare(_ turns: [Turn], _ what: String) {
        for index in columns.indices {
            let found = moves[index].found.filter(\.isByTime).map {
                Turn(account: $0.account, at: $0.at, outcome: .level(Int($0.to)))
            }
            #expect(found.sorted { $0.account < $1.account } == turns, "\(what)")
            moves[index].forget()
        }
        #expect(columns[0].held == columns[1].held, "\(what)")
        for account in accounts.indices {
            let own = columns[0].standing(
                account, raw[account], decidedAt: decidedAt, in: zone)
            #expect(own == standings[account], "account \(account) \(what)")
            if let own, own.raw != own.held { waitCount += 1 }
        }
        turnCount += turns.count
    }
}

extension Hold {
    /// Some of what a hold may ask, or nothing.
    fileprivate init(_ random: inout SeededGenerator) {
        self.init()
        func length(_ most: Int) -> TimeLength? {
            let unit = [TimeLength.Unit.hour, .day, .day, .week, .month][random.below(5)]
            return random.below(2) == 0 ? TimeLength(1 + random.below(most), unit) : nil
        }
        (upFor, downFor) = (length(60), length(60))
        if random.below(3) == 0 { minimumDwell = length(90) }
        if random.below(3) == 0 { maximumStep = 1 + random.below(2) }
        if random.below(3) == 0 { validity = length(90) }
    }
}
