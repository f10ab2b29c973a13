import ArgumentParser
import LedgerEngine

/// How many threads decide.
struct ThreadsOption: ParsableArguments {
    @Option(
        name: .customLong("threads"),
        help: ArgumentHelp("Threads; one a core by default.", valueName: "number"))
    var value: Int?

    func validate() throws {
        if let value, !(1...ReplayLimits.threads).contains(value) {
            throw ValidationError("--threads may be 1 to \(ReplayLimits.threads).")
        }
    }
}
