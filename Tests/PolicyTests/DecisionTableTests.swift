import CivilCalendar
import Policy
import Testing

/// Rules as tables: cells, hit policies, spreadsheets.
struct DecisionTableTests {
    private static func pack(_ hit: String, _ rows: String) -> String {
        """
        pack: p
        version: 1
        currency: CNY
        facts:
          rev: {event: order.placed, sum: event.amount_minor, missing: 0}
          brand: {event: account.assessed, last: event.value, type: string, missing: none}
          vip: {event: list.frozen, member: true}
        decisions:
          tier:
            levels: [low, middle, high]
            evaluate: {every: day}
            table:
              hit: \(hit)
              inputs: [facts.rev, facts.brand, facts.vip]
              rows:
        \(rows)
        tests:
          - name: bounds
            events:
              - \(order("a", 499))
              - \(order("b", 500))
              - \(order("c", 2_000))
              - \(order("d", 2_000))
              - \(assessment)
            expect:

        """
    }

    private static func order(_ account: String, _ minor: Int) -> String {
        "{account: \(account), type: order.placed, time: 2025-01-05, "
            + "data: {order_id: A, currency: CNY, amount_minor: \(minor)}}"
    }

    private static let assessment =
        "{account: d, type: account.assessed, time: 2025-01-05, "
        + "data: {criterion: x, value: it's}}"

    private func read(_ text: String) throws -> Pack {
        try PackReader.read(text) { _ in .utc }
    }

    private func problems(_ hit: String, _ rows: String) -> [String] {
        do throws(PackRefusal) {
            _ = try PackReader.read(
                Self.pack(hit, rows) + "      - {as_of: 2025-02-01, tier: low, account: a}\n"
            ) { _ in .utc }
            return []
        } catch {
            ChineseWords.expect(of: error.problems)
            return error.problems.map { "\($0.place.line): \($0.sentence)" }
        }
    }

    @Test func `cells are tests of their inputs, with their bounds in or out`() throws {
        let rows = """
                    - ["< 5 CNY", "-", "-", low]
                    - ["[5 CNY..20 CNY)", "-", "-", middle]
                    - [">= 20 CNY", "not('it's', 'a,b')", "-", middle]
                    - [">= 20 CNY", "'it's', 'a,b'", "false", high]
            """
        let expected = [("a", "low"), ("b", "middle"), ("c", "middle"), ("d", "high")].map {
            "      - {as_of: 2025-01-06, account: \($0), tier: \($1)}"
        }
        let pack = try read(Self.pack("U", rows) + expected.joined(separator: "\n") + "\n")
        for result in pack.runTests() { #expect(result.failures.isEmpty, "\(result.failures)") }
    }

    @Test func `a cell of numbers may list them, or leave some out`() throws {
        let rows = """
                    - ["4.99 CNY, 5 CNY", "-", "-", low]
                    - ["not(4.99 CNY, 5 CNY, 20 CNY)", "-", "-", middle]
                    - ["20 CNY", "-", "-", high]
            """
        let expected = [("a", "low"), ("b", "low"), ("c", "high")].map {
            "      - {as_of: 2025-01-06, account: \($0), tier: \($1)}"
        }
        let pack = try read(Self.pack("U", rows) + expected.joined(separator: "\n") + "\n")
        for result in pack.runTests() { #expect(result.failures.isEmpty, "\(result.failures)") }
    }

    @Test func `rows of U must not overlap, those of A only where they give the same`() {
        let rows = { (second: String) in
            """
                        - ["< 10 CNY", "-", "-", low]
                        - [">= 9.99 CNY", "-", "true", \(second)]
            """
        }
        #expect(
            problems("U", rows("low")).first?.contains("the row overlaps the one at line") == true)
        #expect(problems("A", rows("low")).isEmpty)
        #expect(problems("A", rows("high")).first?.hasPrefix("17: the row overlaps") == true)
        #expect(problems("F", rows("high")).isEmpty)
        #expect(problems("C+", rows("low")).first?.contains("gives a list or a number") == true)
    }

    @Test func `of rows with P the highest level counts, wherever it stands`() throws {
        let rows = """
                    - ["-", "-", "-", low]
                    - [">= 20 CNY", "-", "-", high]
                    - [">= 5 CNY", "-", "-", middle]
            """
        let expected = [("a", "low"), ("b", "middle"), ("c", "high")].map {
            "      - {as_of: 2025-01-06, account: \($0), tier: \($1)}"
        }
        let pack = try read(Self.pack("P", rows) + expected.joined(separator: "\n") + "\n")
        for result in pack.runTests() { #expect(result.failures.isEmpty, "\(result.failures)") }
    }

    @Test func `cells that can't be read say what they should be`() {
        let rows = { (cell: String, brand: String) in
            "            - [\"\(cell)\", \"\(brand)\", \"-\", low]"
        }
        #expect(
            problems("F", rows("about 5", "-")) == [
                "16: a cell of a number is like >= 2000万, [500万..2000万), 3,4, not(3) or -, "
                    + "not 'about 5'"
            ])
        #expect(
            problems("F", rows("(5 CNY..5 CNY]", "-")) == [
                "16: the interval '(5 CNY..5 CNY]' holds no number"
            ])
        #expect(
            problems("F", rows("-", "gold")) == [
                "16: a cell of a text is like 'leading','middle' or -, not gold"
            ])
    }

    @Test func `an input of several parts is taken as a whole`() throws {
        let text =
            Self.pack("F", "            - [\"-\", \"-\", \"false\", low]")
            .replacing("facts.vip]", with: "\"facts.rev > 5 || facts.rev < 0\"]")
            + "      - {as_of: 2025-01-06, account: a, tier: not_rated}\n"
        for result in try read(text).runTests() {
            #expect(result.failures.isEmpty, "\(result.failures)")
        }
    }

    @Test func `a table goes to a spreadsheet and comes back the same`() throws {
        let table = DecisionTable(
            hitPolicy: .first, inputs: ["facts.rev", "facts.brand"],
            rows: [
                DecisionTable.Row(cells: [">= 2,000 CNY", "'a','b'"], output: "high"),
                DecisionTable.Row(cells: ["-", "'say \"x\"'"], output: "low"),
            ])
        #expect(DecisionTable(csv: table.csv) == table)
        #expect(
            table.csv
                == "facts.rev,facts.brand,F\r\n\">= 2,000 CNY\",\"'a','b'\",high\r\n"
                + "-,\"'say \"\"x\"\"'\",low\r\n")
        #expect(DecisionTable(csv: "a,b\r\n1,2\r\n") == nil)
        let document = try DocumentNode.parse(table.yaml(indent: 2))
        #expect(document["table"]?["rows"]?.elements.count == 2)
    }
}
