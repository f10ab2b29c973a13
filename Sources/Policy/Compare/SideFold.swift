import LedgerModel

/// What one pack has decided about each account so far, and how often it changed its mind.
struct SideFold: Sendable {
    let levels: ComparedLevels
    private let from: Instant
    /// A level, or below 0 the outcome `others[-1 - code]`; by account. `undecided` where nothing
    /// was decided yet.
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

    init(_ levels: ComparedLevels, accountCount: Int, from: Instant) {
        self.levels = levels
        self.from = from
        codes = Array(repeating: Self.undecided, count: accountCount)
        since = Array(repeating: .max, count: accountCount)
        first = since
        stays = Array(repeating: Stays(), count: levels.count)
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

    func isDecided(_ account: Int) -> Bool { codes[account] != Self.undecided }

    /// Whether a decision says what stands already.
    func stands(_ account: Int, _ code: Int32) -> Bool { codes[account] == code }

    /// Where an account stands; nothing decided is not rated.
    func place(of account: Int) -> Int {
        let code = codes[account]
        return code < 0 ? levels.place(of: outcome(of: account)) : Int(code)
    }

    /// What counts of an account; not rated where nothing was decided yet.
    func outcome(of account: Int) -> Outcome {
        guard isDecided(account) else { return .none(.notDecidedYet) }
        let code = codes[account]
        return code < 0 ? others[Int(-1 - code)] : .level(Int(code))
    }

    /// Takes a decision. What stands at the first instant that is compared is no change.
    mutating func take(_ account: Int, _ code: Int32, at instant: Instant) {
        let (before, isFirst) = (place(of: account), !isDecided(account))
        codes[account] = code
        let start = max(instant, from).microseconds
        guard !isFirst else {
            (first[account], since[account]) = (start, start)
            return
        }
        guard place(of: account) != before else { return }
        if instant > from {
            flips += 1
            stays[before].add(days: Self.days(from: since[account], to: start), isOpen: false)
        }
        since[account] = start
    }

    /// What the pack did through the last instant.
    func conduct(through end: Instant) -> PackComparison.Conduct {
        var (stays, time) = (stays, Int128(0))
        for account in codes.indices where isDecided(account) {
            time += Int128(end.microseconds - first[account])
            stays[place(of: account)].add(
                days: Self.days(from: since[account], to: end.microseconds), isOpen: true)
        }
        return PackComparison.Conduct(
            levels: levels, flips: flips,
            accountDays: Int64(time / Int128(Instant.microsecondsPerDay)), stays: stays)
    }

    private static func days(from start: Int64, to end: Int64) -> Int64 {
        (end - start) / Instant.microsecondsPerDay
    }
}
