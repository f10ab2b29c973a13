import Policy

/// The words of what verbs say once they are done.
extension Words {
    /// Names behind one another.
    func list(_ names: [String]) -> String { names.joined(separator: word(", ", "、", "、")) }

    var semicolon: String { word("; ", "；", "；") }

    /// A line of the input.
    func line(_ number: Int) -> String {
        word("line \(number): ", "第 \(number) 行：", "第 \(number) 行：")
    }

    func imported(
        read: String, appended: String, duplicates: String, rejected: String, isTrial: Bool
    ) -> String {
        let verb =
            isTrial
            ? word("would be appended", "可录入", "可錄入") : word("appended", "录入", "錄入")
        return word(
            "read \(read) · \(verb) \(appended) · duplicates \(duplicates) · rejected \(rejected)",
            "读取 \(read) · \(verb) \(appended) · 重复 \(duplicates) · 拒收 \(rejected)",
            "讀取 \(read) · \(verb) \(appended) · 重複 \(duplicates) · 拒收 \(rejected)")
    }
}

/// The words of `pack`.
extension Words {
    func sound(_ pack: Pack) -> String {
        let name = "\(pack.name) \(pack.version)"
        let (parameters, facts) = (pack.parameters.count, pack.facts.count)
        let (decisions, machines) = (pack.decisions.count, pack.machines.count)
        return word(
            "\(name) is sound: \(parameters) parameters, \(facts) facts, \(decisions) decisions, "
                + "\(machines) machines, \(pack.tests.count) tests",
            "\(name) 无误：参数 \(parameters) 个、事实 \(facts) 个、决定 \(decisions) 个、"
                + "状态机 \(machines) 个、测试 \(pack.tests.count) 个",
            "\(name) 無誤：參數 \(parameters) 個、事實 \(facts) 個、決定 \(decisions) 個、"
                + "狀態機 \(machines) 個、測試 \(pack.tests.count) 個")
    }

    /// How much a finding weighs, before its sentence.
    func weight(_ weight: LintFinding.Weight) -> String {
        switch weight {
        case .warning: word("warning: ", "警告：", "警告：")
        case .note: word("note: ", "说明：", "說明：")
        }
    }

    /// The outcome of a test, before its name.
    func outcome(isPass: Bool) -> String {
        isPass ? word("ok    ", "通过  ", "通過  ") : word("FAIL  ", "失败  ", "失敗  ")
    }

    func passed(_ count: Int, failed: Int) -> String {
        failed == 0
            ? word("all \(count) tests pass", "\(count) 项测试全部通过", "\(count) 項測試全部通過")
            : word(
                "\(failed) of \(count) fail", "\(count) 项测试中 \(failed) 项失败",
                "\(count) 項測試中 \(failed) 項失敗")
    }
}

/// The words of `stat` and `verify`.
extension Words {
    var ledger: String { word("ledger", "账本", "帳本") }
    var created: String { word("created", "建立时间", "建立時間") }
    var events: String { word("events", "事件", "事件") }
    var accounts: String { word("accounts", "客户", "客戶") }
    var eventTypes: String { word("event types", "事件类型", "事件類型") }
    var annulments: String { word("annulments", "作废", "作廢") }
    var root: String { word("root", "根哈希", "根雜湊") }
    var segments: String { word("segments", "分段", "分段") }
    var bytes: String { word("bytes", "字节", "位元組") }

    func inTail(_ events: String) -> String {
        word(", \(events) events in the tail", "，尾段 \(events) 个事件", "，尾段 \(events) 個事件")
    }

    func bytesAnEvent(_ count: Int) -> String {
        word(
            " (\(count) an event)", "（每个事件 \(count) 字节）",
            "（每個事件 \(count) 位元組）")
    }

    func verified(_ events: String, root: String) -> String {
        word(
            "all \(events) events verified", "全部 \(events) 个事件核验无误",
            "全部 \(events) 個事件核驗無誤") + "\n\(self.root) \(root)"
    }

    /// - Parameter position: nil where the difference is about no single event.
    func difference(_ position: UInt64?, _ sentence: String, sound: String) -> String {
        let place = position.map {
            word("position \($0)", "位置 \($0) 处", "位置 \($0) 處")
        }
        return word(
            "DIFFERENCE at \(place ?? "the whole"): \(sentence)\n"
                + "\(sound) events were sound before it",
            "\(place ?? "整体")不一致：\(sentence)\n此前 \(sound) 个事件无误",
            "\(place ?? "整體")不一致：\(sentence)\n此前 \(sound) 個事件無誤")
    }
}
