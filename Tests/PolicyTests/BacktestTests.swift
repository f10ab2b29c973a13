import LedgerModel
import Policy
import Testing

/// At risk, followed or not: instants at the borders of windows, spells and runs.
struct BacktestTests {
    private static let day: Int64 = 86_400_000_000

    private static func at(_ days: Int64, _ microseconds: Int64 = 0) -> Instant {
        Instant(microseconds: days * day + microseconds)
    }

    private static func sequel(
        _ spells: [RiskSpell], _ decision: Instant, within days: Int64 = 10,
        from start: Int64 = 0, until end: Int64 = 1_000
    ) -> Sequel {
        AccountCourse(spells).sequel(of: decision, within: days, from: at(start), until: at(end))
    }

    @Test func `a window has its first instant, and not its last`() {
        let spells = RiskSpell.ofChurn([(Self.at(100), .lost)])
        #expect(Self.sequel(spells, Self.at(90)) == .quiet)
        #expect(Self.sequel(spells, Self.at(90, 1)) == .followed(at: Self.at(100)))
        #expect(Self.sequel(spells, Self.at(100)) == .followed(at: Self.at(100)))
        #expect(Self.sequel(spells, Self.at(100, 1)) == .notAtRisk)
    }

    @Test func `a window must be over, whatever came in it`() {
        let spells = RiskSpell.ofChurn([(Self.at(95), .lost)])
        #expect(Self.sequel(spells, Self.at(90), until: 99) == .censored)
        #expect(Self.sequel(spells, Self.at(90), until: 100) == .followed(at: Self.at(95)))
    }

    @Test func `what is compared with the time before must have all of it`() {
        let spells = RiskSpell.ofChurn([(Self.at(95), .lost)])
        #expect(Self.sequel(spells, Self.at(89, -1), from: 89) == .censored)
        #expect(Self.sequel(spells, Self.at(89), from: 89) == .followed(at: Self.at(95)))
        #expect(Self.sequel([], Self.at(88), from: 89) == .censored)
    }

    @Test func `who is lost can't be lost again before it is won back`() {
        let spells = RiskSpell.ofChurn([
            (Self.at(100), .lost), (Self.at(105), .lost), (Self.at(110), .won),
            (Self.at(112), .won), (Self.at(115), .lost),
        ])
        #expect(Self.sequel(spells, Self.at(101)) == .notAtRisk)
        #expect(Self.sequel(spells, Self.at(110)) == .notAtRisk)
        #expect(Self.sequel(spells, Self.at(110, 1)) == .followed(at: Self.at(115)))
        #expect(Self.sequel(spells, Self.at(116)) == .notAtRisk)
    }

    @Test func `a partial loss leaves the rest at risk`() {
        let spells = RiskSpell.ofChurn([
            (Self.at(100), .lostInPart), (Self.at(100), .lostInPart), (Self.at(108), .lost),
            (Self.at(109), .lostInPart),
        ])
        #expect(Self.sequel(spells, Self.at(95)) == .followed(at: Self.at(100)))
        #expect(Self.sequel(spells, Self.at(100)) == .followed(at: Self.at(100)))
        #expect(Self.sequel(spells, Self.at(100, 1)) == .followed(at: Self.at(108)))
        #expect(Self.sequel(spells, Self.at(109)) == .notAtRisk)
    }

    @Test func `who was never lost is at risk for ever`() {
        #expect(Self.sequel(RiskSpell.ofChurn([]), Self.at(5)) == .quiet)
        #expect(Self.sequel([], Self.at(5)) == .notAtRisk)
    }

    @Test func `silence counts from the last order, and an order at its end comes too late`() {
        let spells = RiskSpell.ofSilence(
            [Self.at(10), Self.at(20), Self.at(29), Self.at(39), Self.at(60)], days: 10)
        #expect(Self.sequel(spells, Self.at(10)) == .notAtRisk)
        #expect(Self.sequel(spells, Self.at(10, 1)) == .followed(at: Self.at(20)))
        #expect(Self.sequel(spells, Self.at(20)) == .notAtRisk)
        #expect(Self.sequel(spells, Self.at(20, 1), within: 5) == .quiet)
        #expect(Self.sequel(spells, Self.at(29)) == .quiet)
        #expect(Self.sequel(spells, Self.at(29, 1)) == .followed(at: Self.at(39)))
        #expect(Self.sequel(spells, Self.at(39)) == .notAtRisk)
        #expect(Self.sequel(spells, Self.at(49)) == .notAtRisk)
        #expect(Self.sequel(spells, Self.at(60, 1)) == .followed(at: Self.at(70)))
        #expect(RiskSpell.ofSilence([], days: 10).isEmpty)
    }

    @Test func `a warning is an unbroken run, and leads from its first decision`() throws {
        let levels = ComparedLevels(names: ["calm", "alarm"])
        let course = AccountCourse(RiskSpell.ofChurn([(Self.at(50), .lost), (Self.at(60), .won)]))
        var fold = BacktestFold(
            levels, signals: [[1], [0, 1]], courses: [course, AccountCourse([])], horizonDays: 10,
            from: Self.at(0), until: Self.at(100))
        let course1 = [(10, 1), (20, 0), (30, 1), (35, 1), (45, 1), (55, 1), (65, 1), (95, 1)]
        for (day, level) in course1 {
            var rows = ComparedRows(at: Self.at(Int64(day)))
            rows.append(0, .level(level))
            fold.note(rows)
            fold.judge(at: Self.at(Int64(day)))
        }
        let (score, alarm) = (fold.score, fold.score.signals[0])
        #expect(score.judged == 6 && score.followed == 1 && score.decisions == 8)
        #expect(score.notAtRisk == 1 && score.censored == 1 && score.accounts == 1)
        #expect(alarm.decisions == 5 && alarm.followed == 1)
        #expect(alarm.warnings == 3 && alarm.followedWarnings == 1)
        #expect(alarm.lead.median == 5 && alarm.warningLead.median == 20)
        #expect(alarm.accountLead.median == 20 && alarm.foretoldAccounts == 1)
        // 1/5 by 1/6.
        let lift = try #require(score.lift(alarm))
        #expect(lift.numerator == 6 && lift.denominator == 5)
        let either = score.signals[1]
        #expect(either.warnings == 2 && either.warningLead.median == 40)
        #expect(score.lift(either)?.rounded(times: 100) == 100)
    }

    @Test func `quartiles are days that occurred, and the median lies between two`() {
        var tally = DayTally()
        #expect(tally.median == nil && tally.lowerQuartile == nil && tally.upperQuartile == nil)
        for days: Int64 in [8, 1, 5, 2] { tally.add(days: days) }
        #expect(tally.lowerQuartile == 1 && tally.median == 3 && tally.upperQuartile == 5)
        tally.add(days: 9)
        #expect(tally.lowerQuartile == 2 && tally.median == 5 && tally.upperQuartile == 8)
    }

    @Test func `tallies of short and of very long times add up, whichever is the longer`() {
        let days: [Int64] = [5, 32_767, 32_768, 40_000, 5, 3_000_000, 0]
        for split in 0...days.count {
            var (left, right) = (DayTally(), DayTally())
            for own in days[..<split] { left.add(days: own) }
            for own in days[split...] { right.add(days: own) }
            left.add(right)
            #expect(left.count == 7 && left.median == 32_767, "split at \(split)")
            #expect(left.lowerQuartile == 5 && left.upperQuartile == 40_000, "split at \(split)")
        }
    }

    @Test func `fractions are exact, and round halves to the even digit`() {
        #expect(Ratio(1, of: 0) == nil)
        #expect(Ratio(1, of: 16)?.rounded(times: 1_000) == 62)
        #expect(Ratio(3, of: 16)?.rounded(times: 1_000) == 188)
        let most = BacktestLimits.decisions
        #expect(Ratio(most * most, of: most)?.rounded(times: 1_000) == Int64(most) * 1_000)
        #expect(most * most < 1 << 53)
    }
}
