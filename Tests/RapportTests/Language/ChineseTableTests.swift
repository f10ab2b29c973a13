import Testing

/// Tables and summaries in Chinese: words and amounts, and nothing of English but ids and data.
struct ChineseTableTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        _ = try RapportProcess(["init", "l.rapport"], in: folder)
        let events = [
            TemporaryFolder.event(
                "o", ["data": #"{"order_id":"1","currency":"CNY","amount_minor":12350000}"#]),
            TemporaryFolder.event(
                "v", ["type": #""interaction.logged""#, "data": #"{"channel":"phone"}"#]),
            TemporaryFolder.event(
                "c",
                [
                    "type": #""complaint.opened""#,
                    "data": #"{"complaint_id":"K1","category":"noise"}"#,
                ]),
        ]
        try folder.write(Array((events.joined(separator: "\n") + "\n").utf8), to: "in.ndjson")
        _ = try RapportProcess(["import", "l.rapport", "in.ndjson"], in: folder)
    }

    private func check(
        _ arguments: [String], _ language: String, shows texts: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let run = try RapportProcess(arguments + ["--language", language], in: folder)
        #expect(run.code == 0, "\(run.messages)", sourceLocation: sourceLocation)
        for text in texts {
            #expect(
                run.output.contains(text), "\(text):\n\(run.output)", sourceLocation: sourceLocation
            )
        }
        // Words of the program; ids, codes, channels and instants are data.
        let data = [
            "zh", "CNY", "RFM", "ABC", "T00", "a1", "K1", "noise", "A", "Z",
        ]
        let latin = run.output.split { !($0.isASCII && $0.isLetter) }
            .filter { word in word.count > 2 && !data.contains { word.contains($0) } }
        #expect(latin.isEmpty, "\(latin)", sourceLocation: sourceLocation)
    }

    @Test func `the portfolio`() throws {
        let arguments = ["portfolio", "l.rapport", "--as-of", "2026-02-01"]
        try check(
            arguments, "zh-Hans", shows: "客户", "近12个月", "同比  未结投诉", "提示", "12.35万",
            "1 个客户 · 金额币种 CNY · 截至 2026-02-01T00:00:00Z")
        try check(
            arguments, "zh-Hant", shows: "客戶", "近12個月", "同比  未結投訴", "提示", "12.35萬",
            "1 個客戶 · 金額幣種 CNY · 截至 2026-02-01T00:00:00Z")
        try check(
            arguments + ["--totals"], "zh-Hans", shows: "净收入        12.35万元",
            "投诉          1 件，未结 1 件")
        try check(
            arguments + ["--owner", "nobody"], "zh-Hant", shows: "該時點 1 個客戶中沒有由此人負責的")
        try check(
            ["portfolio", "l.rapport", "--as-of", "2020-01-01"], "zh-Hans", shows: "该时点没有任何客户有计入的事件"
        )
    }

    @Test func `an account`() throws {
        let arguments = ["account", "l.rapport", "a1", "--as-of", "2026-02-01"]
        try check(
            arguments, "zh-Hans", shows: "累计净收入        12.35万元", "近12个月分类      A 类，第 1 名",
            "上次联系          2026-01-01，31 天前", "投诉：1 件，未结 1 件", "未结    31", "电话     1",
            "截至 2026-02-01T00:00:00Z")
        try check(
            arguments, "zh-Hant", shows: "累計淨收入        12.35萬元", "近12個月分類      A 類，第 1 名",
            "上次聯絡          2026-01-01，31 天前", "投訴：1 件，未結 1 件", "未結    31", "電話     1",
            "截至 2026-02-01T00:00:00Z")
    }

    @Test func `the source's claim is marked`() throws {
        try check(
            [
                "portfolio", "l.rapport", "--as-of", "2026-02-01", "--known-at", "2026-02-01",
                "--knowledge", "source",
            ], "zh-Hans", shows: "以上为来源所称，未经本账本证明")
    }

    @Test func `what import, stat and verify found`() throws {
        let again = try RapportProcess(
            ["import", "l.rapport", "in.ndjson"], in: folder, language: "zh_CN.UTF-8")
        #expect(again.output == "读取 3 · 录入 0 · 重复 3 · 拒收 0\n")
        let trial = try RapportProcess(
            ["import", "l.rapport", "in.ndjson", "--dry-run"], in: folder, language: "zh_TW.UTF-8")
        #expect(trial.output == "讀取 3 · 可錄入 0 · 重複 3 · 拒收 0\n")
        for (language, words) in [
            ("zh-Hans", ["账本         ", "客户         1\n", "分段         0，尾段 5 个事件"]),
            ("zh-Hant", ["帳本         ", "客戶         1\n", "分段         0，尾段 5 個事件"]),
        ] {
            let run = try RapportProcess(["stat", "l.rapport", "--language", language], in: folder)
            for word in words { #expect(run.output.contains(word), "\(run.output)") }
        }
        for (language, words) in [
            ("zh-Hans", "全部 5 个事件核验无误\n根哈希 "), ("zh-Hant", "全部 5 個事件核驗無誤\n根雜湊 "),
        ] {
            let run = try RapportProcess(
                ["verify", "l.rapport", "--language", language], in: folder)
            #expect(run.output.hasPrefix(words), "\(run.output)")
        }
    }

    @Test func `JSON and CSV are the same in every language`() throws {
        for arguments in [
            ["portfolio", "l.rapport", "--as-of", "2026-02-01", "--json"],
            ["portfolio", "l.rapport", "--as-of", "2026-02-01", "--csv"],
            ["portfolio", "l.rapport", "--as-of", "2026-02-01", "--json", "--totals"],
            ["account", "l.rapport", "a1", "--as-of", "2026-02-01", "--json"],
            ["history", "l.rapport", "a1", "--as-of", "2026-02-01", "--json"],
            ["stat", "l.rapport", "--json"], ["verify", "l.rapport", "--json"],
        ] {
            let runs = try ["C", "zh_CN.UTF-8", "zh_TW.UTF-8"].map {
                try RapportProcess(arguments, in: folder, language: $0).output
            }
            #expect(!runs[0].isEmpty && Set(runs).count == 1, "\(arguments)")
        }
    }
}
