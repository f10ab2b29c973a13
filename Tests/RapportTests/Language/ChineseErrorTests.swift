import Foundation
import Testing

/// What the program says in Chinese when something goes wrong: one of each family.
struct ChineseErrorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.makeLedger()
    }

    /// The same command under both ways of writing; each must say its own.
    private func check(
        _ arguments: [String], input: String = "", code: Int32, says simplified: String,
        _ traditional: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (language, sentence) in [("zh_CN.UTF-8", simplified), ("zh_TW.UTF-8", traditional)] {
            let run = try RapportProcess(
                arguments, input: Array(input.utf8), in: folder, language: language)
            #expect(
                run.code == code && run.messages.contains("rapport: \(sentence)"),
                "\(run.messages)\(run.output)", sourceLocation: sourceLocation)
        }
    }

    private func write(_ name: String, _ text: String) throws {
        try folder.write(Array(text.utf8), to: name)
    }

    @Test func `a command line that is wrong`() throws {
        try check(
            ["portfolio", "l.rapport", "--json", "--csv"], code: 2,
            says: "--json 与 --csv 不能同用。\n用法：rapport portfolio",
            "--json 與 --csv 不能同用。\n用法：rapport portfolio")
        try check(
            ["why", "l.rapport"], code: 2, says: "缺少参数“<account>”", "缺少引數「<account>」")
        try check(
            ["account", "l.rapport", "a1", "--as-of", "2026-02-30T00:00:00Z"], code: 2,
            says: "“--as-of <time>”的取值“2026-02-30T00:00:00Z”无效："
                + "2026-02-30T00:00:00Z 写的日期或钟点不存在，或写",
            "「--as-of <time>」的取值「2026-02-30T00:00:00Z」無效："
                + "2026-02-30T00:00:00Z 寫的日期或鐘點不存在，或寫")
    }

    @Test func `the option is heeded also by what goes wrong`() throws {
        let run = try RapportProcess(
            ["portfolio", "none.rapport", "--language", "zh-Hans"], in: folder)
        #expect(run.messages.contains("none.rapport 处没有账本；可用 rapport init none.rapport 新建"))
    }

    @Test func `a ledger that can't be opened`() throws {
        try check(
            ["stat", "none.rapport"], code: 2, says: "none.rapport 处没有账本", "none.rapport 處沒有帳本")
        try write("text", String(repeating: "x", count: 10_000))
        try check(
            ["stat", "text"], code: 2, says: "此版本程序无法读取该账本：它不是 LMDB 数据文件",
            "此版本程式無法讀取該帳本：它不是 LMDB 資料檔")
    }

    @Test func `a question without an answer`() throws {
        try check(
            ["account", "l.rapport", "a77"], code: 2, says: "客户 a77 在该时点没有计入的事件",
            "客戶 a77 在該時點沒有計入的事件")
        try check(
            ["events", "l.rapport", "--after", "zzz"], code: 2, says: "游标不可用：这不是游标，或缺了字符；请从头读取",
            "游標不可用：這不是游標，或缺了字元；請從頭讀取")
        try check(
            ["why", "l.rapport", "a1", "--decision", "x"], code: 2,
            says: "本账本没有决定“x”的规则包；可决定的有 satisfaction、stage、tier",
            "本帳本沒有決定「x」的規則包；可決定的有 satisfaction、stage、tier")
    }

    @Test func `an import with a line that is refused`() throws {
        try write(
            "in.ndjson", TemporaryFolder.event("b", ["data": #"{"order_id":7,"currency":"yuan"}"#]))
        try check(
            ["import", "l.rapport", "in.ndjson"], code: 1,
            says: "in.ndjson:1: /data/order_id: order_id 必须是 1 至 1024 字节的字符串",
            "in.ndjson:1: /data/order_id: order_id 必須是 1 至 1024 位元組的字串")
        try write("in.ndjson", "{")
        try check(
            ["import", "l.rapport", "in.ndjson"], code: 1,
            says: "in.ndjson:1: JSON 文本为空或不完整（第 1 字节处）：请发送完整的值。",
            "in.ndjson:1: JSON 文字為空或不完整（第 1 位元組處）：請送出完整的值。")
        try check(
            ["import", "l.rapport", "none.ndjson"], code: 2, says: "没有文件 none.ndjson。",
            "沒有檔案 none.ndjson。")
    }

    @Test func `a batch that is refused, while its problem details stay English`() throws {
        let other = TemporaryFolder.event("e1", ["subject": #""a7""#])
        try check(
            ["append", "l.rapport"], input: other, code: 1,
            says: "第 1 行：/id 位置 1 处已有相同 source 和 id 而内容不同的事件；更正请用新的 id 发送",
            "第 1 行：/id 位置 1 處已有相同 source 和 id 而內容不同的事件；更正請用新的 id 送出")
        try check(
            ["append", "l.rapport", "--if-new"], input: TemporaryFolder.event("n"), code: 1,
            says: "该客户处于修订号 0，而非新客户；未录入任何事件。",
            "該客戶處於修訂號 0，而非新客戶；未錄入任何事件。")
        let run = try RapportProcess(
            ["append", "l.rapport"], input: Array(other.utf8), in: folder, language: "zh_CN")
        #expect(run.output.contains("An event stands with other content; nothing was appended."))
    }

    @Test func `a pack that is no pack`() throws {
        try write("p.yaml", "pack: p\nversion: one\n")
        try check(
            ["pack", "check", "p.yaml"], code: 1,
            says: "p.yaml:2:10: 版本必须是 1 至 1000000 的整数，而不是“one”",
            "p.yaml:2:10: 版本必須是 1 至 1000000 的整數，而不是「one」")
        try write("p.yaml", Self.pack("facts.n > 'a'"))
        try check(
            ["pack", "check", "p.yaml"], code: 1, says: "p.yaml:10:30: “>”不能用于 int 与 string\n",
            "p.yaml:10:30: 「>」不能用於 int 與 string\n")
        try write("p.yaml", Self.pack("facts.n >"))
        try check(
            ["pack", "check", "p.yaml"], code: 1, says: "p.yaml:10:31: 此处应为值，而不是表达式的结尾",
            "p.yaml:10:31: 此處應為值，而不是運算式的結尾")
    }

    @Test func `a pack that warns, and one whose tests fail`() throws {
        try write("p.yaml", Self.pack("facts.n > 5 && facts.n < 3"))
        for (option, words) in [
            ("zh-Hans", "p 1 无误：参数 0 个、事实 1 个、决定 1 个、状态机 0 个、测试 1 个\np.yaml:10:22: 警告：条件永不成立"),
            ("zh-Hant", "p 1 無誤：參數 0 個、事實 1 個、決定 1 個、狀態機 0 個、測試 1 個\np.yaml:10:22: 警告：條件永不成立"),
        ] {
            let run = try RapportProcess(
                ["pack", "check", "p.yaml", "--language", option], in: folder)
            #expect(run.code == 0 && run.output.hasPrefix(words), "\(run.output)\(run.messages)")
        }
        for (option, words) in [
            ("zh-Hans", "失败  t\n      p.yaml:17:14: tier 为 low，而不是 high\n1 项测试中 1 项失败\n"),
            ("zh-Hant", "失敗  t\n      p.yaml:17:14: tier 為 low，而不是 high\n1 項測試中 1 項失敗\n"),
        ] {
            let run = try RapportProcess(
                ["pack", "test", "p.yaml", "--language", option], in: folder)
            #expect(run.code == 1 && run.output == words, "\(run.output)\(run.messages)")
        }
        try check(
            ["pack", "activate", "l.rapport", "p.yaml"], code: 1,
            says: "p.yaml:17:14: tier 为 low，而不是 high", "p.yaml:17:14: tier 為 low，而不是 high")
    }

    @Test func `a ruling that can't be`() throws {
        try check(
            [
                "approve", "l.rapport", "a1", "--decision", "tier", "--to", "gold", "--as-of",
                "2026-01-02",
            ], code: 2, says: "没有级别“gold”；级别有 c、b、a", "沒有級別「gold」；級別有 c、b、a")
    }

    private static func pack(_ condition: String) -> String {
        """
        pack: p
        version: 1
        facts:
          n: {event: order.placed, count: true}
        decisions:
          tier:
            levels: [low, high]
            rule:
              match:
                - condition: \(condition)
                  output: "'high'"
                - output: "'low'"
        tests:
          - name: t
            events:
              - {type: order.placed, time: 2025-03-01, data: {amount_minor: 1, order_id: A}}
            expect: [{as_of: 2025-12-01, tier: high}]
        """
    }
}
