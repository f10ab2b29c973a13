public import ArgumentParser
import CivilCalendar
import LedgerEngine
import LedgerModel

/// An instant, or a day as its 00:00 UTC.
struct InstantArgument {
    /// The instant; of a day its 00:00 UTC.
    let instant: Instant
    /// The day, where no time was given.
    var day: CivilDate?

    /// The instant, a day beginning with the clocks of a zone.
    func instant(in zone: CivilZone) -> Instant {
        day.map { Instant(microseconds: zone.start(of: $0)) } ?? instant
    }

    /// Reads the argument of an option.
    @Sendable static func read(_ argument: String) throws -> InstantArgument {
        if let day = CivilDate(argument) { return InstantArgument(instant: Instant(day), day: day) }
        do throws(InstantError) {
            return InstantArgument(instant: try Instant(argument))
        } catch {
            throw ValidationError(
                "\(argument) \(error.sentence), or name a day like 2026-03-01 (00:00 UTC)")
        }
    }
}

/// An instant, a day, or a position of the ledger.
enum KnownAtArgument {
    case instant(Instant)
    case position(UInt64)

    /// Reads the argument of an option.
    @Sendable static func read(_ argument: String) throws -> KnownAtArgument {
        if let position = UInt64(argument) { return .position(position) }
        return .instant(try InstantArgument.read(argument).instant)
    }
}

extension KnownAt {
    /// The engine's form of an option; without one all is known.
    init(_ argument: KnownAtArgument?, _ knowledge: Knowledge) {
        switch argument {
        case nil: self = .now
        case .instant(let instant): self = .instant(instant, knowledge)
        case .position(let position): self = .position(Position(position))
        }
    }
}

extension Knowledge: ExpressibleByArgument {
    /// What an answer that rests on it must say of itself; nil for what the ledger proves.
    var caveat: String? {
        self == .source ? "as claimed by the source, not proven by this ledger" : nil
    }

    /// Throws for the source's knowledge, which has no positions.
    func requireLedger() throws {
        guard self == .source else { return }
        throw ValidationError(
            "--known-at with a position is about this ledger; give an instant with "
                + "--knowledge source.")
    }

    /// Throws for the source's knowledge, which says nothing where it isn't asked for an instant.
    func requireKnownAt() throws {
        guard self == .source else { return }
        throw ValidationError("--knowledge source needs --known-at.")
    }
}

/// Which of the two clocks' readings an answer is for.
struct ClockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Count only what happened before this instant or day; now by default.",
            valueName: "time"), transform: InstantArgument.read)
    var asOf: InstantArgument?

    @OptionGroup var known: KnownOptions
}

/// What is taken as known.
struct KnownOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Count only what was known at this instant, day or position, inclusive.",
            valueName: "time"), transform: KnownAtArgument.read)
    var knownAt: KnownAtArgument?

    @Option(
        help: ArgumentHelp(
            "Whose knowledge: the ledger's (proven), or what the source claims (recordedtime).",
            valueName: "ledger|source"))
    var knowledge: Knowledge = .ledger

    func validate() throws {
        if case .position = knownAt { try knowledge.requireLedger() }
        if knownAt == nil { try knowledge.requireKnownAt() }
    }

    /// The engine's form.
    var value: KnownAt { KnownAt(knownAt, knowledge) }

    /// What every answer on the source's knowledge says.
    var caveat: String? { knowledge.caveat }
}
