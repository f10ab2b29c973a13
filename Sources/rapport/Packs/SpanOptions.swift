import ArgumentParser
import CivilCalendar
import LedgerEngine
import LedgerModel

/// From when to when decisions count.
struct SpanOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Leave out decisions before this instant, or day in the zone of the pack, of several "
                + "the first.", valueName: "time"), transform: InstantArgument.read)
    var from: InstantArgument?

    @Option(
        help: ArgumentHelp("Leave out decisions after this instant or day.", valueName: "time"),
        transform: InstantArgument.read)
    var to: InstantArgument?

    /// The instants in a zone, nil where nobody asked for one.
    func instants(in zone: CivilZone) -> (from: Instant?, to: Instant?) {
        (from?.instant(in: zone), to?.instant(in: zone))
    }
}

extension ReplayOptions {
    /// Leaves out decisions outside a span, whose days are those of a zone.
    mutating func take(_ span: SpanOptions, in zone: CivilZone) {
        let (from, to) = span.instants(in: zone)
        if let from { self.from = from }
        self.to = to
    }
}
