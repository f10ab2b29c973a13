import LedgerModel
import SeededRandom
import Testing

/// The same events give the same bytes, in whatever order they are folded and however they are
/// split.
struct FoldOrderTests {
    /// A history of a few accounts with many events at one instant.
    private static func table(_ generator: inout some RandomNumberGenerator) -> String {
        var lines: [String] = []
        for _ in 0..<300 {
            let account = "ABC".randomElement(using: &generator) ?? "A"
            let day = Int.random(in: 10...14, using: &generator)
            let year = Int.random(in: 2022...2024, using: &generator)
            let number = Int.random(in: 0...9, using: &generator)
            let amount = Int.random(in: 0...999, using: &generator)
            let money = "\"currency\":\"\(number < 5 ? "EUR" : "USD")\",\"amount_minor\":\(amount)"
            let quote = "\"from\":\"EUR\",\"to\":\"USD\",\"rate\":\"1.\(number)\""
            let event =
                [
                    "\(account) TIME order.placed \"order_id\":\"\(number)\",\(money)",
                    "\(account) TIME order.returned \"order_id\":\"\(number)\",\(money)",
                    "\(account) TIME cost.allocated \"cost_type\":\"t\(number)\",\(money)",
                    "\(account) TIME complaint.opened \"complaint_id\":\"\(number)\"",
                    "\(account) TIME complaint.resolved \"complaint_id\":\"\(number)\"",
                    "\(account) TIME complaint.reopened \"complaint_id\":\"\(number)\"",
                    "\(account) TIME interaction.logged \"channel\":\"c\(number)\"",
                    "\(account) TIME visit.made",
                    "\(account) TIME account.updated \"name\":\"n\(amount)\"",
                    "\(account) TIME owner.assigned \"owner\":\"o\(number)\"",
                    "\(account) TIME owner.released \"owner\":\"o\(number)\"",
                    "\(account) TIME opportunity.opened \"opportunity_id\":\"\(number)\"",
                    "\(account) TIME opportunity.closed \"opportunity_id\":\"\(number)\","
                        + "\"outcome\":\"won\",\(money)",
                    "\(account) TIME satisfaction.surveyed \"survey_id\":\"s\",\"score\":\(number),"
                        + "\"scale_min\":0,\"scale_max\":10",
                    "~ledger TIME rate.quoted \(quote)",
                ].randomElement(using: &generator) ?? ""
            lines.append(event.replacing("TIME", with: "\(year)-01-\(day)"))
        }
        return "~ledger 2000-01-01 rate.quoted \"from\":\"EUR\",\"to\":\"USD\",\"rate\":\"1\"\n"
            + "~ledger 2000-01-01 rate.quoted \"from\":\"USD\",\"to\":\"EUR\",\"rate\":\"1\"\n"
            + lines.joined(separator: "\n")
    }

    @Test(arguments: 1...8)
    func `a shuffled fold and merged halves say what one fold in order says`(_ seed: UInt64) throws
    {
        var generator = SeededGenerator(seed: seed)
        let lines = FoldedEvents.lines(of: Self.table(&generator))
        let asOf = try Instant("2024-01-13")
        let inOrder = try FoldedEvents(lines).everything(asOf: asOf)

        let shuffled = try FoldedEvents(shuffling: lines, using: &generator)
        #expect(shuffled.everything(asOf: asOf) == inOrder, "seed \(seed)")

        for split in 2...4 {
            var merged = try FoldedEvents(lines) { $0 < 2 || $0 % split == 0 }
            let rest = try FoldedEvents(lines) { $0 >= 2 && $0 % split != 0 }
            merged.merge(rest)
            #expect(merged.everything(asOf: asOf) == inOrder, "seed \(seed), split \(split)")
        }
    }
}
