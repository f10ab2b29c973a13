import Instruments
import LedgerModel
import Testing

/// What people say of the stage of a relationship.
struct StageLabelTests {
    private func check(
        _ expected: String, _ table: String, asOf: String = "2030-01-01",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let card = try FoldedEvents(table: table).card(of: "A", asOf: try Instant(asOf))
        let labels = try #require(card).stageLabels
        let assessed = labels.assessed.map {
            "\($0.stage) \($0.at.date.text) \($0.rater ?? "-")"
        }
        let target = labels.target.map { "\($0.stage) by \($0.by ?? "-")" }
        #expect(
            [assessed, target].map { $0 ?? "none" }.joined(separator: ", ") == expected,
            sourceLocation: sourceLocation)
    }

    private static let table = """
        A 2024-05-01 stage.assessed "stage":"partnership","rater":"Wang"
        A 2024-01-01 stage.assessed "stage":"mid","rater":"Li","reason":"joint team"
        A 2024-01-02 stage.targeted "target":"partnership","by":"2024-12-31","actions":["x"]
        A 2024-06-01 stage.targeted "target":"synergistic"
        A 2024-07-01 stage.assessed "rater":"Zhao"
        """

    @Test func `the last assessment and the last target by time count`() throws {
        try check("partnership 2024-05-01 Wang, synergistic by -", Self.table)
    }

    @Test func `labels are those of the instant of the answer`() throws {
        try check(
            "mid 2024-01-01 Li, partnership by 2024-12-31", Self.table, asOf: "2024-05-01")
        try check("mid 2024-01-01 Li, none", Self.table, asOf: "2024-01-02")
        try check("none, none", "A 2024-01-01 account.opened", asOf: "2024-01-02")
    }

    @Test func `of two labels of one instant the one recorded later counts`() throws {
        try check(
            "early 2024-01-01 -, none",
            """
            A 2024-01-01 stage.assessed "stage":"mid"
            A 2024-01-01 stage.assessed "stage":"early"
            """)
    }
}
