package import LedgerModel

extension AccountCard {
    /// Writes the card as one object: `figures` is the account's object of the portfolio.
    ///
    /// - Parameter decided: what the packs in force say of the account; nil to leave that out.
    package func append(to members: inout JSONMembers, _ decided: DecidedMembers? = nil) {
        var missing = MissingFigures()
        members.object { members in
            members.string("account", row.account.text)
            members.instant("as_of", asOf)
            members.object("attention") { members in
                members.optional("days_since_last_touch", attention.daysSinceLastTouch)
                members.optional("net_change_percent", attention.netChangePercent)
            }
            if let decided { members.nested("cadence", decided.cadence) }
            members.array("complaints") { writeComplaints(to: &$0) }
            members.object("contacts") { writeContacts(to: &$0) }
            members.object("cost") { writeCosts(to: &$0, &missing) }
            if currency != .none { members.string("currency", currency.text) }
            row.append(named: "figures", to: &members)
            let satisfaction = JSONMembers.nested { writeSatisfaction(to: &$0, &missing) }
            if let decided { members.nested("levels", decided.levels) }
            missing.append(to: &members)
            members.object("opportunities") { writeOpportunities(to: &$0) }
            members.array("owners") { writeOwners(to: &$0) }
            members.object("profile") { writeProfile(to: &$0) }
            members.nested("satisfaction", satisfaction)
            members.object("stage_labels") { writeStageLabels(to: &$0) }
        }
    }

    private func writeComplaints(to members: inout JSONMembers) {
        for line in complaints {
            let complaint = line.complaint
            members.object { members in
                members.optional("acknowledged", complaint.acknowledgedAt)
                members.integer("age_days", line.ageDays)
                if !line.category.isEmpty { members.string("category", line.category) }
                members.string("complaint_id", line.id)
                members.bool("is_open", complaint.isOpen)
                members.instant("opened", complaint.openedAt)
                if complaint.reopenings > 0 { members.count("reopenings", complaint.reopenings) }
                members.optional("resolution_seconds", complaint.resolutionSeconds)
                members.optional("resolved", complaint.resolvedAt)
            }
        }
    }

    private func writeContacts(to members: inout JSONMembers) {
        members.object("by_channel") { members in
            for line in channels {
                members.years(
                    line.channel, line.byYear.entries.map { ($0.year, Int64($0.value)) })
            }
        }
        let years = touches.byYear.entries
        members.years("by_year", years.map { ($0.year, Int64($0.value.touches)) })
        members.count("interactions", touches.count.interactions)
        members.optional("last_touch", touches.lastTouchAt)
        members.optional("last_visit", touches.lastVisitAt)
        members.count("visits", touches.count.visits)
        members.years("visits_by_year", years.map { ($0.year, Int64($0.value.visits)) })
    }

    private func writeCosts(to members: inout JSONMembers, _ missing: inout MissingFigures) {
        members.object("by_type") { members in
            for (type, sum) in costs {
                members.optional(type, missing.value("cost.by_type", sum.figure))
            }
        }
        members.sums("by_year", costsByYear, &missing, "cost.by_year")
    }

    private func writeSatisfaction(
        to members: inout JSONMembers, _ missing: inout MissingFigures
    ) {
        members.array("answers") { members in
            for answer in satisfaction.answers {
                members.object { members in
                    members.integer("bp", answer.basisPoints)
                    members.instant("time", answer.occurredAt)
                }
            }
        }
        members.optional("last_bp", satisfaction.last?.basisPoints)
        members.optional(
            "mean_bp", missing.value("satisfaction.mean_bp", satisfaction.mean))
        members.count("n", satisfaction.answers.count)
        members.optional(
            "trend_bp", missing.value("satisfaction.trend_bp", satisfaction.trend))
    }

    private func writeOpportunities(to members: inout JSONMembers) {
        members.count("closed", opportunities.closed)
        members.count("lost", opportunities.lost)
        members.count("open", opportunities.open)
        members.count("opened", opportunities.opened)
        members.count("won", opportunities.won)
    }

    private func writeStageLabels(to members: inout JSONMembers) {
        if let assessed = stageLabels.assessed {
            members.object("assessed") { members in
                members.instant("at", assessed.at)
                members.optional("rater", assessed.rater)
                members.string("stage", assessed.stage)
            }
        }
        if let target = stageLabels.target {
            members.object("target") { members in
                members.instant("at", target.at)
                members.optional("by", target.by)
                members.string("stage", target.stage)
            }
        }
    }

    private func writeOwners(to members: inout JSONMembers) {
        for ownership in owners {
            members.object { members in
                members.optional("owner", ownership.owner)
                members.instant("since", ownership.since)
            }
        }
    }

    private func writeProfile(to members: inout JSONMembers) {
        members.optional("city", profile.city)
        members.optional("country", profile.country)
        members.optional("industry", profile.industry)
        members.bool("is_closed", profile.isClosed)
        members.optional("merged_into", profile.mergedInto)
        members.optional("name", profile.name)
        members.optional("opened", profile.openedAt)
        members.optional("owner", profile.owner)
        members.optional("parent", profile.parent)
        members.optional("region", profile.region)
        members.optional("segment", profile.segment)
    }
}
