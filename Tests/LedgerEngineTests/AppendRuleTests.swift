import Instruments
import LedgerModel
import Testing

@testable import LedgerEngine

/// Rules of appending that need the ledger to be known.
struct AppendRuleTests {
    private func line(
        _ id: String, type: String = "x", subject: String = "a", data: String = "{}",
        time: String = "2024-01-01T00:00:00Z"
    ) -> String {
        #"{"specversion":"1.0","id":"\#(id)","source":"/s","type":"\#(type)","#
            + #""subject":"\#(subject)","time":"\#(time)","data":\#(data)}"#
    }

    private func each(_ lines: [String], _ writer: inout Writer) throws -> ImportOutcome? {
        let request = Writer.Request.each(PreparedBatch(readBatch(lines).batch), actor: "t")
        let responses = try writer.commit([request], now: Instant(microseconds: 5))
        guard case .each(let outcome) = responses.first else { return nil }
        return outcome
    }

    @Test func `one type too many is a violation, and the writer goes on`() throws {
        let file = try TemporaryLedger()
        var writer = try Writer(try file.open())
        let lines = (0..<Limits.eventTypes).map { line("\($0)", type: "t\($0)") }
        #expect(try each(lines, &writer)?.appended == Limits.eventTypes)
        let more = try each(
            [line("a", type: "one.more"), line("b", type: "t7"), line("c", type: "order.placed")],
            &writer)
        #expect(more?.appended == 1)
        #expect(more?.violations.map(\.pointer) == ["/type"])
    }

    @Test func `an annulment that is refused annuls nothing`() throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        let reason = String(repeating: "r", count: Limits.eventBytes)
        let outcome = try each(
            [
                line("1"),
                line(
                    "2", type: "event.annulled",
                    data: #"{"source":"/s","id":"1","reason":"\#(reason)"}"#),
                line("3", type: "event.annulled", data: #"{"source":"/s","id":"1"}"#),
            ], &writer)
        #expect(outcome?.appended == 2)
        #expect(outcome?.violations.map(\.line) == [2])
        #expect(try ledger.verify().difference == nil)
    }

    @Test func `an event that is refused takes no type`() throws {
        let file = try TemporaryLedger()
        var writer = try Writer(try file.open())
        let lines = (1..<Limits.eventTypes).map { line("\($0)", type: "t\($0)") }
        #expect(try each(lines, &writer)?.appended == Limits.eventTypes - 1)
        let padding = String(repeating: "x", count: Limits.eventBytes)
        let more = try each(
            [
                line("a", type: "large", data: #"{"text":"\#(padding)"}"#),
                line("b", type: "last"),
            ], &writer)
        #expect(more?.appended == 1)
        #expect(more?.violations.map(\.line) == [1])
    }

    @Test func `types are told apart by their bytes`() throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        _ = try each(
            [line("1", type: "caf\u{E9}"), line("2", type: "cafe\u{301}")], &writer)
        var filter = EventFilter()
        filter.types = ["cafe\u{301}"]
        var found: [Position] = []
        _ = try ledger.events(filter) { position, _, _ in found.append(position) }
        #expect(found == [Position(1)])
        #expect(try ledger.verify().difference == nil)
    }

    @Test func `what a verb wrote can't be annulled`() async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        let writer = try LedgerWriter(ledger, clock: { Instant(microseconds: 9) })
        try await writer.completeImport(
            ImportReport(), file: "f", actor: "t", at: Instant(microseconds: 1))
        let annulment =
            #"{"specversion":"1.0","id":"n","source":"/s","type":"event.annulled","#
            + #""subject":"~ledger","time":"2024-01-01T00:00:00Z","data":"#
            + #"{"source":"/rapport/import","id":"@1970-01-01T00:00:00.000001Z"}}"#
        let (batch, _) = readBatch([annulment])
        let outcome = try await writer.append(PreparedBatch(batch), .any, actor: "t")
        await writer.close()
        guard case .refused(let violations) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(
            violations.map(\.sentence) == [
                "import.completed is written by the ledger itself and stays"
            ])
    }

    @Test func `an account isn't there because of an annulment, nor from its time on`() async throws
    {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        do {
            var writer = try Writer(ledger)
            let order = #"{"order_id":"1","currency":"CNY","amount_minor":1}"#
            _ = try each(
                [
                    line("1", type: "order.placed", subject: "gone", data: order),
                    line(
                        "2", type: "event.annulled", subject: "gone",
                        data: #"{"source":"/s","id":"1"}"#),
                    line("3", type: "order.placed", subject: "kept", data: order),
                    line("4", type: "order.placed", subject: "kept", data: order),
                    line(
                        "5", type: "event.annulled", subject: "kept",
                        data: #"{"source":"/s","id":"4"}"#, time: "1999-01-01T00:00:00Z"),
                ], &writer)
        }
        let now = try await ledger.portfolio(asOf: try Instant("2025-01-01T00:00:00Z"))
        #expect(now.rows.map(\.account) == [AccountID("kept")])
        let before = try await ledger.portfolio(asOf: try Instant("2024-01-01T00:00:00Z"))
        #expect(before.rows.isEmpty)
    }
}
