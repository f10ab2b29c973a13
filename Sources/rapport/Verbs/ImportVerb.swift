import ArgumentParser
import JSON
import LedgerEngine
import LedgerModel

struct ImportVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Append the events of an NDJSON file.",
        discussion: """
            Every line is one event (CloudEvents 1.0). Lines that are valid are appended, the \
            others are listed with line, place and reason. An event that the ledger has already \
            is a duplicate and harmless, so that an import that was interrupted is simply run \
            again. The import itself is recorded as the event import.completed. With --dry-run the \
            file is compared with the ledger as it stands: what lines some 30,000 apart do to \
            each other, as an annulment and what it annuls, shows in the import only.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Argument(help: "The file; - is standard input.")
    var file: String = "-"

    @Flag(help: "Check every line and append nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "Write the lines that were refused here: one JSON object a line, with line, "
                + "text, violations and their number.", valueName: "file"))
    var rejects: String?

    @Flag(help: "Write the report as JSON.")
    var json = false

    @OptionGroup var actor: ActorOption
    @OptionGroup var wait: WaitOption

    func run() async throws {
        let source = try ByteSource(path: file)
        let output = StandardOutput()
        let rejects = RejectList(path: rejects, source: source.name)
        let report = try await dryRun ? trial(source, rejects) : append(source, rejects)
        try rejects.finish()
        if report.rows == 0 { Diagnostic.write("\(source.name) holds no event; nothing to import") }
        try output.writeLine(json ? report.json : report.line(isTrial: dryRun, Diagnostic.words))
        try output.flush()
        if report.rejected > 0 { throw ExitCode.answerIsNo }
    }

    private func trial(_ source: ByteSource, _ rejects: RejectList) async throws -> ImportReport {
        let opened = try Ledger.opened(ledger, for: .reading)
        try rejects.open(sparing: spared(source))
        let name = actor.name
        var importer = Importer(actor: name) { try opened.tryImport($0, actor: name) }
        return try await importer.run(input(source, rejects))
    }

    private func append(_ source: ByteSource, _ rejects: RejectList) async throws -> ImportReport {
        let writer = try LedgerWriter(try wait.open(ledger), clock: SystemClock.now)
        let name = actor.name
        var importer = Importer(actor: name) { try await writer.importEvents($0, actor: name) }
        do {
            try rejects.open(sparing: spared(source))
            let report = try await importer.run(input(source, rejects))
            try await writer.completeImport(
                report, file: source.name, actor: name, at: SystemClock.now())
            await writer.close()
            return report
        } catch {
            await writer.close()
            throw error
        }
    }

    /// The files that the refused lines must not be written over.
    private func spared(_ source: ByteSource) -> [(name: String, identity: FileIdentity?)] {
        [
            ("the ledger", FileIdentity(path: ledger)),
            ("the ledger's lock file", FileIdentity(path: ledger + "-lock")),
            ("the input", source.identity),
        ]
    }

    private func input(_ source: ByteSource, _ rejects: RejectList) -> Importer.Input {
        let progress = ProgressLine(
            "import", total: source.byteCount, unit: .bytes, on: .current(),
            clock: SystemClock.elapsed)
        return Importer.Input(
            nextChunk: { try source.read(into: &$0) > 0 },
            report: { rejections in
                progress.finish()
                try rejects.add(rejections)
            },
            progress: { _, bytes in progress.update(done: bytes) })
    }
}

extension ImportReport {
    /// For people.
    fileprivate func line(isTrial: Bool, _ words: Words) -> String {
        words.imported(
            read: GroupedDigits.of(rows), appended: GroupedDigits.of(appended),
            duplicates: GroupedDigits.of(duplicates), rejected: GroupedDigits.of(rejected),
            isTrial: isTrial)
    }

    /// For programs.
    fileprivate var json: String {
        #"{"appended":\#(appended),"duplicates":\#(duplicates),"read":\#(rows),"#
            + #""rejected":\#(rejected),"sha256":"\#(sha256)"}"#
    }
}
