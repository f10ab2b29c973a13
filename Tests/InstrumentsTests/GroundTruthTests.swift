import Instruments
import JSON
import LedgerModel
import Testing

/// Nine real and sample histories come out exactly as pandas and DuckDB computed them from the raw
/// files. Skipped where `shared/data` isn't on the machine: the data are not part of the project.
@Suite(.enabled(if: SharedData.folder != nil, "shared/data is not beside the checkout"))
struct GroundTruthTests {
    static let sets = [
        "adventureworks_reseller", "cdnow", "classicmodels", "composite_b2b",
        "cook_county_contacts", "maven_crm", "northwind", "nyc_mediated_complaints",
        "tpch/sf0.01",
    ]

    @Test(arguments: sets)
    func `portfolio, totals and tiers are the ground truth`(_ set: String) throws {
        let folded = try FoldedEvents(try SharedData.read("\(set)/events.ndjson.zst"))
        let truth = try Truth(try SharedData.read("\(set)/ground_truth.json"))
        let portfolio = folded.portfolio(asOf: folded.dayAfter)
        let totals = PortfolioTotals(of: portfolio)
        #expect("\(portfolio.rows.count)" == truth.members["accounts_total"])
        try checkRows(of: portfolio, set, truth)
        try checkTotals(totals, truth)
        try checkTiers(totals, set)
    }

    private func checkRows(of portfolio: Portfolio, _ set: String, _ truth: Truth) throws {
        var accounts = truth["accounts"]
        if SharedData.contains("\(set)/ground_truth_accounts.json.gz") {
            accounts = try Truth(try SharedData.read("\(set)/ground_truth_accounts.json.gz"))
        }
        // The ground truth of tpch has no accounts.
        guard let accounts = accounts?.objects else { return }
        #expect(accounts.count == portfolio.rows.count)
        var members = JSONMembers()
        for row in portfolio.rows {
            members.removeAll()
            row.append(to: &members)
            try #require(try canonical(members.bytes) == members.bytes)
            var found = try Truth(members.bytes).members
            let trailing =
                [found.removeValue(forKey: "t12m_net_minor")]
                + [found.removeValue(forKey: "t12m_abc")]
            found["account"] = nil
            found["complaints_open_end"] = found.removeValue(forKey: "complaints_open")
            try #require(found == accounts[row.account.text]?.members ?? [:], "\(row.account)")
            try #require(trailing.allSatisfy { ($0 != nil) == (found["orders"] != nil) })
        }
    }

    private func checkTotals(_ totals: PortfolioTotals, _ truth: Truth) throws {
        var members = JSONMembers()
        totals.append(to: &members)
        #expect(try canonical(members.bytes) == members.bytes)
        let found = try Truth(members.bytes)
        let sections = [
            "orders", "cost", "complaints", "contacts_log", "satisfaction", "opportunities",
        ]
        #expect(found.names == sections.filter { truth[$0] != nil }.sorted())
        for section in sections {
            var expected = truth[section]?.members
            let file = truth[section]?["tier_history_file"]
            if expected?.removeValue(forKey: "tier_history_file") != nil {
                expected?["tier_rows"] = file?.members["rows"]
            }
            let section = found[section]?.members
            for (name, value) in expected ?? [:] {
                #expect(section?[name] == value, "\(name)")
            }
            #expect(section?.keys.sorted() == expected?.keys.sorted())
        }
    }

    private func checkTiers(_ totals: PortfolioTotals, _ set: String) throws {
        guard SharedData.contains("\(set)/ground_truth_tiers.csv.gz") else { return }
        let text = try SharedData.read("\(set)/ground_truth_tiers.csv.gz")
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").dropFirst()
        var found: [String] = []
        for end in totals.tierHistory.quarterEnds {
            let quarter = Quarter(of: end.asOf)
            for tier in TierHistory.tiers(of: totals.portfolio, at: quarter) {
                let account = totals.portfolio.rows[tier.row].account.text
                found.append("\(end.asOf.text),\"\(account)\",\(tier.net),\(tier.abc.letter)")
            }
        }
        #expect(found.count == lines.count)
        #expect(found.sorted() == lines.map { String($0) }.sorted())
    }
}
