import Testing

@testable import rapport

struct TextTableTests {
    private func check(
        _ columns: [TextTable.Column], _ rows: [[TextTable.Cell]], _ palette: Palette = .plain,
        gives expected: String, _ location: SourceLocation = #_sourceLocation
    ) {
        var table = TextTable(columns: columns)
        for row in rows { table.append(row) }
        let text = table.lines(palette).joined(separator: "\n")
        #expect(text == expected, sourceLocation: location)
    }

    @Test func `columns line up whatever the script`() {
        check(
            [.text("account"), .text("name"), .number("revenue")],
            [["C006", "上海电梯", "51,784"], ["C1", "Zürich AG", "-3"], ["", "👩‍👧", "1,000,000"]],
            gives: """
                account  name         revenue
                ───────  ─────────  ─────────
                C006     上海电梯      51,784
                C1       Zürich AG         -3
                         👩‍👧         1,000,000
                """)
    }

    @Test func `a table without rows has a header and a rule`() {
        check([.text("id"), .number("events")], [], gives: "id  events\n──  ──────")
    }

    @Test func `no line ends in blanks`() {
        check(
            [.number("n"), .text("name"), .text("note")], [["1", "", ""], ["2", "b", ""]],
            gives: """
                n  name  note
                ─  ────  ────
                1
                2  b
                """)
    }

    @Test func `a long cell is cut and a long title is not`() {
        check(
            [.text("name", maximumWidth: 6), .text("reasoning", maximumWidth: 4), .number("n")],
            [["上海电梯", "because", "1"], ["abcdef", "why", "2"]],
            gives: """
                name    reasoning  n
                ──────  ─────────  ─
                上海…   bec…       1
                abcdef  why        2
                """)
    }

    @Test func `colours do not move a column`() {
        check(
            [.text("a"), .text("b")], [[.init("x", .red), .init("y", .green)]], .coloured,
            gives: """
                \u{1B}[1ma\u{1B}[0m  \u{1B}[1mb\u{1B}[0m
                \u{1B}[2m─  ─\u{1B}[0m
                \u{1B}[31mx\u{1B}[0m  \u{1B}[32my\u{1B}[0m
                """)
    }

    @Test func `a cell stays on its line`() {
        check(
            [.text("name")], [["two\nlines\u{1B}[A"]],
            gives: "name\n────────────\ntwo lines\u{FFFD}[A")
    }
}
