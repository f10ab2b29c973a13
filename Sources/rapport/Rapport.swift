import ArgumentParser
import Foundation
import LedgerEngine
import LedgerModel

@main
struct RapportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rapport", subcommands: [InitVerb.self, ImportVerb.self])
}

struct InitVerb: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init")
    @Argument var ledger: String
    func run() throws {
        try Ledger.create(ledger, id: UInt128.random(in: 0...UInt128.max), createdAt: now())
    }
}

@Sendable func now() -> Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
}

struct ImportVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import")
    @Argument var ledger: String
    @Argument var file: String
    func run() async throws {
        let opened = try Ledger(ledger, for: .writing)
        let writer = try LedgerWriter(opened, clock: now)
        var importer = Importer { (prepared) async throws(AppendError) in
            try await writer.importEvents(prepared, actor: "me")
        }
        let handle = FileHandle(forReadingAtPath: file)!
        let report = try await importer.run(
            Importer.Input(
                nextChunk: { try handle.read(upToCount: 4 << 20).map { [UInt8]($0) } },
                report: { violations in for v in violations.prefix(3) { print(v) } },
                progress: { _, _ in }))
        await writer.close()
        print(report, try opened.treeHead())
    }
}
