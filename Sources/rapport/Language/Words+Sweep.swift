import LedgerEngine
import LedgerModel

/// The words of `sweep`.
extension Words {
    var elsewhere: String { word("elsewhere", "级别不同", "級別不同") }
    var ownValue: String { word("the pack's own", "规则包现值", "規則包現值") }
    var ownOfEnd: String {
        word(" at the end, others before", "（期末值，此前另有取值）", "（期末值，此前另有取值）")
    }
    var noneMovesIt: String {
        word(
            " No value of the range moves it.", "该范围内无任何取值会改变其级别。",
            "該範圍內無任何取值會改變其級別。")
    }
    var nearestThatMove: String {
        word(
            " The nearest values of the range that move it:", "范围内使其变动的最近取值：",
            "範圍內使其變動的最近取值：")
    }
    var noneBelow: String {
        word("no lower value of the range does", "范围内更低的取值均不会", "範圍內更低的取值均不會")
    }
    var noneAbove: String {
        word("no higher value of the range does", "范围内更高的取值均不会", "範圍內更高的取值均不會")
    }

    func sweepTitle(_ decision: String, _ pack: String) -> String {
        word(
            "\(name(decision)): \(pack) with other values of",
            "\(name(decision))：\(pack)，改变下列参数", "\(name(decision))：\(pack)，改變下列參數")
    }

    func sweptRange(
        _ name: String, _ from: String, _ to: String, step: String, own: String
    ) -> String {
        word(
            "\(name): from \(from) to \(to) in steps of \(step); the pack's own is \(own)",
            "\(name)：自 \(from) 至 \(to)，步长 \(step)；规则包现值 \(own)",
            "\(name)：自 \(from) 至 \(to)，步長 \(step)；規則包現值 \(own)")
    }

    /// What the shares are of.
    func sharesOf(_ revenue: String) -> String {
        word(
            "% is the share of the net revenue of the 365 days before the end: \(revenue).",
            "% 为占期末前 365 天净收入的比例：\(revenue)。", "% 為佔期末前 365 天淨收入的比例：\(revenue)。")
    }

    func nothingDecided(_ account: String) -> String {
        word(
            "Nothing was decided about \(account) by the end.", "截至期末尚无关于 \(account) 的决定。",
            "截至期末尚無關於 \(account) 的決定。")
    }

    func standsUnderOwn(_ account: String, _ level: String, _ values: String) -> String {
        word(
            "\(account) is \(level) at the end with \(values).",
            "按 \(values)，\(account) 期末为\(level)。", "按 \(values)，\(account) 期末為\(level)。")
    }

    func sizeTitle(_ size: String, _ level: String, isExact: Bool) -> String {
        isExact
            ? word(
                "\(accountCount(size)) at \(level), nearest to the pack's own value:",
                "\(level)有 \(accountCount(size))，距规则包现值最近的取值：",
                "\(level)有 \(accountCount(size))，距規則包現值最近的取值：")
            : word(
                "No value of the range gives \(accountCount(size)) at \(level); the nearest are:",
                "范围内无取值使\(level)有 \(accountCount(size))，最接近的为：",
                "範圍內無取值使\(level)有 \(accountCount(size))，最接近的為：")
    }

    func accountCount(_ count: String) -> String {
        word(count == "1" ? "1 account" : "\(count) accounts", "\(count) 个客户", "\(count) 個客戶")
    }

    /// Whose knowledge was asked for, and when.
    func knowledge(_ known: KnownOptions) -> String {
        knowledge(known.knowledge == .source, known.knownAt.map { text(of: $0) })
    }

    /// The same where each instant may be decided by what was known then.
    func knowledge(_ known: DecisionKnownOptions) -> String {
        let at: String? =
            switch known.knownAt {
            case nil: nil
            case .then, .both: word("each instant of its own", "各时点当时", "各時點當時")
            case .at(let argument): text(of: argument)
            }
        return knowledge(known.knowledge == .source, at)
    }

    private func text(of argument: KnownAtArgument) -> String {
        switch argument {
        case .instant(let instant): instant.text
        case .position(let position): "#\(position)"
        }
    }
}
