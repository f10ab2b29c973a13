import ArgumentParser
import Foundation
import LedgerModel

/// Who appends.
struct ActorOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who appends (authid), where an event doesn't say; the user of the system by default.",
            valueName: "name"))
    var actor: String?

    func validate() throws {
        guard (1...Limits.actorBytes).contains(name.utf8.count) else {
            throw ValidationError("--actor must have 1 to \(Limits.actorBytes) bytes.")
        }
    }

    var name: String { actor ?? NSUserName() }
}
