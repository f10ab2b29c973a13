public import ArgumentParser
import Foundation
import LedgerEngine
import LedgerModel

/// An instant, or a day as its 00:00 UTC.
struct InstantArgument: ExpressibleByArgument {
    let instant: Instant

    init?(argument: String) {
        if let day = CivilDate(argument) {
            instant = Instant(day)
        } else if let parsed = try? Instant(argument) {
            instant = parsed
        } else {
            return nil
        }
    }
}

/// An instant, a day, or a position of the ledger.
enum KnownAtArgument: ExpressibleByArgument {
    case instant(Instant)
    case position(UInt64)

    init?(argument: String) {
        if let position = UInt64(argument) {
            self = .position(position)
        } else if let instant = InstantArgument(argument: argument) {
            self = .instant(instant.instant)
        } else {
            return nil
        }
    }
}

extension Knowledge: ExpressibleByArgument {}

/// Which of the two clocks' readings an answer is for.
struct ClockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Count only what happened before this instant or day; now by default.",
            valueName: "time"))
    var asOf: InstantArgument?

    @OptionGroup var known: KnownOptions
}

/// What is taken as known.
struct KnownOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Count only what was known at this instant, day or position, inclusive.",
            valueName: "time"))
    var knownAt: KnownAtArgument?

    @Option(
        help: ArgumentHelp(
            "Whose knowledge: the ledger's (proven), or what the source claims (recordedtime).",
            valueName: "ledger|source"))
    var knowledge: Knowledge = .ledger

    func validate() throws {
        if case .position = knownAt, knowledge == .source {
            throw ValidationError(
                "--known-at with a position is about this ledger; give an instant with "
                    + "--knowledge source.")
        }
        if knownAt == nil, knowledge == .source {
            throw ValidationError("--knowledge source needs --known-at.")
        }
    }

    /// The engine's form.
    var value: KnownAt {
        switch knownAt {
        case nil: .now
        case .instant(let instant): .instant(instant, knowledge)
        case .position(let position): .position(Position(position))
        }
    }

    /// What every answer on the source's knowledge says.
    var caveat: String? {
        knowledge == .source ? "as claimed by the source, not proven by this ledger" : nil
    }
}

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

/// How long to wait for another writer.
struct WaitOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("How long to wait for another writer to finish.", valueName: "seconds"))
    var wait: Int = 5

    func validate() throws {
        guard (0...86_400).contains(wait) else {
            throw ValidationError("--wait must be 0 to 86400 seconds.")
        }
    }

    /// Opens a ledger for writing as soon as no other process does, within the wait.
    func open(_ path: String) throws -> Ledger {
        let start = SystemClock.elapsed()
        while true {
            let attempt = Result { () throws(LedgerError) in try Ledger.opened(path, for: .writing)
            }
            guard case .failure(.busy) = attempt,
                SystemClock.elapsed() - start < .seconds(wait)
            else { return try attempt.get() }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
