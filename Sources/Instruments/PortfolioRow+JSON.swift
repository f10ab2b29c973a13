package import LedgerModel

extension PortfolioRow {
    /// Writes the account as one object with the keys of `accounts` in the ground truths. A figure
    /// that doesn't apply is left out, but a net revenue of zero or less has the rank null; one
    /// that is missing is left out and explained in `missing`.
    ///
    /// - Parameter decided: what the packs in force say of the account; nil to leave that out.
    package func append(to members: inout JSONMembers, _ decided: DecidedMembers? = nil) {
        members.object { write(to: &$0, decided) }
    }

    /// The same as the value of a member.
    func append(named name: String, to members: inout JSONMembers) {
        members.object(name) { write(to: &$0, nil) }
    }

    private func write(to members: inout JSONMembers, _ decided: DecidedMembers?) {
        var missing = MissingFigures()
        members.optional("abc", orders?.place?.exclusive.letter)
        members.optional("abc_incl", orders?.place?.inclusive.letter)
        members.string("account", account.text)
        if let decided { members.nested("cadence", decided.cadence) }
        if complaints > 0 { members.count("complaints", complaints) }
        if openComplaints > 0 { members.count("complaints_open", openComplaints) }
        if touches.touches > 0 { members.count("contacts_logged", touches.touches) }
        members.optional("cost_minor", missing.value("cost_minor", cost))
        members.optional("first_order", orders?.firstAt)
        members.optional("last_contact", lastTouchAt)
        members.optional("last_order", orders?.lastAt)
        let net = missing.value("net_minor", orders?.net)
        let years = orders?.netByYear.map {
            (year: $0.year, value: missing.value("net_minor_by_year", $0.net))
        }
        let trailing = orders?.lastAt == nil ? nil : orders?.trailingNet
        let trailingNet = missing.value("t12m_net_minor", trailing)
        let answerSum = answers > 0 ? missing.value("survey_bp_sum", self.answerSum) : nil
        let hasOpportunities = opportunitiesOpened + opportunitiesClosed > 0
        let won = hasOpportunities ? missing.value("won_minor", self.won) : nil
        if let decided { members.nested("levels", decided.levels) }
        missing.append(to: &members)
        members.optional("net_minor", net)
        if let years { members.years("net_minor_by_year", years) }
        if hasOpportunities {
            members.count("opps_closed", opportunitiesClosed)
            members.count("opps_opened", opportunitiesOpened)
        }
        if let orders, orders.count > 0 { members.count("orders", orders.count) }
        if let place = orders?.place { members.integerOrNull("rank", place.rank) }
        members.optional("recency_days", orders?.recencyDays)
        members.optional("rfm", orders?.rfm?.text)
        members.optional("survey_bp_sum", answerSum)
        if answers > 0 { members.count("surveys", answers) }
        members.optional("t12m_abc", orders?.trailingPlace?.exclusive.letter)
        members.optional("t12m_net_minor", trailingNet)
        members.optional("won_minor", won)
    }
}

extension Portfolio {
    /// Writes the rows from `range` as NDJSON, one object a line.
    package func appendLines(_ range: Range<Int>, to members: inout JSONMembers) {
        for row in rows[range] {
            row.append(to: &members)
            members.endLine()
        }
    }
}
