import Policy

/// The rows of one instant, as they come.
struct MomentRows: Sendable {
    /// By the place of the account among all, which stands above the number of the row.
    private var keys: [UInt64] = []
    private var rows: [ReplayRows.Row] = []

    /// Adds a row. The tracks of an account come in their order.
    ///
    /// - Parameter place: that of the account among all, in the order of their ids.
    mutating func append(_ row: ReplayRows.Row, place: UInt32) {
        keys.append(UInt64(place) << 32 | UInt64(rows.count))
        rows.append(row)
    }

    /// By account and track.
    var sorted: [ReplayRows.Row] {
        keys.sorted().map { rows[Int(UInt32(truncatingIfNeeded: $0))] }
    }
}

extension AccountRoll {
    /// By slot, the place of the account in the order of the ids.
    var placesByName: [UInt32] {
        var places = [UInt32](repeating: 0, count: accounts.count)
        for (place, slot) in slotsByName.enumerated() { places[Int(slot)] = UInt32(place) }
        return places
    }
}
