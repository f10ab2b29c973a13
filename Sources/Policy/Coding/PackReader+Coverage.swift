extension PackReader {
    /// What a test expects of visits and calls.
    mutating func coverage(
        _ node: DocumentNode, _ decisions: [String]
    ) -> CoverageExpectation? {
        let channels = Cadence.Channel.allCases.map(\.rawValue)
        guard
            let own = reader.object(
                node, known: ["period"] + channels + ["missing"], required: ["period"],
                as: "a coverage"),
            let period = own["period"].flatMap({ civilPeriod($0) })
        else { return nil }
        if !decisions.contains("tier") {
            reader.report("a coverage needs the pack to decide 'tier'", at: node.place)
        }
        let shares = Cadence.Channel.allCases.compactMap { channel in
            own[channel.rawValue].flatMap { share($0) }.map { (channel: channel, share: $0) }
        }
        let missing = own["missing"].map { node in
            reader.list(node, as: "missing").compactMap { civilPeriod($0) }
        }
        if channels.allSatisfy({ own[$0] == nil }), missing == nil {
            reader.report(
                "a coverage names " + channels.joined(separator: ", ") + " or missing",
                at: node.place)
        }
        return CoverageExpectation(period: period, shares: shares, missing: missing)
    }

    private mutating func civilPeriod(_ node: DocumentNode) -> CivilPeriod? {
        if let text = node.text, let period = CivilPeriod(text) { return period }
        reader.report(
            "a period must be like 2025, 2025-Q1 or 2025-02, not \(node.kindName)", at: node.place)
        return nil
    }

    private mutating func share(_ node: DocumentNode) -> CoverageExpectation.Share? {
        if let text = node.text, let share = CoverageExpectation.Share(text) { return share }
        reader.report(
            "visits and calls must be like '2 of 3', not \(node.kindName)", at: node.place)
        return nil
    }
}
