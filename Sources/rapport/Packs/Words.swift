/// The words of tables and sentences about decisions, in one language.
struct Words {
    let language: Language

    /// A word by language.
    private func word(_ english: String, _ simplified: String, _ traditional: String) -> String {
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
    var nothing: String {
        word("nothing was decided by then", "截至当时尚无决定", "截至當時尚無決定")
    }

    func unapproved(_ proposal: String) -> String {
        word(
            "\(proposal) proposed, not approved", "拟定\(proposal)，未批准",
            "擬定\(proposal)，未批准")
    }

    func because(_ reason: String) -> String { word(": ", "：", "：") + reason }
}
