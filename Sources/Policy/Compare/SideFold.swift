import LedgerModel

/// What one pack has decided about some accounts so far, and how often it changed its mind.
struct SideFold: Sendable {
    let levels: ComparedLevels
    private let from: Instant
    private let accounts: Range<Int>
    /// A level, or below 0 the outcome `others[-1 - code]`; by account, from the first of them.
    /// `undecided` where nothing was decided yet.
    private var codes: [Int32]
    /// Since when an account has stood where it stands, in microseconds; by account. `Int64.max`
    /// where nothing was decided yet.
    private var since: [Int64]
    /// When the first decision about an account came.
    private var first: [Int64]
    private var others: [Outcome] = [.none(.notDecidedYet)]
    private var numbers: [Outcome: Int32] = [.none(.notDecidedYet): 0]
    private(set) var flips = 0
    private var stays: [Stays]

    init(_ levels: ComparedLevels, _ accounts: Range<Int>, from: Instant) {
        (self.levels, self.accounts, self.from) = (levels, accounts, from)
        codes = Array(repeating: Self.undecided, count: accounts.count)
        since = Array(repeating: .max, count: accounts.count)
        first = since
        stays = Array(repeating: Stays(), count: levels.count)
    }

    /// Whether a decision says what stands already.
    func stands(_ account: Int, _ code: Int32) -> Bool { self.code(of: account) == code }

    /// The accounts of which a column says something else than what stands, with its code.
    ///
    /// - Parameter others: the codes of the column's outcomes that are no level.
    func changes(
        _ rows: ComparedRows, _ others: [Int32]
    ) -> [(account: Int, code: Int32)] {
        let (known, unrated, first) = (codes.span, others.span, accounts.lowerBound)
        var changes: [(account: Int, code: Int32)] = []
        rows.forEachInColumn(of: accounts) { account, code in
            let code = code < 0 ? unrated[Int(-1 - code)] : Int32(code)
            if code != known[account - first] { changes.append((account, code)) }
        }
        return changes
    }

    /// The codes of outcomes that are no level.
    mutating func codes(of outcomes: [Outcome]) -> [Int32] {
        outcomes.map { outcome in
            if let number = numbers[outcome] { return -1 - number }
            let number = Int32(others.count)
            others.append(outcome)
            numbers[outcome] = number
            return -1 - number
        }
    }

    private static let undecided = Int32.min

    private func code(of account: Int) -> Int32 { codes[account - accounts.lowerBound] }

    func isDecided(_ account: Int) -> Bool { code(of: account) != Self.undecided }

    /// Where an account stands; nothing decided is not rated.
    func place(of account: Int) -> Int {
        let code = code(of: account)
        return code < 0 ? levels.place(of: outcome(of: account)) : Int(code)
    }

    /// What counts of an account; not rated where nothing was decided yet.
    func outcome(of account: Int) -> Outcome {
        guard isDecided(account) else { return .none(.notDecidedYet) }
        let code = code(of: account)
        return code < 0 ? others[Int(-1 - code)] : .level(Int(code))
    }

    /// Takes a decision. What stands at the first instant that is compared is no change.
    ///
    /// - Parameter before: where the account stands so far.
    /// - Returns: where it stands now.
    mutating func take(
        _ account: Int, _ code: Int32, from before: Int, at instant: Instant
    ) -> Int {
        let isFirst = !isDecided(account)
        let own = account - accounts.lowerBound
        codes[own] = code
        let (now, start) = (place(of: account), max(instant, from).microseconds)
        if isFirst {
            (first[own], since[own]) = (start, start)
        } else if now != before {
            if instant > from {
                flips += 1
                stays[before].add(days: Self.days(from: since[own], to: start), isOpen: false)
            }
            since[own] = start
        }
        return now
    }

    /// What the pack did with the accounts of several folds through the last instant.
    static func conduct(of folds: [SideFold], through end: Instant) -> PackComparison.Conduct {
        let levels = folds[0].levels
        var (stays, time) = (Array(repeating: Stays(), count: levels.count), Int128(0))
        for fold in folds {
            for place in stays.indices { stays[place].add(fold.stays[place]) }
            for account in fold.accounts where fold.isDecided(account) {
                let own = account - fold.accounts.lowerBound
                time += Int128(end.microseconds - fold.first[own])
                stays[fold.place(of: account)].add(
                    days: days(from: fold.since[own], to: end.microseconds), isOpen: true)
            }
        }
        return PackComparison.Conduct(
            levels: levels, flips: folds.reduce(0) { $0 + $1.flips },
            accountDays: Int64(time / Int128(Instant.microsecondsPerDay)), stays: stays)
    }

    private static func days(from start: Int64, to end: Int64) -> Int64 {
        (end - start) / Instant.microsecondsPerDay
    }
}
