import CivilCalendar
import Foundation
import LedgerEngine
import LedgerModel
import Policy

/// Appends to a ledger until it is killed, and says each receipt only when it has come:
/// `CrashWriter LEDGER SEED ROUND` prints `task number id@position …`, one line a batch.
@main
enum CrashRun {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let seed = UInt64(arguments[2]), let round = Int(arguments[3])
        else { exit(2) }
        let ledger = try Ledger(arguments[1], for: .writing, mapBytes: 1 << 32)
        let writer = try LedgerWriter(ledger, clock: now, tuning: CrashBatch.tuning)
        let pack = try StoredPack(text: pack) { (text) throws(PackRefusal) in
            try PackReader.read(text) { _ in .utc }
        }
        _ = try await writer.activate(pack, from: Instant(microseconds: 0), actor: "crash")
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<CrashBatch.taskCount {
                group.addTask { await append(to: writer, seed, round, task) }
            }
        }
        exit(3)
    }

    /// A pack that reads what no fixed columns hold, so that segments get columns of it, each in a
    /// transaction of its own.
    private static let pack = """
        pack: crash
        version: 1
        facts:
          last: {event: order.placed, last: event.order_id, type: string, missing: none}
          long: {event: order.placed, count: true, where: event.order_id.size() > 5}
          first: {event: order.placed, count: true, where: "event.order_id.endsWith('.0')"}
        decisions:
          tier:
            levels: [low, high]
            evaluate: {every: month}
            rule:
              match:
                - {condition: facts.last == 'none' || facts.long > facts.first, output: "'high'"}
                - output: "'low'"
        """

    @Sendable private static func now() -> Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    private static func append(
        to writer: LedgerWriter, _ seed: UInt64, _ round: Int, _ task: Int
    ) async {
        for number in 0... {
            let batch = CrashBatch(seed: seed, round: round, task: task, number: number)
            let outcome = try? await writer.append(batch.prepared, .any, actor: "crash")
            guard case .appended(let receipt) = outcome else { return }
            let places = zip(batch.ids, receipt.events).map { "\($0)@\($1.position.value)" }
            let line = "\(task) \(number) \(places.joined(separator: " "))\n"
            // One call of write(2) for the line: nothing of it stays in a buffer.
            FileHandle.standardOutput.write(Data(line.utf8))
        }
    }
}
