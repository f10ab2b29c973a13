import LedgerEngine
import LedgerModel
import Policy

extension ComparisonText {
    /// What the levels of both packs bring, ask for, and how long accounts stay in them.
    var levels: TextTable {
        let (base, variant) = (comparison.base.levels, comparison.variant.levels)
        let showsVisits = [compared.base, compared.variant].contains { $0.load.hasCadence }
        var table = TextTable(
            columns: [
                .text(""), .text(words.level), .number(words.accounts),
                .number(words.twelveMonths), .number(words.events), .number(words.stayMean),
                .number(words.stayMedian),
            ] + (showsVisits ? [.number(words.visitsPerYear)] : []))
        for (side, places) in [(PackComparison.Side.base, base), (.variant, variant)] {
            let load = compared.party(side).load
            for place in self.places(places, { load.levels[$0].accounts }) {
                let (figures, stays) = (
                    load.levels[place], comparison.conduct(of: side).stays[place]
                )
                let visits = figures.visitsPerYear.map { GroupedDigits.of($0) } ?? ""
                table.append(
                    [
                        .init(name(side)), .init(reasons(side).name(ofPlace: place)),
                        .init(GroupedDigits.of(figures.accounts)),
                        .init(amount(figures.revenue.figure)),
                        .init(GroupedDigits.of(figures.events)),
                        .init(stays.meanDays.map { words.days($0) } ?? ""),
                        .init(stays.medianDays.map { words.days($0) } ?? ""),
                    ] + (showsVisits ? [.init(visits)] : []))
            }
        }
        return table
    }

    /// How often both change their mind, and what they ask for.
    var totals: TextTable {
        var table = TextTable(
            columns: [
                .text(""), .number(words.base), .number(words.variant),
                .number(words.difference),
            ])
        for row in totalRows {
            table.append([
                .init(row.title), .init(row.base), .init(row.variant), .init(row.difference),
            ])
        }
        return table
    }

    /// One figure of both packs.
    struct TotalRow {
        let title: String
        let base: String
        let variant: String
        /// What the variant has more or less; empty where that can't be said.
        let difference: String
    }

    /// The figures of `totals`.
    var totalRows: [TotalRow] {
        let (base, variant) = (compared.base.load, compared.variant.load)
        let (own, other) = (comparison.base, comparison.variant)
        var rows = [
            row(words.flipsTitle, own.flips, other.flips),
            TotalRow(
                title: words.changesAnAccountYear,
                base: words.thousandths(own.flipsPerThousandAccountYears),
                variant: words.thousandths(other.flipsPerThousandAccountYears), difference: ""),
            row(words.visitsPerYear, base.visitsPerYear, variant.visitsPerYear),
        ]
        guard base.hasCadence || variant.hasCadence else { return rows }
        rows += [
            row(words.callsPerYear, base.callsPerYear, variant.callsPerYear),
            row(
                words.hoursPerYear, base.minutesPerYear.map { ($0 + 59) / 60 },
                variant.minutesPerYear.map { ($0 + 59) / 60 }, isLoad: true),
            row(words.managersNeeded, base.managers, variant.managers, isLoad: true),
        ]
        return rows
    }

    /// - Parameter isLoad: whether a pack with a cadence may leave it open.
    private func row(
        _ title: String, _ base: Int?, _ variant: Int?, isLoad: Bool = false
    ) -> TotalRow {
        func text(_ value: Int?, _ load: PackLoad) -> String {
            if let value { return GroupedDigits.of(value) }
            return isLoad && load.hasCadence ? words.notGiven : words.noCadence
        }
        var difference = ""
        if let base, let variant, base != variant {
            difference = (variant > base ? "+" : "") + GroupedDigits.of(variant - base)
        }
        return TotalRow(
            title: title, base: text(base, compared.base.load),
            variant: text(variant, compared.variant.load), difference: difference)
    }

    /// Who was lost in the year before, and where both packs had put them then.
    var losses: [String] {
        guard !compared.losses.isEmpty else { return [] }
        return ["", words.lossesTitle("(\(GroupedDigits.of(compared.losses.count)))")]
            + compared.losses.map { loss in
                "  \(subject(loss.account, loss.name)) (\(date(loss.occurredAt)))"
                    + words.afterName + placed(loss)
            } + ["  " + lossesAtLowest]
    }

    /// How many of them both packs had put at their lowest levels.
    var lossesAtLowest: String {
        func lowest(
            _ side: PackComparison.Side, _ outcome: (PackComparison.Glimpse) -> Outcome
        ) -> (count: String, level: String) {
            let count = compared.losses.count { loss in
                if case .level(0)? = loss.before.map(outcome) { true } else { false }
            }
            return (GroupedDigits.of(count), reasons(side).name(ofPlace: 0))
        }
        return words.lossesAtLowest(
            base: lowest(.base) { $0.base }, variant: lowest(.variant) { $0.variant })
    }

    /// Where both packs had put an account that was lost.
    func placed(_ loss: LedgerComparison.Loss) -> String {
        guard let before = loss.before else { return words.nothing }
        return "\(words.base) \(reasons(.base).name(of: before.base)) · "
            + "\(words.variant) \(reasons(.variant).name(of: before.variant))"
    }

    /// Who has no level, and why.
    var unrated: [String] {
        let lines = PackComparison.Side.allCases.flatMap { side in
            comparison.unrated(by: side).map { reason, count in
                "  \(name(side))\(words.afterName)\(GroupedDigits.of(count)) · "
                    + reasons(side).sentence(of: reason)
            }
        }
        return lines.isEmpty ? [] : ["", words.unratedTitle] + lines
    }

    /// Who is near to another level.
    func near(_ side: PackComparison.Side) -> [String] {
        let party = compared.party(side)
        guard !party.near.isEmpty else { return [] }
        var lines = ["", words.nearTitle(ComparisonOptions.nearPercent, name(side))]
        for near in party.near {
            lines.append(
                "  " + subject(near.account, near.name) + words.afterName
                    + reasons(side).line(near))
        }
        if party.unseenNear > 0 {
            lines.append("  " + words.moreNear(GroupedDigits.of(party.unseenNear)))
        }
        return lines
    }
}
