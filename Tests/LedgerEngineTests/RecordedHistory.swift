import LedgerModel
import Testing

@testable import LedgerEngine

/// A history that a test makes event by event, numbered from 1.
protocol RecordedHistory {
    /// The number of the last event.
    var next: Int { get }
    /// The account of each event.
    var accounts: [String] { get }
}

extension RecordedHistory {
    /// Annulments of some events.
    var annulments: [String] {
        stride(from: 3, to: next, by: 11).map { number in
            #"{"specversion":"1.0","id":"annul\#(number)","source":"/s","#
                + #""type":"event.annulled","subject":"\#(accounts[number - 1])","#
                + #""time":"2024-12-01T00:00:00Z","#
                + #""data":{"source":"/s","id":"\#(number)","reason":"wrong"}}"#
        }
    }

    func append(_ lines: [String], _ writer: inout Writer) throws {
        let (batch, violations) = readBatch(lines)
        #expect(violations == [])
        let request = Writer.Request.each(PreparedBatch(batch), actor: "t")
        _ = try writer.commit([request], now: Instant(microseconds: 1_760_000_000_000_000))
    }
}
