import LedgerEngine
import LedgerModel
import Policy
import TransparencyLog

extension ComparisonText {
    /// One object (`schemas/comparison.v1.json`).
    var json: [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.count("accounts", comparison.moments.last?.matrix.total ?? 0)
            members.string("approvals", compared.options.replay.approvals.rawValue)
            append(.base, to: &members)
            members.string("currency", compared.currency.text)
            members.string("decision", decision)
            members.count("explained", compared.options.explained)
            members.array("first_differences") { appendFirstDifferences(to: &$0) }
            if let span = comparison.span { members.instant("from", span.lowerBound) }
            known.append(to: &members)
            members.array("losses") { members in
                for loss in compared.losses { append(loss, to: &members) }
            }
            if let last = comparison.moments.last?.matrix {
                append("matrix", last, to: &members)
            }
            members.array("moments") { members in
                for moment in comparison.moments { append(moment, to: &members) }
            }
            members.array("moves") { members in
                for move in compared.moves { append(move, to: &members) }
            }
            members.string("overrides", compared.options.replay.overrides.rawValue)
            members.integer("position", Int64(compared.end))
            members.figure("revenue_touched", compared.revenueTouched)
            if let span = comparison.span { members.instant("to", span.upperBound) }
            members.instant("today", compared.options.today)
            append(.variant, to: &members)
        }
        members.endLine()
        return members.bytes
    }

    private func appendFirstDifferences(to members: inout JSONMembers) {
        for (account, instant) in comparison.firstDifferences.enumerated() {
            guard let instant else { continue }
            members.object { members in
                members.string("account", compared.accounts[account].text)
                members.instant("at", instant)
            }
        }
    }

    private func appendCounts(_ matrix: TransitionMatrix, to members: inout JSONMembers) {
        members.array("counts") { members in
            for row in 0..<matrix.rows.count {
                members.array { members in
                    for column in 0..<matrix.columns.count {
                        members.integer(Int64(matrix[row, column]))
                    }
                }
            }
        }
    }

    private func append(
        _ name: String, _ matrix: TransitionMatrix, to members: inout JSONMembers
    ) {
        func names(_ levels: ComparedLevels, _ members: inout JSONMembers) {
            for place in 0..<levels.count { members.string(levels.name(ofPlace: place)) }
        }
        members.object(name) { members in
            members.array("columns") { names(matrix.columns, &$0) }
            appendCounts(matrix, to: &members)
            members.array("rows") { names(matrix.rows, &$0) }
        }
    }

    private func append(_ moment: PackComparison.Moment, to members: inout JSONMembers) {
        members.object { members in
            members.instant("at", moment.instant)
            appendCounts(moment.matrix, to: &members)
            members.count("moved", moment.matrix.moved)
        }
    }

    private func id(_ outcome: Outcome, _ side: PackComparison.Side) -> String {
        let party = compared.party(side)
        return party.pack.text(of: outcome, in: party.track)
    }

    private func append(_ loss: LedgerComparison.Loss, to members: inout JSONMembers) {
        members.object { members in
            members.string("account", loss.account.text)
            members.instant("at", loss.occurredAt)
            if let before = loss.before {
                members.string("base", id(before.base, .base))
                members.instant("compared_at", before.instant)
            }
            if let name = loss.name { members.string("name", name) }
            if let before = loss.before { members.string("variant", id(before.variant, .variant)) }
        }
    }

    private func append(_ move: LedgerComparison.Move, to members: inout JSONMembers) {
        members.object { members in
            members.string("account", move.account.text)
            members.string("base", id(move.move.base, .base))
            let reasons = (reason(move, .base), reason(move, .variant))
            if !reasons.0.isEmpty { members.string("base_reason", reasons.0) }
            members.string("direction", move.move.direction.rawValue)
            members.count("events_365d", move.events)
            if let name = move.name { members.string("name", name) }
            members.figure("revenue_365d", move.revenue)
            if let since = move.since { members.instant("since", since) }
            if let inForce = compared.inForce, let step = move.today {
                members.string(
                    "today", inForce.name(of: step.standing.effective, decision, step.activation))
            }
            members.string("variant", id(move.move.variant, .variant))
            if !reasons.1.isEmpty { members.string("variant_reason", reasons.1) }
        }
    }

    private func append(_ side: PackComparison.Side, to members: inout JSONMembers) {
        let (party, conduct) = (compared.party(side), comparison.conduct(of: side))
        members.object(side.rawValue) { members in
            members.integer("account_days", conduct.accountDays)
            if let calls = party.load.callsPerYear { members.count("calls_per_year", calls) }
            members.string("decision", party.pack.names[party.track])
            members.count("flips", conduct.flips)
            if let rate = conduct.flipsPerThousandAccountYears {
                members.integer("flips_per_thousand_account_years", rate)
            }
            members.array("levels") { members in
                for place in 0..<conduct.levels.count { append(side, place, to: &members) }
            }
            if let managers = party.load.managers { members.count("managers", managers) }
            if let minutes = party.load.minutesPerYear {
                members.count("minutes_per_year", minutes)
            }
            members.array("near") { members in
                for near in party.near { append(near, of: side, to: &members) }
            }
            members.count("near_unseen", party.unseenNear)
            members.string("pack", party.pack.name)
            members.string("pack_sha256", hash(side).hexadecimal)
            members.count("pack_version", party.pack.version)
            members.array("unrated") { members in
                for (reason, count) in comparison.unrated(by: side) {
                    members.object { members in
                        members.count("count", count)
                        members.string("reason", reason.sentence)
                    }
                }
            }
            if let visits = party.load.visitsPerYear { members.count("visits_per_year", visits) }
        }
    }

    private func append(
        _ side: PackComparison.Side, _ place: Int, to members: inout JSONMembers
    ) {
        let (figures, conduct) = (
            compared.party(side).load.levels[place], comparison.conduct(of: side)
        )
        let stays = conduct.stays[place]
        members.object { members in
            members.count("accounts", figures.accounts)
            if let calls = figures.callsPerYear { members.count("calls_per_year", calls) }
            members.count("events_365d", figures.events)
            members.string("level", conduct.levels.name(ofPlace: place))
            if let days = stays.meanDays { members.integer("mean_days", days) }
            if let days = stays.medianDays { members.integer("median_days", days) }
            members.figure("revenue_365d", figures.revenue.figure)
            members.count("stays", stays.count)
            members.count("stays_open", stays.openCount)
            if let visits = figures.visitsPerYear { members.count("visits_per_year", visits) }
        }
    }

    private func append(
        _ near: LedgerComparison.Near, of side: PackComparison.Side,
        to members: inout JSONMembers
    ) {
        let (pack, distance) = (compared.party(side).pack, near.miss.distance)
        members.object { members in
            members.string("account", near.account.text)
            members.string("fact", pack.facts[distance.fact].name)
            members.integer("from", distance.from)
            members.string("level", id(near.miss.outcome, side))
            if let name = near.name { members.string("name", name) }
            members.integer("to", distance.to)
            members.string("would_be", id(.level(distance.level), side))
        }
    }
}
