/// When a replay to a file keeps a milestone: seldom enough that it takes a small part of the time,
/// and never in a short replay.
struct MilestonePace {
    /// How much longer than it took to keep a milestone the next one is waited for.
    private static let costs = 20

    /// The least time between two, and before the first.
    private let patience: Duration
    private var next: Duration

    /// - Parameter now: the time since any fixed origin.
    init(patience: Duration = .seconds(1), from now: Duration) {
        self.patience = patience
        next = now + patience
    }

    /// Whether it is time to keep one.
    func isDue(at now: Duration) -> Bool { now >= next }

    /// Takes notice of one that was kept.
    mutating func keep(from start: Duration, to end: Duration) {
        next = end + max(patience, (end - start) * Self.costs)
    }
}
