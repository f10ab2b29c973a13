import LedgerModel
import Policy

/// Two lists of decisions compared in the plainest way: every question goes through all decisions
/// again.
struct BruteComparison {
    struct Decision {
        let account: Int
        let instant: Instant
        /// What counts, a level or not.
        let outcome: Outcome
    }

    /// One pack: the names of its levels and what it decided, of one account by time.
    struct Side {
        let levels: [String]
        let decisions: [Decision]

        func name(of outcome: Outcome) -> String {
            switch outcome {
            case .level(let level): levels[level]
            case .unapproved: "unapproved"
            case .none: "not_rated"
            }
        }

        /// What stood of an account at an instant; nil where nothing was decided by then.
        func outcome(of account: Int, at instant: Instant) -> Outcome? {
            decisions.last { $0.account == account && $0.instant <= instant }?.outcome
        }
    }

    let base: Side
    let variant: Side
    let accountCount: Int
    let from: Instant
    /// When both are compared, by time.
    let instants: [Instant]

    /// By account: before which instant it is looked at.
    var watched: [Int: Instant] = [:]

    /// When an account that is looked at was last compared, and where it stood.
    func glimpse(of account: Int) -> String? {
        guard let end = watched[account] else { return nil }
        let instant = instants.last { instant in
            instant < end
                && [base, variant].contains { $0.outcome(of: account, at: instant) != nil }
        }
        return instant.map {
            "\($0.text) \(name(base, account, $0)) \(name(variant, account, $0))"
        }
    }

    var end: Instant { instants.last ?? from }

    private func name(_ side: Side, _ account: Int, _ instant: Instant) -> String {
        side.outcome(of: account, at: instant).map { side.name(of: $0) } ?? "not_rated"
    }

    /// How many accounts stood where, as `base → variant`.
    func transitions(at instant: Instant) -> [String: Int] {
        var counts: [String: Int] = [:]
        for account in 0..<accountCount {
            guard
                base.outcome(of: account, at: instant) != nil
                    || variant.outcome(of: account, at: instant) != nil
            else { continue }
            let pair = name(base, account, instant) + " → " + name(variant, account, instant)
            counts[pair, default: 0] += 1
        }
        return counts
    }

    func firstDifference(of account: Int) -> Instant? {
        instants.first { name(base, account, $0) != name(variant, account, $0) }
    }

    /// A time through which an account stood in one level.
    struct Stretch {
        let name: String
        let start: Instant
        /// Nil where it goes on at the end.
        let end: Instant?
    }

    /// Where an account stood, one stretch behind the other, from its first decision on.
    func stretches(of account: Int, _ side: Side) -> [Stretch] {
        let own = side.decisions.filter { $0.account == account && $0.instant <= end }
        var stretches: [Stretch] = []
        for decision in own where stretches.last?.name != side.name(of: decision.outcome) {
            if let last = stretches.popLast() {
                stretches.append(
                    Stretch(name: last.name, start: last.start, end: decision.instant))
            }
            stretches.append(
                Stretch(
                    name: side.name(of: decision.outcome), start: decision.instant, end: nil))
        }
        return stretches
    }

    func flips(_ side: Side) -> Int {
        (0..<accountCount).reduce(0) { sum, account in
            sum + stretches(of: account, side).dropFirst().count { $0.start > from }
        }
    }

    func accountDays(_ side: Side) -> Int64 {
        let time = (0..<accountCount).reduce(Int128(0)) { sum, account in
            guard let first = stretches(of: account, side).first else { return sum }
            return sum + Int128(end.microseconds - max(first.start, from).microseconds)
        }
        return Int64(time / 86_400_000_000)
    }

    /// The days of every stay in a level, rising, and how many go on.
    func stays(in name: String, _ side: Side) -> (days: [Int64], open: Int) {
        var (days, open) = ([Int64](), 0)
        for account in 0..<accountCount {
            for stretch in stretches(of: account, side) where stretch.name == name {
                let last = stretch.end ?? end
                guard last > from || stretch.end == nil else { continue }
                let start = max(stretch.start, from)
                days.append((last.microseconds - start.microseconds) / 86_400_000_000)
                if stretch.end == nil { open += 1 }
            }
        }
        return (days.sorted(), open)
    }

    /// The accounts that stand elsewhere at the end, as `account: base → variant, direction`.
    var moves: [String] {
        (0..<accountCount).compactMap { account in
            let (old, new) = (name(base, account, end), name(variant, account, end))
            guard old != new else { return nil }
            return "\(account): \(old) → \(new), \(direction(old, new))"
        }
    }

    private func direction(_ old: String, _ new: String) -> String {
        let (from, to) = (
            base.levels.firstIndex(of: old), variant.levels.firstIndex(of: new)
        )
        if let from, let to, base.levels == variant.levels { return to > from ? "up" : "down" }
        if old == "not_rated", to != nil { return "gained" }
        if from != nil, new == "not_rated" { return "lost" }
        return "moved"
    }

    /// Why accounts are not rated at the end, by the sentence, of those about which a side decided.
    func unrated(_ side: Side) -> [String: Int] {
        var counts: [String: Int] = [:]
        for account in 0..<accountCount {
            let found = [base, variant].map { $0.outcome(of: account, at: end) }
            guard found.contains(where: { $0 != nil }) else { continue }
            switch side.outcome(of: account, at: end) {
            case nil: counts[Unrated.notDecidedYet.sentence, default: 0] += 1
            case .none(let reason)?: counts[reason.sentence, default: 0] += 1
            case .level?, .unapproved?: continue
            }
        }
        return counts
    }
}
