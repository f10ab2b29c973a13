import Instruments
import LedgerModel
import Policy

/// The words of the portfolio.
extension Words {
    var account: String { word("account", "客户", "客戶") }
    var accountName: String { word("name", "名称", "名稱") }
    var owner: String { word("owner", "负责人", "負責人") }
    var twelveMonths: String { word("12 months", "近12个月", "近12個月") }
    var change: String { word("change", "同比", "同比") }
    var openComplaints: String { word("open", "未结投诉", "未結投訴") }
    var notice: String { word("notice", "提示", "提示") }

    var complains: String { word("complains", "投诉多", "投訴多") }
    var slippingAway: String { word("slipping away", "流失中", "流失中") }
    var rising: String { word("rising", "增长", "成長") }
    var silent: String { word("silent", "久未联系", "久未聯絡") }
    var closed: String { word("closed", "已关闭", "已關閉") }

    func merged(into account: String) -> String {
        word("merged into \(account)", "已并入 \(account)", "已併入 \(account)")
    }

    var noAccountAtThatTime: String {
        word(
            "no account has an event that counts at that time", "该时点没有任何客户有计入的事件",
            "該時點沒有任何客戶有計入的事件")
    }

    func noAccountOfOwner(among count: Int) -> String {
        word(
            "none of the \(count) accounts has this owner at that time",
            "该时点 \(count) 个客户中没有由此人负责的", "該時點 \(count) 個客戶中沒有由此人負責的")
    }

    func summary(_ accounts: String, _ currency: String, _ asOf: String) -> String {
        word(
            "\(accounts) accounts · amounts in \(currency) · as of \(asOf)",
            "\(accounts) 个客户 · 金额币种 \(currency) · 截至 \(asOf)",
            "\(accounts) 個客戶 · 金額幣種 \(currency) · 截至 \(asOf)")
    }

    var missingRates: String {
        word(
            " · ? = a rate is missing, see --json", " · ? = 缺少汇率，详见 --json",
            " · ? = 缺少匯率，詳見 --json")
    }

    func asOf(_ instant: String) -> String {
        word("as of \(instant)", "截至 \(instant)", "截至 \(instant)")
    }

    /// An amount in a table, whose currency stands below it; in Chinese in 万 and 亿.
    func rounded(_ minor: Int64, _ currency: CurrencyCode) -> String {
        language == .english
            ? MoneyText(currency: currency.text).rounded(minor)
            : MoneyWords.rounded(minor, in: currency, language: language.rawValue, digits: 2)
    }

    /// An amount with its currency, in whole units, in Chinese to a hundredth of a 万 or 亿.
    func whole(_ minor: Int64, _ currency: CurrencyCode) -> String {
        language == .english
            ? "\(currency.text) \(rounded(minor, currency))"
            : rounded(minor, currency) + MoneyWords.name(of: currency)
    }

    /// An amount with its currency: to the last minor unit, in Chinese to a hundredth of a 万.
    func labelled(_ minor: Int64, _ currency: CurrencyCode) -> String {
        guard language != .english else {
            return MoneyText(currency: currency.text).labelled(minor)
        }
        return MoneyWords.rounded(minor, in: currency, language: language.rawValue, digits: 4)
            + MoneyWords.name(of: currency)
    }

    /// An amount, or why there is none; empty where nothing was asked.
    func labelled(_ figure: Figure?, _ currency: CurrencyCode) -> String {
        switch figure {
        case nil: ""
        case .value(let minor): labelled(minor, currency)
        case .missing(let reason): word("missing: ", "缺失：", "缺失：") + self.reason(reason)
        }
    }
}

/// The words of the totals.
extension Words {
    var netRevenue: String { word("net revenue", "净收入", "淨收入") }
    var classes: String { word("classes", "分类", "分類") }
    var contacts: String { word("contacts", "联系", "聯絡") }
    var answers: String { word("answers", "答卷", "答卷") }
    var asOfTitle: String { word("as of", "截至", "截至") }

    func withOrders(_ accounts: String, _ count: String) -> String {
        word(
            "\(accounts), with orders \(count)", "\(accounts) 个，其中有订单的 \(count) 个",
            "\(accounts) 個，其中有訂單的 \(count) 個")
    }

    func classCounts(_ counts: [(letter: String, count: String)]) -> String {
        let parts = list(
            counts.map { word("\($0) \($1)", "\($0) 类 \($1) 个", "\($0) 類 \($1) 個") })
        return parts
            + word(
                " (all time, the account that crosses the line included)",
                "（累计，含跨越分界线的客户）", "（累計，含跨越分界線的客戶）")
    }

    func openAmong(_ complaints: String, _ open: String) -> String {
        word(
            "\(complaints), open \(open)", "\(complaints) 件，未结 \(open) 件",
            "\(complaints) 件，未結 \(open) 件")
    }

    func visitsAmong(_ contacts: String, _ visits: String) -> String {
        word(
            "\(contacts), visits \(visits)", "\(contacts) 次，拜访 \(visits) 次",
            "\(contacts) 次，拜訪 \(visits) 次")
    }

    func toSurveys(_ answers: String) -> String {
        word("\(answers) to surveys", "\(answers) 份", "\(answers) 份")
    }
}
