/// The words of one account's figures.
extension Words {
    var about: String { word("about", "概况", "概況") }
    var parent: String { word("parent", "上级客户", "上級客戶") }
    var mergedInto: String { word("merged into", "已并入", "已併入") }
    var state: String { word("state", "状态", "狀態") }
    var netAllTime: String { word("net, all time", "累计净收入", "累計淨收入") }
    var netTwelveMonths: String { word("net, 12 months", "近12个月净收入", "近12個月淨收入") }
    var orders: String { word("orders", "订单数", "訂單數") }
    var lastOrder: String { word("last order", "上次下单", "上次下單") }
    var classTwelveMonths: String { word("class, 12 months", "近12个月分类", "近12個月分類") }
    var lastContact: String { word("last contact", "上次联系", "上次聯絡") }
    var owners: String { word("owners", "历任负责人", "歷任負責人") }
    var nobody: String { word("nobody", "无", "無") }

    func place(_ letter: String, rank: Int?) -> String {
        let rank = rank.map { word(", rank \($0)", "，第 \($0) 名", "，第 \($0) 名") } ?? ""
        return word(letter, "\(letter) 类", "\(letter) 類") + rank
    }

    func changeOfYear(_ percent: Int64) -> String {
        word(
            "\(percent) % against the 365 days before", "较前365天 \(percent) %",
            "較前365天 \(percent) %")
    }

    func ago(_ day: String, _ days: Int64) -> String {
        word("\(day), \(days) days ago", "\(day)，\(days) 天前", "\(day)，\(days) 天前")
    }

    var year: String { word("year", "年度", "年度") }
    var net: String { word("net", "净收入", "淨收入") }
    var cost: String { word("cost", "成本", "成本") }

    var complaint: String { word("complaint", "投诉编号", "投訴編號") }
    var category: String { word("category", "类别", "類別") }
    var opened: String { word("opened", "提出日期", "提出日期") }
    var dayCount: String { word("days", "天数", "天數") }
    var visits: String { word("visits", "拜访", "拜訪") }
    var complaintsTitle: String { word("complaints", "投诉", "投訴") }

    /// A usual channel of contact; others as the source names them.
    func channel(_ name: String) -> String {
        switch name {
        case "in_person": word(name, "面谈", "面談")
        case "remote": word(name, "远程会谈", "遠端會談")
        case "phone": word(name, "电话", "電話")
        case "letter": word(name, "信函", "信函")
        case "email": word(name, "邮件", "電郵")
        case "gift": word(name, "礼品", "禮品")
        case "information": word(name, "资料", "資料")
        case "birthday_care": word(name, "生日关怀", "生日關懷")
        case "training": word(name, "培训", "培訓")
        case "executive_visit": word(name, "高层互访", "高層互訪")
        case "symposium": word(name, "研讨会", "研討會")
        case "event": word(name, "活动", "活動")
        case "reception": word(name, "接待", "接待")
        case "survey_call": word(name, "回访", "回訪")
        default: name
        }
    }

    func resolution(isOpen: Bool) -> String {
        isOpen ? word("open", "未结", "未結") : word("resolved", "已结", "已結")
    }

    func complaints(_ count: Int, open: Int) -> String {
        word(
            "complaints: \(count), open \(open)", "投诉：\(count) 件，未结 \(open) 件",
            "投訴：\(count) 件，未結 \(open) 件")
    }

    var satisfactionOfScales: String {
        word(
            "satisfaction, in % of each scale", "满意度（折算为各量表的 %）",
            "滿意度（折算為各量表的 %）")
    }

    func answers(_ count: Int, mean: Int64, last: Int64, trend: Int64?) -> String {
        let signed = trend.map { $0 > 0 ? "+\($0 / 100)" : "\($0 / 100)" }
        let trend = signed.map { word(", trend \($0)", "，趋势 \($0)", "，趨勢 \($0)") } ?? ""
        return word(
            "mean \(mean / 100), last \(last / 100)\(trend), \(count) answers",
            "平均 \(mean / 100)，最近 \(last / 100)\(trend)，答卷 \(count) 份",
            "平均 \(mean / 100)，最近 \(last / 100)\(trend)，答卷 \(count) 份")
    }

    var opportunities: String { word("opportunities", "商机", "商機") }

    func opportunities(opened: Int, won: Int, _ sum: String, lost: Int, open: Int) -> String {
        word(
            "opened \(opened), won \(won) (\(sum)), lost \(lost), open \(open)",
            "共 \(opened) 个，赢单 \(won) 个（\(sum)），丢单 \(lost) 个，进行中 \(open) 个",
            "共 \(opened) 個，贏單 \(won) 個（\(sum)），丟單 \(lost) 個，進行中 \(open) 個")
    }
}
