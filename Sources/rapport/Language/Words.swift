import LedgerModel
import Policy

/// The words of tables and sentences about decisions, in one language.
struct Words {
    let language: Language

    /// A word by language.
    func word(_ english: String, _ simplified: String, _ traditional: String) -> String {
        switch language {
        case .english: english
        case .simplified: simplified
        case .traditional: traditional
        }
    }

    var from: String { word("from", "起始", "起始") }
    var level: String { word("level", "级别", "級別") }
    var rule: String { word("rule says", "规则结果", "規則結果") }
    var held: String { word("held by", "暂缓原因", "暫緩原因") }
    var pack: String { word("pack", "规则包", "規則包") }
    var occasion: String { word("occasion", "触发", "觸發") }
    var notRated: String { word("not rated", "未评级", "未評級") }
    var unknown: String { word("unknown", "不明", "不明") }
    var tier: String { word("tier", "级别", "級別") }
    var stage: String { word("stage", "阶段", "階段") }
    var satisfaction: String { word("satisfaction", "满意度", "滿意度") }
    var knownThen: String { word("as known then", "当时所知", "當時所知") }
    var restated: String { word("restated", "按现在所知", "按現在所知") }
    /// Why nothing may have been known: the clock of the ledger begins with the import.
    var knownFromImportOn: String {
        word(
            "the ledger knows events from when it recorded them on; --knowledge source counts them "
                + "from when the source did",
            "账本自录入之时起才知道事件；--knowledge source 按来源所称的记录时间计算",
            "帳本自錄入之時起才知道事件；--knowledge source 按來源所稱的記錄時間計算")
    }
    var nothingToCompare: String {
        word(
            "the base decides nothing in that time", "该时段内基准方案没有任何决定",
            "該時段內基準方案沒有任何決定")
    }
    var nothing: String {
        word("nothing was decided by then", "截至当时尚无决定", "截至當時尚無決定")
    }

    func unapproved(_ proposal: String) -> String {
        word(
            "\(proposal) (proposed, not approved)", "\(proposal)（拟定，未批准）",
            "\(proposal)（擬定，未批准）")
    }

    func because(_ reason: String) -> String {
        word(" (\(reason))", "（\(reason)）", "（\(reason)）")
    }

    var always: String { word("always applies", "总是适用", "總是適用") }
    var yes: String { word("yes", "是", "是") }
    var no: String { word("no", "否", "否") }
    /// Behind a name, before what is said of it; and where that begins a new line.
    var afterName: String { word(": ", "：", "：") }
    var colon: String { word(":", "：", "：") }
    var factsSeen: String { word("Facts:", "事实：", "事實：") }

    func stands(
        _ account: String, _ decision: String, _ level: String, _ from: String
    ) -> String {
        word(
            "The \(decision) of \(account) has been \(level) since \(from).",
            "\(account) 的\(name(decision))自 \(from) 起为\(level)。",
            "\(account) 的\(name(decision))自 \(from) 起為\(level)。")
    }

    func name(_ decision: String) -> String {
        switch decision {
        case "tier": tier
        case "stage": stage
        case "satisfaction": satisfaction
        default: decision
        }
    }

    func before(_ level: String, _ causes: [String]) -> String {
        let joined = causes.joined(separator: word(" and ", "，且", "，且"))
        guard !causes.isEmpty else {
            return word(
                "Before that it was \(level).", "此前为\(level)。", "此前為\(level)。")
        }
        return word(
            "Before that it was \(level); it changed because \(joined).",
            "此前为\(level)；变动原因：\(joined)。", "此前為\(level)；變動原因：\(joined)。")
    }

    func cause(_ cause: Cause) -> String {
        switch cause {
        case .override:
            word("somebody set it, or what was set ended", "人工指定或指定到期", "人工指定或指定到期")
        case .approval: word("it was approved", "获得批准", "獲得批准")
        case .ruleChanged:
            word("another rule or parameter came into force", "规则或参数变更", "規則或參數變更")
        case .correction: word("an event was corrected", "更正了事件", "更正了事件")
        case .lateEvent: word("an event was recorded late", "事件补录", "事件補錄")
        case .newEvent: word("something new happened", "发生了新事件", "發生了新事件")
        case .populationMoved: word("other accounts changed", "其他客户变动", "其他客戶變動")
        case .windowMoved: word("time passed", "时间窗口移动", "時間窗口移動")
        }
    }

    func ruled(
        _ isOverride: Bool, _ by: String, _ from: String, _ reason: String?, _ expires: String?
    ) -> String {
        let why = reason.map { because($0) } ?? ""
        let end = expires.map { word(", until \($0)", "，至 \($0)", "，至 \($0)") } ?? ""
        return isOverride
            ? word(
                "\(by) set it from \(from)\(end)\(why).", "由\(by)指定，自 \(from) 起\(end)\(why)。",
                "由\(by)指定，自 \(from) 起\(end)\(why)。")
            : word(
                "\(by) approved it from \(from)\(why).", "由\(by)批准，自 \(from) 起\(why)。",
                "由\(by)批准，自 \(from) 起\(why)。")
    }

    func ruleSays(
        _ at: String, _ level: String, _ explanation: String?, _ holding: String?
    ) -> String {
        let why = explanation.map { word(" — ", "——", "——") + $0 } ?? ""
        let held = holding.map {
            word("; held back: \($0)", "；暂缓原因：\($0)", "；暫緩原因：\($0)")
        }
        return word(
            "The rule itself says \(level) at \(at)\(why)\(held ?? "").",
            "\(at) 规则本身的结果为\(level)\(why)\(held ?? "")。",
            "\(at) 規則本身的結果為\(level)\(why)\(held ?? "")。")
    }

    /// Since when the rules had said what counted later.
    func turned(_ at: String) -> String {
        word(
            " The rules had said so since \(at).", "规则自 \(at) 起已如此。",
            "規則自 \(at) 起已如此。")
    }

    /// What follows is the guard that moved a machine.
    func moved(_ at: String) -> String {
        word("What moved it, at \(at):", "促成变动的条件（\(at)）：", "促成變動的條件（\(at)）：")
    }

    func proposed(_ level: String) -> String {
        word("\(level) is proposed", "拟定\(level)", "擬定\(level)")
    }

    func rulesTried(_ at: String) -> String {
        word(
            "Conditions, as evaluated at \(at):", "条件（计算时点 \(at)）：",
            "條件（計算時點 \(at)）：")
    }

    func window(_ from: String, _ to: String) -> String {
        word("from \(from) to \(to)", "自 \(from) 至 \(to)", "自 \(from) 至 \(to)")
    }

    func events(_ count: Int) -> String {
        word(count == 1 ? "1 event" : "\(count) events", "\(count) 个事件", "\(count) 個事件")
    }

    func wouldBe(
        _ level: String, _ fact: String, _ from: String, _ to: String, isMachine: Bool
    ) -> String {
        guard isMachine else {
            return word(
                "The rule would say \(level) with \(fact) at \(to) (now \(from)).",
                "若\(fact)为 \(to)（现为 \(from)），则为\(level)。",
                "若\(fact)為 \(to)（現為 \(from)），則為\(level)。")
        }
        return word(
            "It would be on the way to \(level) with \(fact) at \(to) (now \(from)).",
            "若\(fact)为 \(to)（现为 \(from)），则开始转入\(level)。",
            "若\(fact)為 \(to)（現為 \(from)），則開始轉入\(level)。")
    }

    func decidedBy(_ pack: String, _ source: String, _ hash: String?) -> String {
        let proof = hash.map { " (\($0)…)" } ?? ""
        let from = source.isEmpty ? "" : word(", from ", "，出处：", "，出處：") + source
        return word(
            "Decided by \(pack)\(proof)\(from).", "规则包：\(pack)\(proof)\(from)。",
            "規則包：\(pack)\(proof)\(from)。")
    }

    /// An amount; in Chinese in 万 and 亿.
    func money(_ minor: Int64, _ currency: CurrencyCode) -> String {
        MoneyWords.text(minor, in: currency, language: language.rawValue)
    }

    /// Parts per million as percent.
    func share(_ parts: Int64) -> String {
        let (whole, rest) = parts.quotientAndRemainder(dividingBy: 10_000)
        let digits = String(10_000 + rest.magnitude).dropFirst()
        let trimmed = digits.reversed().drop { $0 == "0" }.reversed()
        let sign = parts < 0 && whole == 0 ? "-" : ""
        return sign + String(whole) + (trimmed.isEmpty ? "" : "." + String(trimmed)) + " %"
    }

    func days(_ count: Int64) -> String { word("\(count) days", "\(count) 天", "\(count) 天") }

    func levelLine(_ decision: String, _ level: String, _ since: String) -> String {
        word(
            "\(name(decision)): \(level), since \(since)",
            "\(name(decision))：\(level)，自 \(since) 起",
            "\(name(decision))：\(level)，自 \(since) 起")
    }

    func missingFor(_ stage: String) -> String {
        word("missing for \(stage):", "距\(stage)尚缺：", "距\(stage)尚缺：")
    }
}
