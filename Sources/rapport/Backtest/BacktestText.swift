import CivilCalendar
import LedgerEngine
import LedgerModel
import Policy

/// A backtest for people, and for programs.
struct BacktestText {
    let scored: LedgerBacktest
    let words: Words
    /// How many variants were tried in runs before.
    let triedBefore: Int
    /// How often what stands is scored; nil for whenever it is decided.
    let every: ScheduleArgument?
    let known: BacktestKnownOptions

    var options: BacktestOptions { scored.options }

    /// The lines for a terminal.
    func lines(_ palette: Palette) -> [String] {
        var lines: [String] = []
        for each in scored.scored {
            lines.append(title(each))
            guard !each.score.instants.isEmpty else {
                lines += [nothing, ""]
                continue
            }
            lines += [rests(each), "", summary(each)]
            if each.score.unjudged > 0 {
                lines.append(words.unjudged(GroupedDigits.of(each.score.unjudged)))
            }
            lines += [""] + decisions(each).lines(palette) + [""]
            lines += warnings(each).lines(palette) + [""]
        }
        lines.append(
            words.tried(GroupedDigits.of(scored.variants), before: GroupedDigits.of(triedBefore)))
        if let caveat = known.knowledge.caveat { lines += ["", words.sentence(caveat)] }
        return lines
    }

    /// There is no decision, and why that may be.
    private var nothing: String {
        guard known.knowledge == .ledger else { return words.nothingToJudge }
        return words.nothingToJudge + words.semicolon + words.knownFromImportOn
    }

    private func title(_ each: LedgerBacktest.Scored) -> String {
        words.backtestTitle(
            each.pack.names[each.track], "\(each.pack.name) \(each.pack.version)",
            words.aftermath(options.aftermath), days: GroupedDigits.of(options.horizonDays))
    }

    /// What the figures rest on.
    private func rests(_ each: LedgerBacktest.Scored) -> String {
        func day(_ instant: Instant) -> String { LocalTime.text(instant, in: each.pack.zone) }
        guard let first = each.score.instants.first, let last = each.score.instants.last else {
            return nothing
        }
        return words.backtestRests(
            day(first), day(last), instants: GroupedDigits.of(each.score.instants.count),
            until: day(scored.until), position: String(scored.end),
            knowledge: words.knowledge(known.knowledge == .source, nil))
    }

    private func summary(_ each: LedgerBacktest.Scored) -> String {
        let score = each.score
        return words.backtestSummary(
            GroupedDigits.of(score.decisions), judged: GroupedDigits.of(score.judged),
            followed: GroupedDigits.of(score.followed), words.percent(score.baseRate),
            notAtRisk: GroupedDigits.of(score.notAtRisk),
            censored: words.censored(
                GroupedDigits.of(score.censored), by: options.aftermath))
    }

    /// What each signal is called.
    private func name(_ signal: SignalScore, _ each: LedgerBacktest.Scored) -> String {
        words.list(
            signal.places.map { words.name(ofPlace: $0, of: each.pack, track: each.track) })
    }

    /// How well the single decisions foretold it.
    private func decisions(_ each: LedgerBacktest.Scored) -> TextTable {
        var table = TextTable(columns: [
            .text(words.signal), .number(words.decisionsTitle), .number(words.followedTitle),
            .number(words.precision), .number(words.recall), .number(words.lift),
            .number(words.lead),
        ])
        for signal in each.score.signals {
            table.append([
                .init(name(signal, each)), .init(GroupedDigits.of(signal.decisions)),
                .init(GroupedDigits.of(signal.followed)),
                .init(words.percent(each.score.precision(signal))),
                .init(words.percent(each.score.recall(signal))),
                .init(words.multiple(each.score.lift(signal))), .init(words.lead(signal.lead)),
            ])
        }
        return table
    }

    /// How well unbroken runs of them did, and of how many accounts it was foretold.
    private func warnings(_ each: LedgerBacktest.Scored) -> TextTable {
        var table = TextTable(columns: [
            .text(words.signal), .number(words.warningsTitle), .number(words.followedTitle),
            .number(words.precision), .number(words.leadOfFirst), .number(words.accountsForetold),
            .number(words.leadOfFirst),
        ])
        for signal in each.score.signals {
            let precision = Ratio(signal.followedWarnings, of: signal.warnings)
            table.append([
                .init(name(signal, each)), .init(GroupedDigits.of(signal.warnings)),
                .init(GroupedDigits.of(signal.followedWarnings)),
                .init(words.percent(precision)), .init(words.lead(signal.warningLead)),
                .init(
                    words.foretold(
                        GroupedDigits.of(signal.foretoldAccounts),
                        of: GroupedDigits.of(each.score.followedAccounts),
                        flagged: GroupedDigits.of(signal.flaggedAccounts))),
                .init(words.lead(signal.accountLead)),
            ])
        }
        return table
    }
}
