import LedgerModel
import Testing

@testable import LedgerEngine

/// What waits for the writer is committed in bounded shares.
struct WaitingLineTests {
    private func request(events count: Int, actor: String) -> Writer.Request {
        let lines = (0..<count).map {
            #"{"specversion":"1.0","id":"\#($0)","source":"/s","type":"x","subject":"a","#
                + #""time":"2024-01-01T00:00:00Z","data":{}}"#
        }
        return .each(PreparedBatch(readBatch(lines).batch), actor: actor)
    }

    /// How many of three requests of equal size the next commit takes.
    private func taken(_ request: Writer.Request) async -> Int {
        let line = WaitingLine()
        return await withTaskGroup { group in
            for _ in 0..<3 {
                group.addImmediateTask {
                    _ = await withCheckedContinuation { continuation in
                        line.add(WaitingRequest(request: request, continuation: continuation))
                    }
                }
            }
            let first = line.next(waits: true) ?? []
            var waiting = first
            while waiting.count < 3 { waiting += line.next(waits: false) ?? [] }
            for request in waiting {
                request.continuation.resume(returning: .failure(.poisoned(reason: "a test")))
            }
            return first.count
        }
    }

    @Test func `a commit counts the actor that every event gets`() async {
        let long = String(repeating: "\u{1}", count: Limits.actorBytes)
        #expect(await taken(request(events: 6_000, actor: "t")) == 3)
        #expect(await taken(request(events: 6_000, actor: long)) == 2)
        #expect(await taken(request(events: 14_000, actor: long)) == 1)
    }
}
