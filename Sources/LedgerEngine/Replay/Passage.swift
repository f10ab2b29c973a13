import LedgerModel
import Policy

/// The rows of a decision under one pack, from where another pack left off.
struct Passage {
    /// What the rows say of each account last, by name.
    private(set) var shown: [AccountID: String]
    private let legend: ReplayLegend
    private let track: Int
    private let from: Instant
    private var hasTurned: Bool
    /// What the pack said last, by slot; behind it what it says of all accounts at once.
    private var last: [Outcome?]
    private var lastOfAll: ReplayRows?

    /// A row of the instant at which the pack takes force.
    private struct Turn {
        let account: AccountID
        let outcome: Outcome
        /// The slot of the account where the pack decided by facts.
        let slot: Int?
    }

    /// - Parameters:
    ///   - from: when the pack takes force.
    ///   - shown: what the rows before say of each account last, by name.
    init(_ legend: ReplayLegend, track: Int, from: Instant, _ shown: [AccountID: String]) {
        (self.legend, self.track, self.from, self.shown) = (legend, track, from, shown)
        hasTurned = from == .earliest
        last = Array(repeating: nil, count: legend.roll.accounts.count)
    }

    /// Takes notice of what the pack decided.
    mutating func add(_ rows: ReplayRows) {
        if case .columns = rows.content {
            lastOfAll = rows
        } else {
            readLast()
            rows.forEachRow { last[$0.slot] = $0.effective }
        }
    }

    /// The rows of the instant at which the pack takes force: those of its own, and one for each
    /// account that stands elsewhere than before. Nil once they were taken, and where the pack
    /// takes over from no other.
    ///
    /// - Parameter own: what the pack decided at that instant, which was added; nil for nothing.
    mutating func turn(_ own: ReplayRows?) -> (rows: ReplayRows, legend: ReplayLegend)? {
        guard !hasTurned else { return nil }
        hasTurned = true
        readLast()
        let givesChangesOnly = legend.pack.givesChangesOnly(track)
        var (turns, taken) = ([Turn](), Set<AccountID>())
        own?.forEachRow { row in
            let account = legend.roll.accounts[row.slot]
            guard !givesChangesOnly || isNews(row.effective, of: account) else { return }
            taken.insert(account)
            turns.append(
                Turn(
                    account: account, outcome: row.effective, slot: row.isByFacts ? row.slot : nil))
        }
        var absent = shown
        for (slot, outcome) in last.enumerated() {
            let account = legend.roll.accounts[slot]
            guard let outcome else { continue }
            absent[account] = nil
            guard !taken.contains(account), isNews(outcome, of: account) else { continue }
            turns.append(Turn(account: account, outcome: outcome, slot: nil))
        }
        for account in absent.keys {
            let outcome = Outcome.none(.notDecidedYet)
            guard isNews(outcome, of: account) else { continue }
            turns.append(Turn(account: account, outcome: outcome, slot: nil))
        }
        for turn in turns { shown[turn.account] = text(turn.outcome) }
        return rows(of: turns, own?.facts)
    }

    /// Brings what the rows say of each account last up to date.
    mutating func settle() {
        readLast()
        for (slot, outcome) in last.enumerated() {
            if let outcome { shown[legend.roll.accounts[slot]] = text(outcome) }
        }
    }

    private mutating func readLast() {
        lastOfAll?.forEachRow { last[$0.slot] = $0.effective }
        lastOfAll = nil
    }

    private func text(_ outcome: Outcome) -> String { legend.pack.text(of: outcome, in: track) }

    private func isNews(_ outcome: Outcome, of account: AccountID) -> Bool {
        shown[account] != text(outcome)
    }

    /// Rows in the order of the accounts, whose slots are their places.
    private func rows(
        of turns: [Turn], _ facts: ReplayRows.Facts?
    ) -> (rows: ReplayRows, legend: ReplayLegend) {
        let sorted = turns.enumerated().sorted {
            ($0.element.account, $0.offset) < ($1.element.account, $1.offset)
        }.map(\.element)
        let roll = AccountRoll(
            [(sorted.map(\.account), sorted.map { _ in Instant.earliest.microseconds })],
            slotsByName: sorted.indices.map { UInt32($0) })
        var values: [Int: [FactValue]] = [:]
        let rows = sorted.enumerated().map { slot, turn in
            if let own = turn.slot, let facts {
                values[slot] = legend.pack.facts.indices.map { facts.value(of: $0, own) }
            }
            return ReplayRows.Row(
                from, slot: slot, track: track, turn.outcome, isByFacts: turn.slot != nil)
        }
        return (
            ReplayRows(content: .rows(rows, facts: .values(values))),
            ReplayLegend(pack: legend.pack, roll: roll, activation: legend.activation)
        )
    }
}
