import LedgerModel
import Policy

/// Two replays over the same events, side by side. Each gives its decisions block by block; what
/// was decided at an instant is compared and forgotten, so that memory holds one block of each, and
/// what `ComparisonFold` keeps of each account and instant.
struct ComparedReplays {
    /// The accounts that a pack knows, in the order of their ids.
    let accounts: [AccountID]
    /// Their numbers in the ledger; nil where histories decide, which don't tell them.
    let numbers: [UInt32]?
    private(set) var base: ComparedParty
    private(set) var variant: ComparedParty
    private let workers: Workers
    /// The base's instants that are compared.
    let instants: [Instant]

    /// Nil where the base decides at no instant, and where decisions follow events.
    ///
    /// - Parameter isShared: whether both rest on one reading and one fold.
    init?(
        _ base: Replay, track: Int, _ variant: Replay, track variantTrack: Int, from: Instant,
        isShared: Bool
    ) {
        instants = base.instants(ofTrack: track).filter { $0 >= from }
        guard let end = instants.last else { return nil }
        let (accounts, indices) = Self.joined(base.roll, variant.roll)
        (self.accounts, workers) = (accounts, base.workers)
        numbers = Self.numbers(
            accounts.count,
            [(base.columns?.reading, indices.0), (variant.columns?.reading, indices.1)])
        self.base = ComparedParty(base, track, indices.0, accounts.count, through: end)
        self.variant = ComparedParty(
            variant, variantTrack, indices.1, accounts.count, through: end,
            with: isShared ? self.base : nil)
    }

    /// The last instant that is compared.
    var end: Instant { instants.last ?? .earliest }

    /// Compares what stands at each of the base's instants.
    ///
    /// - Parameter watched: accounts of which it is told where they stood before an instant.
    mutating func compare(watching watched: [Int: Instant]) throws -> PackComparison {
        let levels = (
            ComparedLevels(base.pack, track: base.track),
            ComparedLevels(variant.pack, track: variant.track)
        )
        var folds = workers.parts(of: accounts.indices).map { accounts in
            ComparisonFold(
                base: levels.0, variant: levels.1, accounts: accounts,
                from: instants.first ?? .earliest, watching: watched)
        }
        var steps: [Step] = []
        let stepsAtATime = Self.cellsAtATime / max(accounts.count, 1_024)
        for instant in instants {
            repeat {
                base.take(through: instant) { steps.append(.decided($0, .base)) }
                variant.take(through: instant) { steps.append(.decided($0, .variant)) }
            } while try decide(through: instant)
            steps.append(.compared(instant))
            if steps.count >= stepsAtATime { take(&steps, into: &folds) }
        }
        take(&steps, into: &folds)
        base.finish()
        variant.finish(with: base)
        return ComparisonFold.comparison(of: folds)
    }

    /// What accounts are folded of, in the order of time.
    private enum Step: Sendable {
        case decided(ComparedRows, PackComparison.Side)
        case compared(Instant)
    }

    /// Decisions that wait to be folded at most, each of two bytes.
    private static let cellsAtATime = 1 << 24

    private func take(_ steps: inout [Step], into folds: inout [ComparisonFold]) {
        guard !steps.isEmpty else { return }
        _ = workers.change(&folds) { [steps] fold in
            for step in steps {
                switch step {
                case .decided(let rows, let side): fold.note(rows, of: side)
                case .compared(let instant): fold.compare(at: instant)
                }
            }
        }
        steps = []
    }

    /// Decides another block of whoever waits for one; false where nobody does.
    private mutating func decide(through instant: Instant) throws -> Bool {
        guard variant.isShared else {
            let (own, other) = (
                try base.decide(through: instant), try variant.decide(through: instant)
            )
            return own || other
        }
        return try base.decide(through: instant, with: &variant)
    }

    private static func numbers(
        _ count: Int, _ parties: [(reading: ReplayReading?, indices: [UInt32])]
    ) -> [UInt32]? {
        var numbers = [UInt32](repeating: 0, count: count)
        for (reading, indices) in parties {
            guard let reading else { return nil }
            for (slot, number) in reading.accountsBySlot.enumerated() {
                numbers[Int(indices[slot])] = number
            }
        }
        return numbers
    }

    /// All accounts in the order of their ids, and the index of each slot's account.
    private static func joined(
        _ left: AccountRoll, _ right: AccountRoll
    ) -> (accounts: [AccountID], indices: ([UInt32], [UInt32])) {
        var accounts: [AccountID] = []
        var indices = (
            [UInt32](repeating: 0, count: left.accounts.count),
            [UInt32](repeating: 0, count: right.accounts.count)
        )
        var (own, other) = (left.slotsByName[...], right.slotsByName[...])
        while !own.isEmpty || !other.isEmpty {
            let names = (
                own.first.map { left.accounts[Int($0)] },
                other.first.map { right.accounts[Int($0)] }
            )
            guard let next = [names.0, names.1].compactMap(\.self).min() else { break }
            if names.0 == next, let slot = own.popFirst() {
                indices.0[Int(slot)] = UInt32(accounts.count)
            }
            if names.1 == next, let slot = other.popFirst() {
                indices.1[Int(slot)] = UInt32(accounts.count)
            }
            accounts.append(next)
        }
        return (accounts, indices)
    }
}
