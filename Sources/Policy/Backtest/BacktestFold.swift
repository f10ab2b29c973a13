package import LedgerModel

/// Scores the decisions of one pack as they come in the order of time. What it holds grows with the
/// accounts and the signals, not with the decisions.
package struct BacktestFold: Sendable {
    /// A warning of one account that may go on.
    private struct Warning: Sendable {
        /// The first decision of the run, in microseconds; `Int64.max` where none goes on.
        var start = Int64.max
        var isFollowed = false
        /// Whether the account had one, and one that was followed.
        var hasFlagged = false
        var hasForetold = false
    }

    private let levels: ComparedLevels
    private let courses: [AccountCourse]
    private let horizonDays: Int64
    private let start: Instant
    private let end: Instant
    /// Where each account stands; -1 where nothing was decided yet.
    private var places: [Int16]
    /// By place, whether it belongs to each signal.
    private let isSignal: [[Bool]]
    /// By account and signal.
    private var warnings: [Warning]
    private var isJudged: [Bool]
    private var isFollowed: [Bool]
    /// What was scored so far.
    package private(set) var score: BacktestScore

    /// - Parameters:
    ///   - signals: places of `levels`.
    ///   - courses: by account.
    ///   - start: of decisions before this instant, too little is known of what came before.
    ///   - end: what happened from here on isn't known.
    package init(
        _ levels: ComparedLevels, signals: [[Int]], courses: [AccountCourse], horizonDays: Int64,
        from start: Instant, until end: Instant
    ) {
        self.levels = levels
        self.courses = courses
        self.horizonDays = horizonDays
        self.start = start
        self.end = end
        places = Array(repeating: -1, count: courses.count)
        isSignal = (0..<levels.count).map { place in signals.map { $0.contains(place) } }
        warnings = Array(repeating: Warning(), count: courses.count * signals.count)
        isJudged = Array(repeating: false, count: courses.count)
        isFollowed = isJudged
        score = BacktestScore(signals: signals.map { SignalScore($0) })
    }

    /// Takes what the pack decided at one instant; accounts stand there until it says otherwise.
    package mutating func note(_ rows: ComparedRows) {
        let others = rows.others.map { levels.place(of: $0) }
        func take(_ account: Int, _ code: Int16) {
            places[account] = code < 0 ? Int16(others[Int(-1 - code)]) : code
        }
        rows.forEachInColumn(of: places.indices, take)
        rows.forEachRow(of: places.indices, take)
    }

    /// Scores what stands at an instant; instants rise.
    package mutating func judge(at instant: Instant) {
        var hasDecision = false
        for account in places.indices where places[account] >= 0 {
            hasDecision = true
            let sequel = courses[account].sequel(
                of: instant, within: horizonDays, from: start, until: end)
            switch sequel {
            case .censored: score.censored += 1
            case .notAtRisk: score.notAtRisk += 1
            case .unjudged: score.unjudged += 1
            case .quiet, .followed: count(account, sequel != .quiet)
            }
            take(sequel, of: account, at: instant)
        }
        if hasDecision { score.instants.append(instant) }
    }

    private mutating func count(_ account: Int, _ wasFollowed: Bool) {
        score.judged += 1
        score.followed += wasFollowed ? 1 : 0
        if !isJudged[account] {
            isJudged[account] = true
            score.accounts += 1
        }
        if wasFollowed, !isFollowed[account] {
            isFollowed[account] = true
            score.followedAccounts += 1
        }
    }

    /// Carries the warnings of an account on, begins and ends them.
    private mutating func take(_ sequel: Sequel, of account: Int, at instant: Instant) {
        let place = Int(places[account])
        for signal in score.signals.indices {
            let index = account * score.signals.count + signal
            switch sequel {
            case .censored, .notAtRisk, .unjudged: warnings[index].start = .max
            case .quiet, .followed:
                guard isSignal[place][signal] else {
                    warnings[index].start = .max
                    continue
                }
                score.signals[signal].decisions += 1
                if warnings[index].start == .max { begin(index, signal, at: instant) }
                if case .followed(let outcome) = sequel {
                    follow(index, signal, at: instant, by: outcome)
                }
            }
        }
    }

    private mutating func begin(_ index: Int, _ signal: Int, at instant: Instant) {
        (warnings[index].start, warnings[index].isFollowed) = (instant.microseconds, false)
        score.signals[signal].warnings += 1
        guard !warnings[index].hasFlagged else { return }
        warnings[index].hasFlagged = true
        score.signals[signal].flaggedAccounts += 1
    }

    private mutating func follow(
        _ index: Int, _ signal: Int, at instant: Instant, by outcome: Instant?
    ) {
        score.signals[signal].followed += 1
        if let outcome {
            score.signals[signal].lead.add(days: Self.days(instant.microseconds, outcome))
        }
        guard !warnings[index].isFollowed else { return }
        warnings[index].isFollowed = true
        score.signals[signal].followedWarnings += 1
        let days = outcome.map { Self.days(warnings[index].start, $0) }
        if let days { score.signals[signal].warningLead.add(days: days) }
        guard !warnings[index].hasForetold else { return }
        warnings[index].hasForetold = true
        score.signals[signal].foretoldAccounts += 1
        if let days { score.signals[signal].accountLead.add(days: days) }
    }

    /// Whole days from one instant to another, rounded down.
    private static func days(_ start: Int64, _ end: Instant) -> Int64 {
        (end.microseconds - start) / Instant.microsecondsPerDay
    }
}
