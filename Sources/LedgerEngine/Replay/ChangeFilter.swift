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
        places = roll.placesByName
    }

    /// The rows of a block, by instant.
    mutating func rows(
        _ taken: [(slot: Int, track: Int, standings: [Standing])],
        _ facts: [Instant: ReplayRows.Facts], from first: Instant, _ workers: Workers
    ) -> [ReplayRows] {
        let moments = moments(taken, from: first)
        let instants = moments.keys.sorted()
        return workers.map(instants.count) { number in
            let instant = instants[number]
            let rows = moments[instant]?.sorted ?? []
            return ReplayRows(content: .rows(rows, facts: facts[instant]))
        }
    }

    private mutating func moments(
        _ taken: [(slot: Int, track: Int, standings: [Standing])], from first: Instant
    ) -> [Instant: MomentRows] {
        var numbers: [Instant: Int] = [:]
        var (instants, moments) = ([Instant](), [MomentRows]())
        for (slot, track, standings) in taken {
            let known = slot * givesChangesOnly.count + track
            for standing in standings {
                let isNew = last[known] != standing.effective
                if isNew { last[known] = standing.effective }
                guard isNew || !givesChangesOnly[track], standing.instant >= first else { continue }
                let number = numbers[standing.instant] ?? moments.count
                if number == moments.count {
                    numbers[standing.instant] = number
                    instants.append(standing.instant)
                    moments.append(MomentRows())
                }
                moments[number].append(
                    ReplayRows.Row(standing, slot: slot, track: track), place: places[slot])
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(instants, moments))
    }
}
