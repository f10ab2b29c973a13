import Dispatch
import LedgerModel
import Synchronization
import Testing

@testable import LedgerEngine

/// An import in many pieces comes to the same as one in a single piece.
struct ImporterTests {
    private struct Result: Equatable {
        var report = ImportReport()
        var rejections: [Rejection] = []
        var events: [String] = []
    }

    private func imported(_ text: [UInt8], lines: Int, chunk: Int) async throws -> Result {
        let file = try TemporaryLedger()
        let clock: @Sendable () -> Instant = { Instant(microseconds: 1_700_000_000_000_000) }
        let writer = try LedgerWriter(try file.open(), clock: clock)
        var importer = Importer(.init(lines: lines)) { prepared in
            try await writer.importEvents(prepared, actor: "test")
        }
        let collected = Collected()
        let input = TextInput(text, chunk: chunk)
        var result = Result()
        result.report = try await importer.run(
            Importer.Input(
                nextChunk: { input.read(into: &$0) }, report: { collected.rejections += $0 },
                progress: { _, _ in }))
        await writer.close()
        result.rejections = collected.rejections
        _ = try file.open(for: .reading).events { _, json, _ in
            result.events.append(String(decoding: (0..<json.count).map { json[$0] }, as: UTF8.self))
        }
        return result
    }

    private final class Collected {
        var rejections: [Rejection] = []
    }

    private func event(_ id: String, _ data: String = "{}", type: String = "badge.scanned")
        -> String
    {
        #"{"specversion":"1.0","source":"/t","id":"\#(id)","type":"\#(type)","subject":"A","#
            + #""time":"2025-01-01T00:00:00Z","data":\#(data)}"#
    }

    private func annulment(_ id: String, of target: String) -> String {
        event(id, #"{"source":"/t","id":"\#(target)","reason":"x"}"#, type: "event.annulled")
    }

    /// Good lines with duplicates, conflicts, annulments, blank and bad lines among them.
    private func text(_ count: Int) -> [UInt8] {
        let lines = (0..<count).map { number in
            switch number % 11 {
            case 3: "not json \(number)"
            case 4: ""
            case 5: event("e\(number - 5)")
            case 6: event("e\(number / 2)", #"{"other":\#(number)}"#)
            case 7: annulment("a\(number)", of: "e\(number / 11 * 11)")
            case 8: annulment("a\(number)", of: "nothing")
            case 9: "  \r"
            default: event("e\(number)")
            }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    @Test func `an import in many pieces gives the same as one in a single piece`() async throws {
        let text = text(500)
        let whole = try await imported(text, lines: 1_000, chunk: text.count)
        #expect(whole.report.duplicates > 0 && whole.report.rejected > 80)
        #expect(whole.rejections.map(\.line) == whole.rejections.map(\.line).sorted())
        for (lines, chunk) in [(1, text.count), (7, 100), (64, 1_000), (100, text.count)] {
            var parts = try await imported(text, lines: lines, chunk: chunk)
            #expect(parts.report == whole.report, "\(lines) lines")
            #expect(parts.events == whole.events, "\(lines) lines")
            // A conflict names the line or, across pieces, the position.
            parts.rejections = withoutPlaces(parts.rejections)
            #expect(parts.rejections == withoutPlaces(whole.rejections), "\(lines) lines")
        }
    }

    private func withoutPlaces(_ rejections: [Rejection]) -> [Rejection] {
        rejections.map { rejection in
            Rejection(
                line: rejection.line,
                violations: rejection.violations.map { violation in
                    let sentence = violation.sentence.replacing(
                        /stands at (line|position) \d+/, with: "stands")
                    return Violation(
                        line: violation.line, pointer: violation.pointer, sentence: sentence)
                }, text: rejection.text)
        }
    }

    @Test func `an input without a valid line appends nothing`() async throws {
        let result = try await imported(Array("{\n{\n{\n".utf8), lines: 1, chunk: 2)
        #expect(result.report.rejected == 3 && result.events.isEmpty)
    }

    @Test(arguments: [1, 3, 100])
    func `a trial in pieces compares each with the ledger and appends nothing`(lines: Int)
        async throws
    {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        do {
            var writer = try Writer(ledger)
            let stored = readBatch([event("e0"), event("e1"), annulment("a1", of: "e1")]).batch
            let request = Writer.Request.atomic(PreparedBatch(stored), .any, actor: "test")
            _ = try writer.commit([request], now: Instant(microseconds: 5))
        }
        let head = try ledger.treeHead()
        let text = [
            event("e0"), event("e1", #"{"other":1}"#), event("n1"), "nonsense",
            annulment("n2", of: "e0"), annulment("n3", of: "e1"), event("n4"),
        ].joined(separator: "\n")
        let (input, collected) = (TextInput(Array(text.utf8), chunk: 50), Collected())
        var importer = Importer(.init(lines: lines)) { prepared in
            try ledger.tryImport(prepared, actor: "test")
        }
        let report = try await importer.run(
            Importer.Input(
                nextChunk: { input.read(into: &$0) }, report: { collected.rejections += $0 },
                progress: { _, _ in }))
        #expect((report.rows, report.appended, report.duplicates) == (7, 3, 1))
        #expect(collected.rejections.map(\.line) == [2, 4, 6])
        #expect(try ledger.treeHead() == head)
    }

    @Test func `the first failure of a commit ends the import`() async throws {
        let text = text(200)
        var importer = Importer(.init(lines: 10)) { prepared in
            throw AppendError.full(reason: "line \(prepared.batch.entries[0].line)")
        }
        let input = TextInput(text, chunk: text.count)
        await #expect(throws: AppendError.full(reason: "line 1")) {
            _ = try await importer.run(
                Importer.Input(
                    nextChunk: { input.read(into: &$0) }, report: { _ in }, progress: { _, _ in }))
        }
    }

    @Test func `what was read is committed and reported while the input is silent`() async throws {
        let lines = (0..<25).map { event("e\($0)") + "\n" }.joined()
        let input = TextInput(Array(lines.utf8), chunk: 25_000)
        let isReported = Atomic(false)
        let reported = DispatchSemaphore(value: 0)
        var importer = Importer(.init(lines: 10)) { prepared in
            var outcome = ImportOutcome()
            outcome.appended = prepared.batch.entries.count
            return outcome
        }
        let report = try await importer.run(
            Importer.Input(
                nextChunk: { bytes in
                    guard !input.read(into: &bytes) else { return true }
                    // The input has no more to say before two pieces of it are reported.
                    let isInTime = reported.wait(timeout: .now() + 20) == .success
                    isReported.store(isInTime, ordering: .relaxed)
                    return false
                }, report: { _ in },
                progress: { rows, _ in if rows == 20 { reported.signal() } }))
        #expect(report.appended == 25)
        let wasReported = isReported.load(ordering: .relaxed)
        #expect(wasReported)
    }
}
