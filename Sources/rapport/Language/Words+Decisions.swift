import LedgerModel
import Policy

/// The words of conditions and of what holds a decision back.
extension Words {
    var negated: String { word("not: ", "并非：", "並非：") }
    var anyOf: String { word("one of these:", "满足其一：", "滿足其一：") }
    var allOf: String { word("all of these:", "全部满足：", "全部滿足：") }
    var noValue: String { word("(no value)", "（无值）", "（無值）") }

    /// A choice of a rule by its index and those of the choices around it, and what it gives.
    func choice(_ path: [Int], _ level: String?) -> String {
        let number = path.map { String($0) }.joined(separator: ".")
        guard let level else { return word("choice \(number)", "第 \(number) 项", "第 \(number) 項") }
        return word(
            "\(level) (choice \(number))", "\(level)（第 \(number) 项）", "\(level)（第 \(number) 項）")
    }

    func enters(_ state: String) -> String { word("into \(state)", "转入\(state)", "轉入\(state)") }

    func stays(_ state: String) -> String {
        word("stays \(state)", "保持\(state)", "保持\(state)")
    }

    /// What keeps a change from taking effect.
    func holding(_ reasons: Set<HoldReason>) -> String {
        reasons.sorted { $0.rawValue < $1.rawValue }.map { holding($0) }
            .joined(separator: word(", ", "、", "、"))
    }

    private func holding(_ reason: HoldReason) -> String {
        switch reason {
        case .lasting: word("not long enough yet", "持续时间不足", "持續時間不足")
        case .minimumDwell: word("the level is too young", "未满最短停留期", "未滿最短停留期")
        case .maximumStep: word("one step at a time", "每次限变一级", "每次限變一級")
        case .band: word("too near to the cut", "临近分界线", "臨近分界線")
        case .validity: word("valid still, may only rise", "有效期内只升不降", "有效期內只升不降")
        case .approval: word("waits for approval", "待批准", "待批准")
        case .override: word("overridden", "人工指定", "人工指定")
        }
    }

    /// What an instant of a history is.
    func occasion(_ occasion: Standing.Occasion) -> String {
        switch occasion {
        case .evaluation: word("evaluation", "定期评估", "定期評估")
        case .timer: word("timer", "期满生效", "期滿生效")
        case .ruling: word("ruling", "人工裁定", "人工裁定")
        case .activation: word("activation", "规则包启用", "規則包啟用")
        }
    }

    /// Why an account has no level.
    ///
    /// - Parameter label: what a fact or parameter of a name is called.
    func reason(_ unrated: Unrated, _ label: (String) -> String) -> String {
        switch unrated {
        case .missing(let name, let absence):
            label(name) + word(" ", "", "") + missing(absence)
        case .nothingApplies:
            word("no choice of the rule applies", "规则中没有适用的选项", "規則中沒有適用的選項")
        case .notDecidedYet:
            word(
                "the pack in force has decided nothing yet", "现行规则包尚未作出决定",
                "現行規則包尚未作出決定")
        case .notALevel(let text):
            word(
                "the rule gives '\(text)', which is no level", "规则给出的“\(text)”不是级别",
                "規則給出的「\(text)」不是級別")
        case .failed(let sentence): self.sentence(sentence)
        }
    }

    /// What is wrong with a fact, behind its name.
    func missing(_ absence: FactValue.Absence) -> String {
        switch absence {
        case .noEvent: word(absence.sentence, "不明：没有事件说明", "不明：沒有事件說明")
        case .overflow: word(absence.sentence, "超出 64 位整数", "超出 64 位整數")
        case .noBase: word(absence.sentence, "没有可比的基数", "沒有可比的基數")
        case .notConvertible(let reason):
            word(
                absence.sentence, "无法换算：\(self.reason(reason))", "無法換算：\(self.reason(reason))")
        case .noContactData(let what):
            word(
                absence.sentence, "不明：联系人均无\(contactWord(what))信息",
                "不明：聯絡人均無\(contactWord(what))資訊")
        case .notYetSet: word(absence.sentence, "当时尚无取值", "當時尚無取值")
        }
    }

    private func contactWord(_ what: String) -> String {
        what == "function" ? word(what, "职能", "職能") : word(what, "层级", "層級")
    }

    /// Why there is no amount.
    func reason(_ reason: MissingReason) -> String {
        switch reason {
        case .noRate(let from, let to, _):
            word(
                reason.sentence, "事件之前没有 \(from.text) 兑 \(to.text) 的汇率（rate.quoted）",
                "事件之前沒有 \(from.text) 兌 \(to.text) 的匯率（rate.quoted）")
        case .unusableRate(let from, let to, _):
            word(
                reason.sentence, "\(from.text) 兑 \(to.text) 的汇率不可用",
                "\(from.text) 兌 \(to.text) 的匯率不可用")
        case .noCurrency: word(reason.sentence, "事件金额没有币种", "事件金額沒有幣種")
        case .outOfRange: word(reason.sentence, "数值超出范围", "數值超出範圍")
        }
    }
}
