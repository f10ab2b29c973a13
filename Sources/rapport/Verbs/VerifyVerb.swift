import ArgumentParser
import JSON
import LedgerEngine
import LedgerModel
import TransparencyLog

struct VerifyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute everything that follows from the events and compare.",
        discussion: """
            Hashes every stored event again, and recomputes the tree, the revisions, the accounts, \
            the annulments, the keys and the segments. Says at which position the first difference \
            lies. Exit code 1 where one is found.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @OptionGroup var language: LanguageOption

    @Flag(help: "Write the report as JSON.")
    var json = false

    func run() throws {
        let opened = try Ledger.opened(ledger, for: .reading, damageIs: .answerIsNo)
        let output = StandardOutput()
        let progress = ProgressLine(
            "verify", total: (try? opened.treeHead()).map { Int($0.size) },
            unit: .count(of: "events"),
            on: .current(), clock: SystemClock.elapsed)
        let report = try opened.verify { progress.update(done: Int($0)) }
        progress.finish()
        try output.writeLine(json ? report.json : report.text(language.words))
        try output.flush()
        if report.difference != nil { throw ExitCode.answerIsNo }
    }
}

extension VerifyReport {
    fileprivate func text(_ words: Words) -> String {
        guard let difference else {
            return words.verified(GroupedDigits.of(events), root: head.root.hexadecimal)
        }
        let sound = difference.position?.value ?? events
        return words.difference(
            difference.position?.value,
            PrintableText.of(words.sentence(difference.sentence)), sound: GroupedDigits.of(sound))
    }

    fileprivate var json: String {
        var bytes = Array(#"{"difference":"#.utf8)
        if let difference {
            bytes.append(contentsOf: #"{"position":"#.utf8)
            bytes.append(
                contentsOf: (difference.position.map { String($0.value) } ?? "null").utf8)
            bytes.append(contentsOf: #","sentence":"#.utf8)
            JSONWriter.appendQuoted(difference.sentence, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        } else {
            bytes.append(contentsOf: "null".utf8)
        }
        let rest = #","events":\#(events),"root":"\#(head.root.hexadecimal)"}"#
        return String(decoding: bytes, as: UTF8.self) + rest
    }
}
