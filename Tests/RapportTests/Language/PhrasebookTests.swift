import Testing

@testable import rapport

/// The phrasebook: what it holds is whole, and what it finds is said with all that was named.
struct PhrasebookTests {
    private static let book = Phrasebook.embedded

    private static var phrases: [(chapter: String, phrase: Phrase)] {
        book.chapters.sorted { $0.key < $1.key }.flatMap { chapter, phrases in
            phrases.map { (chapter, $0) }
        }
    }

    private func text(_ template: Template) -> String {
        template.text(
            Dictionary(uniqueKeysWithValues: template.places.map { ($0.name, "{\($0.name)}") }))
    }

    @Test func `each phrase has the same places in three languages`() {
        #expect(Self.phrases.count > 300)
        for (_, phrase) in Self.phrases {
            let english = text(phrase.english)
            #expect(
                Set(phrase.english.places).count == phrase.english.places.count, "\(english)")
            for other in [phrase.simplified, phrase.traditional] {
                #expect(Set(other.places) == Set(phrase.english.places), "\(english)")
                #expect(other.places.count == phrase.english.places.count, "\(english)")
            }
        }
    }

    @Test func `each phrase finds itself, and none hides another`() {
        var seen: Set<String> = []
        for (chapter, phrase) in Self.phrases {
            let english = text(phrase.english)
            #expect(seen.insert("\(chapter): \(english)").inserted, "\(english) stands twice")
            let values = phrase.english.values(in: english[...])
            #expect(values?.count == phrase.english.places.count, "\(english)")
            for literal in phrase.english.literals.dropFirst().dropLast() {
                #expect(!literal.isEmpty, "two places touch in: \(english)")
            }
        }
    }

    @Test func `places name chapters that there are, or whole sentences`() {
        for (_, phrase) in Self.phrases {
            for place in phrase.english.places where [.translated, .required].contains(place.kind) {
                #expect(
                    place.chapter == "sentence" || Self.book.chapters[place.chapter] != nil,
                    "\(place.chapter)")
            }
        }
    }

    @Test func `simplified and traditional text keep to their characters`() {
        let simplified = Set(
            "个这为须时间应该没无对现数据类规则决级单变见启写读发汇录账户导执许权关闭开层门选项条处误长阶节标签约库请")
        let traditional = Set(
            "個這為須時間應該沒無對現數據類規則決級單變見啟寫讀發匯錄帳戶導執許權關閉開層門選項條處誤長階節標籤約庫請")
        for (_, phrase) in Self.phrases {
            let (plain, full) = (text(phrase.simplified), text(phrase.traditional))
            #expect(!plain.contains { traditional.contains($0) }, "\(plain)")
            #expect(!full.contains { simplified.contains($0) }, "\(full)")
        }
    }

    private func check(
        _ english: String, _ simplified: String?, _ traditional: String?, chapter: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            Self.book.sentence(english, .simplified, chapter: chapter) == simplified,
            sourceLocation: sourceLocation)
        #expect(
            Self.book.sentence(english, .traditional, chapter: chapter) == traditional,
            sourceLocation: sourceLocation)
    }

    @Test func `names and values are kept, and parts are said too`() {
        check(
            "there is no fact 'revnue'; did you mean 'revenue'?",
            "没有事实“revnue”；是否想写“revenue”？", "沒有事實「revnue」；是否想寫「revenue」？")
        check(
            "the fact 'rev' must be an object, not a list", "事实“rev”必须是对象，而不是列表",
            "事實「rev」必須是物件，而不是清單")
        check(
            "there is no level 'x'; the levels are low, high", "没有级别“x”；级别有 low、high",
            "沒有級別「x」；級別有 low、high")
        check(
            "the ledger is damaged: there is no event at position 7; restore a backup, or copy "
                + "the file and ask for help",
            "账本已损坏：位置 7 处没有事件；请恢复备份，或复制该文件后求助",
            "帳本已損壞：位置 7 處沒有事件；請還原備份，或複製該檔案後求助")
        check(
            "An object has two members of this name (at byte 7, in /a): keep one of them.",
            "对象中有两个同名成员（第 7 字节处，位于 /a）：只保留其中一个。",
            "物件中有兩個同名成員（第 7 位元組處，位於 /a）：只保留其中一個。")
        check("hold must be an object, not nothing", "hold 必须是对象，而不是空值", "hold 必須是物件，而不是空值")
    }

    @Test func `what the book lacks stays as it is`() {
        check("nobody wrote this sentence", nil, nil)
        check("the colour must be a nice one", nil, nil)
        #expect(Words(language: .simplified).sentence("nobody wrote this") == "nobody wrote this")
        #expect(Words(language: .english).sentence("division by zero") == "division by zero")
    }

    @Test func `what only a test of a pack says is no sentence elsewhere`() {
        check("tier is low, not high", nil, nil)
        check(
            "tier is low, not high", "tier 为 low，而不是 high", "tier 為 low，而不是 high", chapter: "test")
    }
}
