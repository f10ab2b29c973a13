import ArgumentParser
import Foundation
import LedgerEngine

@main
enum Rapport {
    static func main() async {
        let failure = await RapportCommand.execute()
        exit(failure.rawValue)
    }
}

/// The command line: each verb decodes its arguments, makes one call of the engine and encodes the
/// answer.
struct RapportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rapport",
        abstract: "An account relationship ledger: what happened, what was known, what follows.",
        discussion: """
            A ledger is one file. Every order, visit, complaint and survey of an account is an \
            event that is only ever added; a correction is a new event. From the events come the \
            portfolio and each account's figures, for any date (--as-of) and for what was known \
            at any date (--known-at).

            A first session:
              rapport init acme.rapport
              rapport import acme.rapport events.ndjson
              rapport portfolio acme.rapport
              rapport account acme.rapport C006
              rapport verify acme.rapport

            Results go to stdout, messages and progress to stderr. Dates are RFC 3339 instants or \
            days (00:00 UTC). Exit codes: 0 done; 1 the answer is no (verification failed, input \
            refused); 2 the command line, a file, a lock or a disk did not allow it.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Write",
                subcommands: [
                    InitVerb.self, ImportVerb.self, AppendVerb.self, RebuildVerb.self,
                ]),
            CommandGroup(
                name: "Read",
                subcommands: [
                    PortfolioVerb.self, AccountVerb.self, EventsVerb.self, ExportVerb.self,
                    StatVerb.self, VerifyVerb.self,
                ]),
            CommandGroup(
                name: "Decide",
                subcommands: [
                    HistoryVerb.self, WhyVerb.self, ApproveVerb.self, OverrideVerb.self,
                    ReplayVerb.self, CompareVerb.self, SweepVerb.self, BacktestVerb.self,
                    DecisionsVerb.self,
                    PackVerb.self, CELVerb.self,
                ]),
        ])

    /// Runs what the command line says; says what went wrong on stderr.
    static func execute() async -> ExitCode {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .done
        } catch {
            let code = ExitCode.of(error, in: Self.self)
            report(error, code)
            return code
        }
    }

    /// What the argument parser says of a command line, without its own prefix.
    private static func usage(_ error: any Error) -> String {
        let text = fullMessage(for: error)
        return Diagnostic.usage(text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text)
    }

    private static func report(_ error: any Error, _ code: ExitCode) {
        if error is ExitCode { return }
        if case .readerGone = error as? OutputError { return }
        if let error = error as? RefusedPack { return error.tell() }
        if code == .done {
            print(fullMessage(for: error))
        } else {
            Diagnostic.write(Diagnostic.sentence(of: error) ?? usage(error))
        }
    }
}
