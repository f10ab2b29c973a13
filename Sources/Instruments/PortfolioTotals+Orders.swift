import LedgerModel

extension PortfolioTotals {
    /// The section `orders`. Instead of the name of a file with the tiers it has their number,
    /// `tier_rows`; amendments, which the ground truths don't know, appear where there are any.
    func writeOrders(to members: inout JSONMembers, _ missing: inout MissingFigures) {
        let orders = tally.orders
        writeClasses(to: &members, &missing)
        members.count("accounts_with_orders", orders.accountsWithOrders)
        if orders.amendedCount > 0 {
            let amended = missing.value("orders.amended_minor", orders.amended.figure)
            members.count("amended_count", orders.amendedCount)
            members.optional("amended_minor", amended)
        }
        let cancelled = missing.value("orders.cancelled_minor", orders.cancelled.figure)
        members.count("cancelled_count", orders.cancelledCount)
        members.optional("cancelled_minor", cancelled)
        let gross = missing.value("orders.gross_minor", orders.placed.figure)
        members.optional("gross_minor", gross)
        members.optional("net_minor", missing.value("orders.net_minor", orders.net.figure))
        members.sums(
            "net_minor_by_year", orders.netByYear, &missing, "orders.net_minor_by_year")
        members.count("orders_distinct", orders.orders)
        members.count("placed_count", orders.placedCount)
        let returned = missing.value("orders.returned_minor", orders.returned.figure)
        members.count("returned_count", orders.returnedCount)
        members.optional("returned_minor", returned)
        writeScores(to: &members)
        writeTiers(to: &members, &missing)
        members.leaders("top10_net_minor", leaders { $0.orders?.net.value })
    }

    private func writeClasses(to members: inout JSONMembers, _ missing: inout MissingFigures) {
        members.object("abc_end") { members in
            for abc in ABCClass.allCases {
                members.count(abc.letter, classes.exclusive[Int(abc.rawValue)])
            }
            for abc in ABCClass.allCases {
                let net = classes.net[Int(abc.rawValue)].figure
                let name = "net_minor_\(abc.letter)"
                members.optional(name, missing.value("orders.abc_end.\(name)", net))
            }
        }
        members.object("abc_end_incl") { members in
            for abc in ABCClass.allCases {
                members.count(abc.letter, classes.inclusive[Int(abc.rawValue)])
            }
        }
    }

    private func writeScores(to members: inout JSONMembers) {
        members.count("rfm_111", scores[.worst] ?? 0)
        members.count("rfm_555", scores[.best] ?? 0)
        members.instant("rfm_asof", portfolio.asOf)
        members.object("rfm_top_cells") { members in
            for (score, accounts) in topScores().sorted(by: { $0.score.digits < $1.score.digits }) {
                members.count(score.text, accounts)
            }
        }
    }

    private func writeTiers(to members: inout JSONMembers, _ missing: inout MissingFigures) {
        members.object("tier_changes") { members in
            for change in tierHistory.changes {
                members.count("\(change.from.letter)>\(change.to.letter)", change.count)
            }
        }
        members.object("tier_history") { members in
            for end in tierHistory.quarterEnds {
                members.object(end.asOf.text) { members in
                    for abc in ABCClass.allCases {
                        members.count(abc.letter, end.counts[Int(abc.rawValue)])
                    }
                    let net = missing.value("orders.tier_history", end.net.figure)
                    members.optional("t12m_net_minor", net)
                }
            }
        }
        members.count("tier_rows", tierHistory.tierCount)
    }
}

extension RFMScore {
    fileprivate static let best = RFMScore(recency: 5, frequency: 5, monetary: 5)
    fileprivate static let worst = RFMScore(recency: 1, frequency: 1, monetary: 1)
}
