import ArgumentParser

struct ApproveVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve a proposed level of an account, as the event tier.approved.")

    @OptionGroup var ruling: RulingOptions

    func run() async throws { try await ruling.append("tier.approved", expires: nil) }
}
