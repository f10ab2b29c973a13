import Policy

/// The words of `compare`.
extension Words {
    var and: String { word(" and ", "，且", "，且") }
    var or: String { word(" or ", "，或", "，或") }
    var base: String { word("base", "基准", "基準") }
    var variant: String { word("variant", "方案", "方案") }
    var waiting: String { word("waits for approval", "待批准", "待批准") }
    var otherwise: String { word("nothing else applies", "无其他适用选项", "無其他適用選項") }
    var total: String { word("total", "合计", "合計") }
    var todayTitle: String { word("today", "今日", "今日") }
    var since: String { word("since", "自", "自") }
    var noCadence: String {
        word("no cadence given", "未规定拜访频次", "未規定拜訪頻次")
    }
    var notGiven: String { word("not given", "未规定", "未規定") }
    var visitsPerYear: String { word("visits a year", "年拜访次数", "年拜訪次數") }
    var callsPerYear: String { word("calls a year", "年电话次数", "年電話次數") }
    var managersNeeded: String { word("managers needed", "所需客户经理", "所需客戶經理") }
    var hoursPerYear: String { word("hours a year", "年工时", "年工時") }
    var stayMean: String { word("mean stay", "平均停留", "平均停留") }
    var stayMedian: String { word("median stay", "停留中位数", "停留中位數") }
    var flipsTitle: String { word("changes of level", "级别变动", "級別變動") }
    var changesAnAccountYear: String {
        word("changes an account-year", "每客户每年变动", "每客戶每年變動")
    }
    var unratedTitle: String { word("Not rated:", "未评级：", "未評級：") }
    var noneMoves: String {
        word(
            "Every account stands where it did.", "所有客户级别均不变。", "所有客戶級別均不變。")
    }

    var touchedTitle: String {
        word("revenue touched, 12 months", "涉及收入（近12个月）", "涉及收入（近12個月）")
    }
    var lostOn: String { word("lost on", "流失日期", "流失日期") }
    var courseTitle: String {
        word(
            "Accounts that stand elsewhere, instant by instant", "各时点级别不同的客户数",
            "各時點級別不同的客戶數")
    }
    var movesTitle: String { word("Who moves", "变动客户", "變動客戶") }
    var reasonsTitle: String { word("Who moves, and why", "变动客户及原因", "變動客戶及原因") }

    var levelsTitle: String {
        word(
            "What the levels bring, and how long accounts stay", "各级别的收入与停留时间",
            "各級別的收入與停留時間")
    }
    var totalsTitle: String {
        word("Changes of level, and effort", "级别变动与工作量", "級別變動與工作量")
    }
    var difference: String { word("difference", "差异", "差異") }
    var noneLost: String {
        word(
            "No account was lost in the 365 days before.", "此前 365 天没有客户流失。",
            "此前 365 天沒有客戶流失。")
    }

    /// A level that counts, with one that is only proposed.
    func withProposal(_ level: String, _ proposal: String) -> String {
        word(
            "\(level) (\(proposal) proposed)", "\(level)（拟定\(proposal)）",
            "\(level)（擬定\(proposal)）")
    }

    /// A level that is only proposed, where none counts.
    func onlyProposed(_ level: String) -> String {
        word("\(level) (proposed)", "\(level)（拟定）", "\(level)（擬定）")
    }

    /// The parameters that both packs have with other values.
    func otherParameters(_ at: String, _ changes: String) -> String {
        word(
            "Parameters that differ at \(at): \(changes).", "\(at) 时不同的参数：\(changes)。",
            "\(at) 時不同的參數：\(changes)。")
    }

    /// How many of the accounts that were lost each pack had put at its lowest level.
    func lossesAtLowest(
        base: (count: String, level: String), variant: (count: String, level: String)
    ) -> String {
        word(
            "At the lowest level then: \(base.count) under the base (\(base.level)), "
                + "\(variant.count) under the variant (\(variant.level)).",
            "当时处于最低级别：基准 \(base.count) 个（\(base.level)），"
                + "方案 \(variant.count) 个（\(variant.level)）。",
            "當時處於最低級別：基準 \(base.count) 個（\(base.level)），"
                + "方案 \(variant.count) 個（\(variant.level)）。")
    }

    func matrixTitle(_ at: String) -> String {
        word("From the base to the variant, at \(at)", "基准至方案（\(at)）", "基準至方案（\(at)）")
    }

    /// The picture of that, for those who don't see it.
    func courseSpoken(_ from: String, _ to: String, most: String, last: String) -> String {
        word(
            "\(courseTitle), from \(from) to \(to): at most \(most), at the end \(last)",
            "\(courseTitle)，自 \(from) 至 \(to)：最多 \(most) 个，期末 \(last) 个",
            "\(courseTitle)，自 \(from) 至 \(to)：最多 \(most) 個，期末 \(last) 個")
    }

    /// How many a list names, and of how many.
    func shown(_ count: String, of all: String) -> String {
        word(
            "(\(count) of \(all))", "（共 \(all) 个，列出 \(count) 个）",
            "（共 \(all) 個，列出 \(count) 個）")
    }

    /// What a list leaves out.
    func moreBelow(_ count: String) -> String {
        word("and \(count) more", "另有 \(count) 个", "另有 \(count) 個")
    }

    func comparisonTitle(_ decision: String, _ base: String, _ variant: String) -> String {
        word(
            "\(name(decision)): \(base) (base) against \(variant) (variant)",
            "\(name(decision))：\(base)（基准）对比 \(variant)（方案）",
            "\(name(decision))：\(base)（基準）對比 \(variant)（方案）")
    }

    /// What the comparison rests on.
    func restsOn(
        _ from: String, _ to: String, instants: String, position: String, knowledge: String
    ) -> String {
        word(
            "From \(from) to \(to), \(instants) instants; events before position \(position), "
                + "\(knowledge); approvals assumed, overrides ignored.",
            "自 \(from) 至 \(to)，共 \(instants) 个时点；位置 \(position) 之前的事件，\(knowledge)；"
                + "视为已批准，不计人工指定。",
            "自 \(from) 至 \(to)，共 \(instants) 個時點；位置 \(position) 之前的事件，\(knowledge)；"
                + "視為已批准，不計人工指定。")
    }

    func knowledge(_ isSource: Bool, _ knownAt: String?) -> String {
        let whose =
            isSource
            ? word("as the source claims", "按来源所称", "按來源所稱")
            : word("as the ledger knows", "按账本所知", "按帳本所知")
        return knownAt.map { word("\(whose) at \($0)", "\(whose)（\($0)）", "\(whose)（\($0)）") }
            ?? whose
    }

    /// What a place among the levels of a decision is called.
    func name(ofPlace place: Int, of pack: Pack, track: Int) -> String {
        let levels = pack.levels(ofTrack: track)
        if place < levels.count { return levels[place].text(in: language.rawValue) }
        guard place == levels.count else { return waiting }
        return track < pack.decisions.count ? notRated : unknown
    }

    func movedSummary(_ moved: String, _ accounts: String, _ at: String) -> String {
        word(
            "At \(at) the level differs for \(moved) of \(accounts) accounts",
            "截至 \(at)，\(accounts) 个客户中 \(moved) 个级别不同",
            "截至 \(at)，\(accounts) 個客戶中 \(moved) 個級別不同")
    }

    func direction(_ direction: PackComparison.Direction) -> String {
        switch direction {
        case .up: word("up", "上升", "上升")
        case .down: word("down", "下降", "下降")
        case .gained: word("newly rated", "新获评级", "新獲評級")
        case .lost: word("no longer rated", "失去评级", "失去評級")
        case .moved: word("moved", "变动", "變動")
        }
    }

    func touched(_ amount: String) -> String {
        word(
            "Revenue touched: \(amount) in the 365 days before.",
            "涉及此前 365 天收入：\(amount)。", "涉及此前 365 天收入：\(amount)。")
    }

    func lacks(_ level: String, _ clauses: String) -> String {
        word("not \(level): needs \(clauses)", "未达\(level)：需 \(clauses)", "未達\(level)：需 \(clauses)")
    }

    func heldBack(_ level: String, _ holding: String) -> String {
        word(
            "the rule says \(level), held back: \(holding)", "规则结果为\(level)，暂缓原因：\(holding)",
            "規則結果為\(level)，暫緩原因：\(holding)")
    }

    func nearly(
        _ level: String, _ other: String, _ fact: String, _ from: String, _ to: String
    ) -> String {
        word(
            "\(level), but \(other) with \(fact) at \(to) (now \(from))",
            "\(level)；若\(fact)为 \(to)（现为 \(from)）则为\(other)",
            "\(level)；若\(fact)為 \(to)（現為 \(from)）則為\(other)")
    }

    func nearTitle(_ percent: Int64, _ side: String) -> String {
        word(
            "Within \(percent) % of a threshold (\(side)):", "距门槛 \(percent)% 以内（\(side)）：",
            "距門檻 \(percent)% 以內（\(side)）：")
    }

    /// - Parameter count: how many, in brackets.
    func lossesTitle(_ count: String) -> String {
        word(
            "Lost in the 365 days before \(count), as they were placed when last compared:",
            "此前 365 天流失的客户 \(count) 及流失前的级别：",
            "此前 365 天流失的客戶 \(count) 及流失前的級別：")
    }

    /// What a list leaves out.
    func more(_ count: String) -> String {
        word(
            "and \(count) more, see --json and --limit", "另有 \(count) 个，见 --json 与 --limit",
            "另有 \(count) 個，見 --json 與 --limit")
    }

    /// Facts near a threshold that were not looked at.
    func moreNear(_ count: String) -> String {
        word(
            "and up to \(count) more, see --limit", "另有至多 \(count) 个，见 --limit",
            "另有至多 \(count) 個，見 --limit")
    }

    func withReasons(_ count: String) -> String {
        word(
            "Reasons are told of those with the largest revenue only: \(count) (--limit).",
            "仅对收入最高的 \(count) 个客户说明原因（--limit）。",
            "僅對收入最高的 \(count) 個客戶說明原因（--limit）。")
    }

    func thousandths(_ value: Int64?) -> String {
        guard let value else { return "" }
        let (whole, rest) = value.quotientAndRemainder(dividingBy: 1_000)
        return "\(whole)." + String(String(1_000 + rest).dropFirst())
    }
}
