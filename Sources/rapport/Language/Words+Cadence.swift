import LedgerModel
import Policy

extension Words {
    /// The title of what the tier was one year before.
    var was: String { word("was", "去年", "去年") }
    var lastVisit: String { word("last visit", "上次拜访", "上次拜訪") }
    var nextVisit: String { word("next visit", "下次拜访", "下次拜訪") }
    var new: String { word("new", "新", "新") }
    var visitOverdue: String { word("visit overdue", "拜访逾期", "拜訪逾期") }

    /// That a decision has nothing to show.
    func undecided(_ decision: String) -> String { name(decision) + because(nothing) }

    func inBrackets(_ text: String) -> String { word(" (\(text))", "（\(text)）", "（\(text)）") }

    /// How the tier changed within a year.
    func withinYear(_ change: TierChange, _ before: String, _ now: String) -> String {
        switch change {
        case .new: word("new within a year", "一年内新定", "一年內新定")
        case .same: word("= a year ago", "与一年前相同", "與一年前相同")
        case .up:
            word(
                "▲ \(before) → \(now) in a year", "一年内 ▲ \(before) → \(now)",
                "一年內 ▲ \(before) → \(now)")
        case .down:
            word(
                "▼ \(before) → \(now) in a year", "一年内 ▼ \(before) → \(now)",
                "一年內 ▼ \(before) → \(now)")
        case .lost, .other: word("\(before) a year ago", "一年前为\(before)", "一年前為\(before)")
        }
    }

    /// A line for what was assessed, and one for what is aimed at.
    func stageLabels(
        _ labels: StageLabels, named name: (String) -> String = { $0 }
    ) -> [String] {
        let assessed = labels.assessed.map {
            assessment(name($0.stage), $0.at.date.text, $0.rater)
        }
        let target = labels.target.map { aim(name($0.stage), $0.by) }
        return [assessed, target].compactMap(\.self)
    }

    private func assessment(_ stage: String, _ day: String, _ rater: String?) -> String {
        let by = rater.map { word(", \($0)", "，\($0)", "，\($0)") } ?? ""
        return word("assessed: ", "评定：", "評定：") + stage + inBrackets(day + by)
    }

    private func aim(_ stage: String, _ by: String?) -> String {
        let day = by.map { word(" by \($0)", "，期限 \($0)", "，期限 \($0)") } ?? ""
        return word("target: ", "目标：", "目標：") + stage + day
    }

    func channelLine(_ channel: Cadence.Channel, _ parts: [String]) -> String {
        let name =
            switch channel {
            case .visits: word("visits: ", "拜访：", "拜訪：")
            case .calls: word("calls: ", "电话：", "電話：")
            }
        return name + parts.joined(separator: word(", ", "，", "，"))
    }

    func done(_ done: Int, _ required: Int, _ planned: Int, _ period: String) -> String {
        let arranged =
            planned > 0
            ? word(", \(planned) planned", "，已约 \(planned) 次", "，已約 \(planned) 次") : ""
        return word(
            "\(done) of \(required) in \(period)\(arranged)",
            "\(period) 已完成 \(done)/\(required)\(arranged)",
            "\(period) 已完成 \(done)/\(required)\(arranged)")
    }

    func due(_ day: String, isOverdue: Bool) -> String {
        isOverdue
            ? word("overdue since \(day)", "自 \(day) 起逾期", "自 \(day) 起逾期")
            : word("next by \(day)", "下次不迟于 \(day)", "下次不遲於 \(day)")
    }
}
