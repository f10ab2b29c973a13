import LedgerModel
import Policy

/// Turns what stood of accounts into rows in the order of time, account and track. Machines and
/// decisions of every day give a row only where the level changes; others give one for every
/// evaluation.
struct ChangeFilter {
    private let givesChangesOnly: [Bool]
    private let roll: AccountRoll
    private let places: [UInt32]
    /// By slot and track.
    private var last: [Outcome?]

    init(_ pack: Pack, _ roll: AccountRoll) {
        self.roll = roll
        givesChangesOnly = pack.names.indices.map { pack.givesChangesOnly($0) }
        last = Array(repeating: nil, count: roll.accounts.count * givesChangesOnly.count)
        var places = [UInt32](repeating: 0, count: roll.accounts.count)
        for (place, slot) in roll.slotsByName.enumerated() { places[Int(slot)] = UInt32(place) }
        self.places = places
    }

    /// The rows of a block, by instant.
    mutating func rows(
        _ taken: [(slot: Int, track: Int, standings: [Standing])],
        _ facts: [Instant: ReplayRows.Facts], from first: Instant
    ) -> [ReplayRows] {
        var rows: [(place: UInt32, row: ReplayRows.Row)] = []
        for (slot, track, standings) in taken {
            for standing in standings {
                let known = slot * givesChangesOnly.count + track
                let isNew = last[known] != standing.effective
                last[known] = standing.effective
                guard isNew || !givesChangesOnly[track], standing.instant >= first else { continue }
                rows.append(
                    (
                        places[slot],
                        ReplayRows.Row(standing, slot: slot, track: track)
                    ))
            }
        }
        rows.sort {
            ($0.row.instant, $0.place, $0.row.track) < ($1.row.instant, $1.place, $1.row.track)
        }
        var found: [ReplayRows] = []
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count, rows[end].row.instant == rows[start].row.instant { end += 1 }
            found.append(
                ReplayRows(
                    content: .rows(
                        rows[start..<end].map(\.row),
                        facts: facts[rows[start].row.instant])))
            start = end
        }
        return found
    }
}
