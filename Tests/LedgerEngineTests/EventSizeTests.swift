import LedgerModel
import Testing

@testable import LedgerEngine

struct EventSizeTests {
    private func append(_ padding: Int, _ account: String, to writer: inout Writer) throws
        -> AppendOutcome?
    {
        let line =
            #"{"specversion":"1.0","id":"\#(account)","source":"/s","type":"t","#
            + #""subject":"\#(account)","time":"2026-01-01T00:00:00Z","#
            + #""data":{"text":"\#(String(repeating: "x", count: padding))"}}"#
        let request = Writer.Request.atomic(
            PreparedBatch(readBatch([line]).batch), .any, actor: "t")
        let responses = try writer.commit([request], now: Instant(microseconds: 0))
        guard case .atomic(let outcome)? = responses.first else { return nil }
        return outcome
    }

    @Test func `a recorded event has 65,000 bytes and not one more`() throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        _ = try append(1, "a1", to: &writer)
        var size = 0
        _ = try ledger.event(at: Position(0)) { size = $0.count }
        let padding = 1 + Limits.eventBytes - size
        guard case .refused(let violations)? = try append(padding + 1, "a2", to: &writer) else {
            Issue.record("an event beyond the limit was taken")
            return
        }
        #expect(
            violations == [
                Violation(
                    line: 1, pointer: "",
                    sentence: "the recorded event would have 65001 bytes; the limit is 65000, so "
                        + "shorten it or split it")
            ])
        guard case .appended? = try append(padding, "a3", to: &writer) else {
            Issue.record("an event at the limit was refused")
            return
        }
        _ = try ledger.event(at: Position(1)) { size = $0.count }
        #expect(size == Limits.eventBytes)
        #expect(try ledger.verify().difference == nil)
    }
}
