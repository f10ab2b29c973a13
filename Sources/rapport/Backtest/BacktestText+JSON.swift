import LedgerEngine
import LedgerModel
import Policy

extension BacktestText {
    /// One object (`schemas/backtest.v1.json`).
    var json: [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.string("approvals", ReplayOptions.Approvals.assume.rawValue)
            if let every { members.string("every", every.rawValue) }
            members.integer("horizon_days", options.horizonDays)
            switch known.knownAt {
            case nil: break
            case .instant(let instant): members.instant("known_at", instant)
            case .position(let position): members.integer("known_at", Int64(position))
            }
            members.string("knowledge", known.knowledge.rawValue)
            members.string("outcome", options.aftermath.text)
            members.string("overrides", ReplayOptions.Overrides.ignore.rawValue)
            members.integer("position", Int64(scored.end))
            members.array("scored") { members in
                for each in scored.scored { append(each, to: &members) }
            }
            members.count("tried", scored.variants)
            members.count("tried_before", triedBefore)
            members.instant("until", scored.until)
        }
        members.endLine()
        return members.bytes
    }

    private func append(_ scored: LedgerBacktest.Scored, to members: inout JSONMembers) {
        let score = scored.score
        members.object { members in
            members.count("accounts", score.accounts)
            members.count("accounts_followed", score.followedAccounts)
            members.count("at_risk", score.judged)
            append(score.baseRate, "base_rate", to: &members)
            members.count("censored", score.censored)
            members.string("decision", scored.pack.names[scored.track])
            members.count("decisions", score.decisions)
            members.count("followed", score.followed)
            if let first = score.instants.first { members.instant("from", first) }
            members.count("instants", score.instants.count)
            members.count("not_at_risk", score.notAtRisk)
            members.string("pack", scored.pack.name)
            members.count("pack_version", scored.pack.version)
            members.array("signals") { members in
                for signal in score.signals { append(signal, of: scored, to: &members) }
            }
            if let last = score.instants.last { members.instant("to", last) }
            members.count("unjudged", score.unjudged)
        }
    }

    private func append(
        _ signal: SignalScore, of scored: LedgerBacktest.Scored, to members: inout JSONMembers
    ) {
        let score = scored.score
        members.object { members in
            members.object("accounts") { members in
                members.count("flagged", signal.flaggedAccounts)
                members.count("followed", score.followedAccounts)
                members.count("foretold", signal.foretoldAccounts)
                append(signal.accountLead, to: &members)
            }
            members.count("decisions", signal.decisions)
            members.count("followed", signal.followed)
            append(signal.lead, to: &members)
            members.array("levels") { members in
                for place in signal.places {
                    members.string(scored.levels.name(ofPlace: place))
                }
            }
            append(score.lift(signal), "lift", to: &members)
            append(score.precision(signal), "precision", to: &members)
            append(score.recall(signal), "recall", to: &members)
            members.object("warnings") { members in
                members.count("count", signal.warnings)
                members.count("followed", signal.followedWarnings)
                append(signal.warningLead, to: &members)
            }
        }
    }

    /// A fraction; nothing where it is a share of nothing.
    private func append(_ ratio: Ratio?, _ name: String, to members: inout JSONMembers) {
        guard let ratio else { return }
        members.object(name) { members in
            members.integer("denominator", ratio.denominator)
            members.integer("numerator", ratio.numerator)
        }
    }

    /// Median and quartiles in whole days; nothing where there is none.
    private func append(_ lead: DayTally, to members: inout JSONMembers) {
        guard let lower = lead.lowerQuartile, let median = lead.median,
            let upper = lead.upperQuartile
        else { return }
        members.object("lead_days") { members in
            members.count("count", lead.count)
            members.integer("lower", lower)
            members.integer("median", median)
            members.integer("upper", upper)
        }
    }
}
