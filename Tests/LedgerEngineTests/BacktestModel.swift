import LedgerModel
import Policy
import SeededRandom

@testable import LedgerEngine

/// A small random history, and what a backtest must say of it, found by going through all events
/// for each question anew.
struct BacktestModel {
    struct Row {
        var account: Int
        var type: String
        /// Microseconds.
        var time: Int64
        var sourceKnown: Int64?
        var ledgerKnown: Int64
        var isPartial = false
        /// What an annulment takes away, by index.
        var target: Int?
    }

    static let day: Int64 = 86_400_000_000
    /// 2024-01-01, a Monday.
    static let start: Int64 = 19_723 * day

    var rows: [Row] = []

    init() {}

    /// - Parameter isPrompt: whether nothing is late and nothing is annulled.
    init(seed: UInt64, isPrompt: Bool) {
        var random = SeededGenerator(seed: seed)
        let types = [
            "order.placed", "order.placed", "order.placed", "order.placed", "visit.made",
            "account.closed", "churn.confirmed", "winback.won", "account.reopened",
        ]
        for _ in 0..<(20 + random.below(60)) {
            let time =
                Self.start + Int64(random.below(110)) * Self.day
                + Int64(random.below(3) % 2) * (Self.day / 4)
            let late = Int64(random.below(30)) * Self.day
            rows.append(
                Row(
                    account: random.below(6), type: types[random.below(types.count)], time: time,
                    sourceKnown: isPrompt || random.below(2) == 0 ? nil : time + late,
                    ledgerKnown: Self.visit(after: time + Int64(random.below(25)) * Self.day),
                    isPartial: random.below(2) == 0))
        }
        rows.sort { $0.ledgerKnown < $1.ledgerKnown }
        var annulments: [Row] = []
        for index in rows.indices where !isPrompt && random.below(8) == 0 {
            let known = Self.visit(
                after: rows[index].ledgerKnown + Int64(random.below(40)) * Self.day)
            annulments.append(
                Row(
                    account: rows[index].account, type: "event.annulled", time: rows[index].time,
                    sourceKnown: random.below(3) == 0 ? nil : known + Self.day, ledgerKnown: known,
                    target: index))
        }
        rows += annulments
    }

    /// Adds an event that the ledger knows from the beginning.
    mutating func begin() {
        rows.insert(
            Row(account: 0, type: "visit.made", time: Self.start, ledgerKnown: Self.start), at: 0)
        for index in rows.indices { rows[index].target = rows[index].target.map { $0 + 1 } }
    }

    /// When the ledger is told next: every fourth day.
    private static func visit(after time: Int64) -> Int64 {
        start + (time - start + 4 * day - 1) / (4 * day) * (4 * day)
    }

    /// Appends what happened, in the order in which the ledger came to know it.
    func append(to file: TemporaryLedger) throws -> Ledger {
        let order = order
        let ledger = try file.open()
        var writer = try Writer(ledger)
        var lines: [String] = []
        for (place, index) in order.enumerated() {
            let row = rows[index]
            var line =
                #"{"specversion":"1.0","id":"\#(index)","source":"/s","type":"\#(row.type)","#
                + #""subject":"a\#(row.account)","time":"\#(Self.text(row.time))","#
            if let known = row.sourceKnown { line += #""recordedtime":"\#(Self.text(known))","# }
            line += #""data":\#(data(index))}"#
            lines.append(line)
            guard place + 1 == rows.count || rows[order[place + 1]].ledgerKnown != row.ledgerKnown
            else { continue }
            let (batch, violations) = readBatch(lines)
            lines = []
            precondition(violations.isEmpty, "\(violations)")
            let request = Writer.Request.atomic(PreparedBatch(batch), .any, actor: "t")
            _ = try writer.commit([request], now: Instant(microseconds: row.ledgerKnown))
        }
        return ledger
    }

    /// The rows by position.
    var order: [Int] {
        rows.indices.sorted { (rows[$0].ledgerKnown, $0) < (rows[$1].ledgerKnown, $1) }
    }

    private func data(_ index: Int) -> String {
        let row = rows[index]
        switch row.type {
        case "order.placed": return #"{"order_id":"\#(index)","currency":"CNY","amount_minor":1}"#
        case "churn.confirmed": return #"{"partial":\#(row.isPartial)}"#
        case "event.annulled": return #"{"source":"/s","id":"\#(row.target ?? -1)"}"#
        default: return "{}"
        }
    }

    static func text(_ microseconds: Int64) -> String { Instant(microseconds: microseconds).text }
}

extension BacktestModel {
    /// What is asked.
    struct Question {
        let aftermath: Aftermath
        let horizon: Int64
        let knowledge: Knowledge
        let knownAt: Int64?
        /// Days from one instant to the next.
        let step: Int64
    }

    private func knownFrom(_ index: Int, _ knowledge: Knowledge) -> Int64 {
        let row = rows[index]
        guard knowledge == .source else { return row.ledgerKnown }
        return row.sourceKnown ?? (row.target == nil ? row.time : row.ledgerKnown)
    }

    private func counts(_ index: Int, _ knowledge: Knowledge, at known: Int64?) -> Bool {
        guard rows[index].target == nil else { return false }
        guard let known else { return !rows.contains { $0.target == index } }
        let isAnnulled = rows.indices.contains {
            rows[$0].target == index && knownFrom($0, knowledge) <= known
        }
        return knownFrom(index, knowledge) <= known && !isAnnulled
    }

    /// 0 idle, 1 some, 2 busy: by the orders of 20 days; nil where the account isn't known.
    private func level(_ account: Int, at instant: Int64, _ knowledge: Knowledge) -> Int? {
        let own = rows.indices.filter {
            rows[$0].account == account && rows[$0].time < instant
                && counts($0, knowledge, at: instant)
        }
        guard !own.isEmpty else { return nil }
        let recent = own.count {
            rows[$0].type == "order.placed" && rows[$0].time >= instant - 20 * Self.day
        }
        return min(recent, 2)
    }

    private func sequel(_ account: Int, at instant: Int64, _ question: Question) -> Sequel {
        let limit = instant + question.horizon * Self.day
        let own = order.filter {
            rows[$0].account == account && counts($0, question.knowledge, at: question.knownAt)
        }.map { rows[$0] }.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
        switch question.aftermath {
        case .churn:
            let losses = ["account.closed", "churn.confirmed"]
            var isLost = false
            for row in own where row.time < instant {
                if ["winback.won", "account.reopened"].contains(row.type) { isLost = false }
                if losses.contains(row.type), row.type == "account.closed" || !row.isPartial {
                    isLost = true
                }
            }
            if isLost { return .notAtRisk }
            let loss = own.first {
                losses.contains($0.type) && $0.time >= instant && $0.time < limit
            }
            return loss.map { .followed(at: Instant(microseconds: $0.time)) } ?? .quiet
        case .noOrder(let days):
            let orders = own.filter { $0.type == "order.placed" }.map(\.time)
            func lastOrder(before moment: Int64) -> Int64? { orders.last { $0 < moment } }
            guard let last = lastOrder(before: instant), instant - last < days * Self.day
            else { return .notAtRisk }
            // Silence is told at the microsecond at which it is long enough.
            let silent = orders.map { $0 + days * Self.day }.filter { end in
                end >= instant && end < limit && lastOrder(before: end) == end - days * Self.day
            }.min()
            return silent.map { .followed(at: Instant(microseconds: $0)) } ?? .quiet
        case .revenueFall(let percent):
            func sum(_ from: Int64, _ to: Int64) -> Int64 {
                Int64(own.count { $0.type == "order.placed" && $0.time >= from && $0.time < to })
            }
            let before = sum(instant - question.horizon * Self.day, instant)
            guard before > 0 else { return .notAtRisk }
            let after = sum(instant, limit)
            return (before - after) * 100 >= percent * before ? .followed(at: nil) : .quiet
        }
    }

    /// What happened from here on isn't known; nil where nothing counts.
    func until(_ question: Question) -> Int64? {
        let knownEvents = rows.indices.filter {
            question.knowledge == .source || rows[$0].ledgerKnown <= question.knownAt ?? .max
        }
        let last = rows.indices.filter { counts($0, question.knowledge, at: question.knownAt) }
            .map { rows[$0].time }.max()
        guard let last, let recorded = knownEvents.map({ rows[$0].ledgerKnown }).max() else {
            return nil
        }
        return min(last, recorded, question.knownAt ?? .max)
    }

    /// Whether what came can be seen as a whole: the window after, and for revenue the one before.
    private func isSeen(_ instant: Int64, until: Int64, _ question: Question) -> Bool {
        let horizon = question.horizon * Self.day
        guard instant + horizon <= until else { return false }
        guard case .revenueFall = question.aftermath else { return true }
        return rows.indices.contains {
            rows[$0].time <= instant - horizon
                && counts($0, question.knowledge, at: question.knownAt)
        }
    }

    /// All figures of a backtest.
    func told(_ question: Question) -> String? {
        guard let until = until(question) else { return nil }
        let orders = rows.filter { row in
            row.type == "order.placed"
                && (question.knowledge == .source || row.ledgerKnown <= question.knownAt ?? .max)
        }.map(\.time)
        let (first, last) = (orders.min() ?? .max, orders.max() ?? .min)
        let step = question.step * Self.day
        var instants: [Int64] = []
        for instant in stride(from: Self.start, through: until, by: Int(step)).map({ $0 })
        where first < instant && instant - step <= last { instants.append(instant) }
        var course: [Int: [(at: Int64, level: Int, sequel: Sequel)]] = [:]
        var standing: [Int: Int] = [:]
        for instant in instants {
            for account in 0..<6 {
                standing[account] =
                    level(account, at: instant, question.knowledge) ?? standing[account]
                guard let level = standing[account] else { continue }
                let isSeen = isSeen(instant, until: until, question)
                let sequel = isSeen ? sequel(account, at: instant, question) : .censored
                course[account, default: []].append((instant, level, sequel))
            }
        }
        return Told(course).text
    }
}

/// The figures of a list of decisions.
private struct Told {
    let course: [[(at: Int64, level: Int, sequel: Sequel)]]

    init(_ course: [Int: [(at: Int64, level: Int, sequel: Sequel)]]) {
        self.course = course.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func isJudged(_ sequel: Sequel) -> Bool {
        if case .followed = sequel { true } else { sequel == .quiet }
    }

    private static func isFollowed(_ sequel: Sequel) -> Bool {
        if case .followed = sequel { true } else { false }
    }

    private static func days(_ leads: [Int64]) -> String {
        let sorted = leads.map { $0 / BacktestModel.day }.sorted()
        guard !sorted.isEmpty else { return "-" }
        let count = sorted.count
        let quartile = { (share: Int) in
            sorted[Int((Double(share * count) / 4).rounded(.up)) - 1]
        }
        let middle = sorted[(count - 1) / 2] + sorted[count / 2]
        return "\(count):\(quartile(1))/\(middle / 2)/\(quartile(3))"
    }

    var text: String {
        let all = course.flatMap { $0 }
        let head = [
            all.count { Self.isJudged($0.sequel) }, all.count { Self.isFollowed($0.sequel) },
            all.count { $0.sequel == .censored }, all.count { $0.sequel == .notAtRisk },
            course.count { $0.contains { Self.isJudged($0.sequel) } },
            course.count { $0.contains { Self.isFollowed($0.sequel) } }, Set(all.map(\.at)).count,
        ]
        return "\(head) " + (0..<3).map { signal($0) }.joined(separator: " ")
    }

    private func signal(_ level: Int) -> String {
        var (leads, firstLeads, accountLeads) = ([Int64](), [Int64](), [Int64]())
        var (decisions, followed, warnings, trueWarnings) = (0, 0, 0, 0)
        var (flagged, foretold) = (0, 0)
        for rows in course {
            let runs = rows.split { $0.level != level || !Self.isJudged($0.sequel) }
            warnings += runs.count
            flagged += runs.isEmpty ? 0 : 1
            var isForetold = false
            for run in runs {
                decisions += run.count
                let hits = run.filter { Self.isFollowed($0.sequel) }
                followed += hits.count
                trueWarnings += hits.isEmpty ? 0 : 1
                for hit in hits {
                    if case .followed(let at?) = hit.sequel {
                        leads.append(at.microseconds - hit.at)
                    }
                }
                if case .followed(let at?) = hits.first?.sequel, let start = run.first?.at {
                    firstLeads.append(at.microseconds - start)
                    if !isForetold { accountLeads.append(at.microseconds - start) }
                }
                isForetold = isForetold || !hits.isEmpty
            }
            foretold += isForetold ? 1 : 0
        }
        let counts = [decisions, followed, warnings, trueWarnings, flagged, foretold]
        return "\(counts) \(Self.days(leads)) \(Self.days(firstLeads)) \(Self.days(accountLeads))"
    }
}

extension BacktestScore {
    /// All figures, as the model tells them.
    var told: String {
        func days(_ tally: DayTally) -> String {
            guard let lower = tally.lowerQuartile, let median = tally.median,
                let upper = tally.upperQuartile
            else { return "-" }
            return "\(tally.count):\(lower)/\(median)/\(upper)"
        }
        let head = [
            judged, followed, censored, notAtRisk, accounts, followedAccounts, instants.count,
        ]
        let signals = signals.prefix(3).map { signal in
            let counts = [
                signal.decisions, signal.followed, signal.warnings, signal.followedWarnings,
                signal.flaggedAccounts, signal.foretoldAccounts,
            ]
            return "\(counts) \(days(signal.lead)) \(days(signal.warningLead)) "
                + days(signal.accountLead)
        }
        return "\(head) " + signals.joined(separator: " ")
    }
}
