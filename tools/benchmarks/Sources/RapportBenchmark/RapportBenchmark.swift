import Foundation
import LedgerEngine
import LedgerModel

/// What a program that links the library meets, without the start of a process:
///
///     RapportBenchmark append LEDGER NDJSON SIZE     p50 p99 (µs a batch), events, seconds
///     RapportBenchmark account LEDGER ACCOUNT        median ms with the pages mapped, events
@main
enum RapportBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        switch (arguments.dropFirst().first, arguments.count) {
        case ("append", 5): try await append(arguments[2], arguments[3], Int(arguments[4]) ?? 1)
        case ("account", 4): try readAccount(arguments[2], arguments[3])
        default: exit(2)
        }
    }

    private static func append(_ path: String, _ file: String, _ size: Int) async throws {
        let batches = try batches(of: file, size)
        try Ledger.create(path, id: 1, createdAt: now())
        let writer = try LedgerWriter(Ledger(path, for: .writing), clock: now)
        var (laps, events) = ([Duration](), 0)
        let clock = ContinuousClock()
        let start = clock.now
        for batch in batches {
            let begun = clock.now
            let outcome = try await writer.append(ndjson: batch, actor: "benchmark")
            laps.append(clock.now - begun)
            guard case .appended(let receipt) = outcome else {
                print("not appended: \(outcome)")
                exit(1)
            }
            events += receipt.events.count
        }
        let whole = clock.now - start
        await writer.close()
        laps.sort()
        let (half, most) = (laps[laps.count / 2], laps[laps.count * 99 / 100])
        print("\(half / .microseconds(1)) \(most / .microseconds(1)) \(events)", terminator: " ")
        print(whole / .seconds(1))
    }

    private static func readAccount(_ path: String, _ account: String) throws {
        let ledger = try Ledger(path, for: .reading)
        var filter = EventFilter()
        filter.account = AccountID(account)
        var (laps, events) = ([Duration](), 0)
        for _ in 0..<21 {
            var bytes = 0
            events = 0
            let lap = try ContinuousClock().measure {
                _ = try ledger.events(filter) { _, json, _ in
                    events += 1
                    bytes += json.count
                }
            }
            laps.append(lap)
        }
        laps.sort()
        print("\(laps[laps.count / 2] / .milliseconds(1)) \(events)")
    }

    private static func batches(of file: String, _ size: Int) throws -> [[UInt8]] {
        let text = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        var (batches, batch, lines) = ([[UInt8]](), [UInt8](), 0)
        for line in text.split(separator: UInt8(ascii: "\n")) {
            batch += line
            batch.append(UInt8(ascii: "\n"))
            lines += 1
            guard lines == size else { continue }
            batches.append(batch)
            (batch, lines) = ([], 0)
        }
        if !batch.isEmpty { batches.append(batch) }
        return batches
    }

    @Sendable private static func now() -> Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
