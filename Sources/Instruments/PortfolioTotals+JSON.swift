package import LedgerModel

extension PortfolioTotals {
    /// Writes one object with the sections of the ground truths; a section of which there is no
    /// event is left out.
    package func append(to members: inout JSONMembers) {
        var missing = MissingFigures()
        members.object { members in
            if tally.complaints.opened > 0 {
                members.object("complaints") { writeComplaints(to: &$0, &missing) }
            }
            if tally.contacts.count.touches > 0 {
                members.object("contacts_log") { writeContacts(to: &$0) }
            }
            if tally.costs.count > 0 {
                members.object("cost") { writeCosts(to: &$0, &missing) }
            }
            let orders = JSONMembers.nested { writeOrders(to: &$0, &missing) }
            let opportunities = JSONMembers.nested { writeOpportunities(to: &$0, &missing) }
            let satisfaction = JSONMembers.nested { writeSatisfaction(to: &$0, &missing) }
            missing.append(to: &members)
            if tally.opportunities.opened + tally.opportunities.closed > 0 {
                members.nested("opportunities", opportunities)
            }
            if tally.orders.hasMovements { members.nested("orders", orders) }
            if tally.answers.count > 0 { members.nested("satisfaction", satisfaction) }
        }
    }

    private func writeComplaints(to members: inout JSONMembers, _ missing: inout MissingFigures) {
        let complaints = tally.complaints
        let seconds = missing.value(
            "complaints.resolution_seconds_sum", complaints.resolutionSum.figure)
        let years = complaints.openedByYear.entries
        members.years("open_at_year_end", openAtYearEnd.entries.map { ($0.year, $0.value) })
        members.count("open_end", complaints.opened - complaints.resolved)
        members.count("opened", complaints.opened)
        members.years("opened_by_year", years.map { ($0.year, Int64($0.value)) })
        members.optional("resolution_seconds_max", complaints.longestResolution)
        members.optional("resolution_seconds_sum", seconds)
        members.count("resolved", complaints.resolved)
        members.leaders("top10_accounts", leaders { Self.positive($0.complaints) })
    }

    private func writeContacts(to members: inout JSONMembers) {
        let contacts = tally.contacts
        members.object("by_channel") { members in
            for (channel, count) in contacts.byChannel.inCanonicalOrder {
                members.count(channel, count)
            }
        }
        let years = contacts.byYear.entries.map { (year: $0.year, count: $0.value.touches) }
        members.years("by_year", years.map { ($0.year, Int64($0.count)) })
        members.count("interactions", contacts.count.interactions)
        members.leaders("top10_accounts", leaders { Self.positive($0.touches.touches) })
        members.count("visits", contacts.count.visits)
    }

    private func writeCosts(to members: inout JSONMembers, _ missing: inout MissingFigures) {
        members.object("by_type") { members in
            for (type, sum) in tally.costs.byType.inCanonicalOrder {
                members.optional(type, missing.value("cost.by_type", sum.figure))
            }
        }
        members.sums("by_year", tally.costs.byYear, &missing, "cost.by_year")
        let total = missing.value("cost.total_minor", tally.costs.total.figure)
        members.optional("total_minor", total)
    }

    private func writeSatisfaction(
        to members: inout JSONMembers, _ missing: inout MissingFigures
    ) {
        members.optional("bp_sum", missing.value("satisfaction.bp_sum", tally.answers.sum.figure))
        members.object("by_year") { members in
            for entry in tally.answers.byYear.entries {
                members.object(String(paddingYear: entry.year)) { members in
                    let answers = entry.value
                    let sum = missing.value("satisfaction.by_year", answers.sum.figure)
                    members.optional("bp_sum", sum)
                    members.count("n", answers.count)
                }
            }
        }
        members.count("n", tally.answers.count)
        members.array("top10_accounts_by_n") { members in
            for leader in leaders(by: { Self.positive($0.answers) }) {
                members.array { members in
                    members.string(leader.account.text)
                    members.integer(leader.value)
                    if let sum = portfolio.rows[leader.row].answerSum.value { members.integer(sum) }
                }
            }
        }
    }

    private func writeOpportunities(
        to members: inout JSONMembers, _ missing: inout MissingFigures
    ) {
        let opportunities = tally.opportunities
        members.object("by_outcome") { members in
            if opportunities.lost > 0 { members.count("lost", opportunities.lost) }
            if opportunities.won > 0 { members.count("won", opportunities.won) }
        }
        members.count("closed", opportunities.closed)
        members.count("open_end", opportunities.open)
        members.count("opened", opportunities.opened)
        members.leaders(
            "top10_won_minor", leaders { $0.won.value.flatMap { $0 > 0 ? $0 : nil } })
        let won = missing.value("opportunities.won_minor", opportunities.wonSum.figure)
        members.optional("won_minor", won)
        members.sums(
            "won_minor_by_year", opportunities.wonByYear, &missing,
            "opportunities.won_minor_by_year")
    }

    private static func positive(_ count: Int) -> Int64? { count > 0 ? Int64(count) : nil }
}

extension JSONMembers {
    /// Pairs of account and number.
    mutating func leaders(_ name: String, _ leaders: [PortfolioTotals.Leader]) {
        array(name) { members in
            for leader in leaders {
                members.array { members in
                    members.string(leader.account.text)
                    members.integer(leader.value)
                }
            }
        }
    }

    mutating func sums(
        _ name: String, _ sums: ByYear<FigureSum>, _ missing: inout MissingFigures,
        _ path: String
    ) {
        let years = sums.entries.map {
            (year: $0.year, value: missing.value(path, $0.value.figure))
        }
        self.years(name, years)
    }
}
