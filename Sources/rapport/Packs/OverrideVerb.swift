import ArgumentParser
import LedgerModel

struct OverrideVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Set a level of an account against the rule, as the event tier.overridden.",
        discussion: "It beats the rule until it expires; the rule's own outcome stays visible.")

    @OptionGroup var ruling: RulingOptions

    @Option(
        help: ArgumentHelp("When it ends; never by default.", valueName: "time"),
        transform: InstantArgument.read)
    var expires: InstantArgument?

    func validate() throws {
        if let expires, expires.instant <= ruling.asOf.instant {
            throw ValidationError("--expires must come after --as-of.")
        }
    }

    func run() async throws {
        try await ruling.append("tier.overridden", expires: expires)
    }
}
