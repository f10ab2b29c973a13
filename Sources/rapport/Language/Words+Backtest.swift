import Policy

/// The words of `backtest`.
extension Words {
    var signal: String { word("signal", "信号", "訊號") }
    var decisionsTitle: String { word("decisions", "决定", "決定") }
    var followedTitle: String { word("came true", "应验", "應驗") }
    var precision: String { word("precision", "准确率", "準確率") }
    var recall: String { word("recall", "召回率", "召回率") }
    var lift: String { word("lift", "提升度", "提升度") }
    var lead: String { word("lead (quartiles)", "提前天数（四分位）", "提前天數（四分位）") }
    var warningsTitle: String { word("warnings", "预警", "預警") }
    var leadOfFirst: String {
        word("lead of the first", "首次提前天数", "首次提前天數")
    }
    var accountsForetold: String {
        word("accounts foretold (flagged)", "预见的客户（曾示警）", "預見的客戶（曾示警）")
    }

    /// What is foretold.
    func aftermath(_ aftermath: Aftermath) -> String {
        switch aftermath {
        case .churn: word("churn", "流失", "流失")
        case .noOrder(let days):
            word("\(days) days without an order", "\(days) 天无订单", "\(days) 天無訂單")
        case .revenueFall(let percent):
            word(
                "revenue lower by \(percent) % or more", "收入下降 \(percent)% 或以上",
                "收入下降 \(percent)% 或以上")
        }
    }

    func backtestTitle(
        _ decision: String, _ pack: String, _ aftermath: String, days: String
    ) -> String {
        word(
            "How well \(name(decision)) of \(pack) foretold, within \(days) days: \(aftermath)",
            "\(pack) 的\(name(decision))对其后 \(days) 天内的预见：\(aftermath)",
            "\(pack) 的\(name(decision))對其後 \(days) 天內的預見：\(aftermath)")
    }

    /// What a backtest rests on.
    func backtestRests(
        _ from: String, _ to: String, instants: String, until: String, position: String,
        knowledge: String
    ) -> String {
        word(
            "Decided from \(from) to \(to), at \(instants) instants, as known then, \(knowledge); "
                + "what came is known until \(until), of events before position \(position); "
                + "approvals assumed, overrides ignored.",
            "自 \(from) 至 \(to) 共 \(instants) 个时点，按当时所知决定，\(knowledge)；"
                + "结果截至 \(until)，位置 \(position) 之前的事件；视为已批准，不计人工指定。",
            "自 \(from) 至 \(to) 共 \(instants) 個時點，按當時所知決定，\(knowledge)；"
                + "結果截至 \(until)，位置 \(position) 之前的事件；視為已批准，不計人工指定。")
    }

    func backtestSummary(
        _ decisions: String, judged: String, followed: String, _ share: String, notAtRisk: String,
        censored: String
    ) -> String {
        word(
            "\(decisions) decisions: \(judged) judged, of which it followed \(followed) "
                + "(base rate \(share)); \(notAtRisk) not at risk; \(censored).",
            "决定 \(decisions) 项：可判断 \(judged) 项，其中应验 \(followed) 项（基准率 \(share)）；"
                + "不在风险中 \(notAtRisk) 项；\(censored)。",
            "決定 \(decisions) 項：可判斷 \(judged) 項，其中應驗 \(followed) 項（基準率 \(share)）；"
                + "不在風險中 \(notAtRisk) 項；\(censored)。")
    }

    /// Decisions of which too little is known, after them or before them.
    func censored(_ count: String, by aftermath: Aftermath) -> String {
        guard case .revenueFall = aftermath else {
            return word(
                "\(count) whose window isn't over", "窗口未满 \(count) 项", "窗口未滿 \(count) 項")
        }
        return word(
            "\(count) whose window isn't over or whose base begins before the first event",
            "窗口未满或基期早于首个事件 \(count) 项", "窗口未滿或基期早於首個事件 \(count) 項")
    }

    func unjudged(_ count: String) -> String {
        word(
            "\(count) can't be judged, for want of an exchange rate or for too large a sum.",
            "\(count) 项因缺少汇率或金额过大无法判断。", "\(count) 項因缺少匯率或金額過大無法判斷。")
    }

    /// Why a backtest has no figures.
    var nothingToJudge: String {
        word(
            "there is no decision to judge in that time", "该时段内没有可评判的决定",
            "該時段內沒有可評判的決定")
    }

    /// Accounts of which it was foretold, of those to which it came; all that had the signal.
    func foretold(_ count: String, of followed: String, flagged: String) -> String {
        word(
            "\(count) of \(followed) (\(flagged))", "\(followed) 中 \(count)（\(flagged)）",
            "\(followed) 中 \(count)（\(flagged)）")
    }

    /// How much the figures mean, by how many were looked at.
    func tried(_ count: String, before: String) -> String {
        word(
            "Variants (packs × decisions × signals) tried: \(count) in this run, \(before) before "
                + "(--tried). Of many, the best looks good by chance alone: choose on one time "
                + "(--to) and test on another (--from).",
            "试过的方案（规则包 × 决定 × 信号）：本次 \(count) 个，此前 \(before) 个（--tried）。"
                + "试得多，最好者可能只是碰巧：请在一段时间内选择（--to），在另一段时间内检验（--from）。",
            "試過的方案（規則包 × 決定 × 訊號）：本次 \(count) 個，此前 \(before) 個（--tried）。"
                + "試得多，最好者可能只是碰巧：請在一段時間內選擇（--to），在另一段時間內檢驗（--from）。")
    }

    /// A share in percent with one decimal, halves to even; nothing for a share of nothing.
    func percent(_ ratio: Ratio?) -> String {
        guard let tenths = ratio?.rounded(times: 1_000) else { return "" }
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// So many times, with two decimals, halves to even.
    func multiple(_ ratio: Ratio?) -> String {
        guard let hundredths = ratio?.rounded(times: 100) else { return "" }
        return "\(hundredths / 100)." + String(String(100 + hundredths % 100).dropFirst())
    }

    /// The quartiles in whole days, the median between them.
    func lead(_ tally: DayTally) -> String {
        guard let lower = tally.lowerQuartile, let median = tally.median,
            let upper = tally.upperQuartile
        else { return "" }
        return "\(lower) · " + days(median) + " · \(upper)"
    }
}
