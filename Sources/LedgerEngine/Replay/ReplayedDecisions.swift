package import LedgerModel

/// Decisions over a stretch of history, of one pack or of those in force.
package protocol ReplayedDecisions {
    /// Events from this position on are not in them.
    var end: UInt64 { get }
    /// How many instants there are; nil where that isn't known before.
    var instantCount: Int? { get }

    /// Leaves out what is decided through an instant, which was handed over before. All that comes
    /// later is as it would have been.
    mutating func leaveOut(through instant: Instant)

    /// Decides block by block, and hands what was decided over in the order of time, each instant
    /// at once and once.
    ///
    /// - Parameters:
    ///   - naming: makes what `make` needs of a legend, once for each, in order.
    ///   - make: what is to be made of the decisions of an instant; called on several threads.
    ///   - take: takes what was made, in order.
    func forEachInstant<Names: Sendable, Made: Sendable>(
        naming: (ReplayLegend) throws -> Names,
        make: @escaping @Sendable (ReplayRows, Names) -> Made, take: (Made) throws -> Void
    ) throws
}

extension Replay: ReplayedDecisions {
    /// Decides block by block; as the protocol says.
    package func forEachInstant<Names: Sendable, Made: Sendable>(
        naming: (ReplayLegend) throws -> Names,
        make: @escaping @Sendable (ReplayRows, Names) -> Made, take: (Made) throws -> Void
    ) throws {
        let names = try naming(ReplayLegend(pack: pack, roll: roll, activation: nil))
        try forEachInstant(make: { make($0, names) }, take: take)
    }
}
