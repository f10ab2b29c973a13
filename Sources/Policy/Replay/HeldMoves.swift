import CivilCalendar

/// The changes that held levels make, with what it takes to make them: for one column of levels at
/// a time, of as many as are decided by the same hold.
struct HeldMoves: Sendable {
    /// A change of level.
    struct Move: Sendable {
        /// The account, by its place among all.
        let account: Int
        /// In microseconds.
        let at: Int64
        /// Levels, `HeldLevels.unrated`, or `HeldLevels.undecided` before the first decision.
        let from: Int16
        let to: Int16
        /// Whether it is the end of a wait, not of an evaluation.
        let isByTime: Bool
    }

    /// The changes since they were last forgotten, by time for each account.
    var found: [Move] = []
    /// When lengths end.
    var ends: HoldEnds
    /// The accounts with something to do at an instant; kept for its memory.
    var busy: [Int32] = []

    init(_ hold: Hold, in zone: CivilZone) { ends = HoldEnds(hold, in: zone) }

    /// Forgets the changes that were taken.
    mutating func forget() { found.removeAll(keepingCapacity: true) }
}
