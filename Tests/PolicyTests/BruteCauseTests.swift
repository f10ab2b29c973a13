import LedgerModel
import Policy
import SeededRandom
import Testing

/// Why levels of random histories changed, told by the module and by deciding again over histories
/// that lack one kind of change.
struct BruteCauseTests {
    private static let changes = 500

    @Test func `random changes have the causes that the brute force finds`() throws {
        var found: [String: Int] = [:]
        var seed: UInt64 = 0
        var left = Self.changes
        while left > 0 {
            seed += 1
            let world = try RandomWorld(seed: seed)
            var random = SeededGenerator(seed: seed)
            for account in world.accounts where left > 0 {
                for track in 0..<2 {
                    let causes = try check(world, account, track, &random)
                    guard let causes else { continue }
                    left -= 1
                    for cause in causes { found[cause, default: 0] += 1 }
                    if causes.count > 1 { found["joint", default: 0] += 1 }
                }
            }
        }
        for cause in BruteCauses.all + ["joint"] {
            #expect(found[cause, default: 0] > 0, "no change was made by \(cause): \(found)")
        }
    }

    /// One change of an account, picked at random; nil where nothing changed.
    private func check(
        _ world: RandomWorld, _ account: String, _ track: Int, _ random: inout SeededGenerator
    ) throws -> [String]? {
        guard let index = world.index(of: account) else { return nil }
        let steps =
            track == 0
            ? world.brute.decisions(of: account, through: world.end)
            : world.brute.stages(of: account, through: world.end)
        let changes = steps.indices.dropFirst().filter {
            steps[$0].effective != steps[$0 - 1].effective
        }
        guard !changes.isEmpty else { return nil }
        let change = changes[random.below(changes.count)]
        let brute = BruteCauses(history: world.brute, account: account)
        let wanted =
            track == 0
            ? brute.ofDecision(steps, at: change) : brute.ofStage(steps, at: change)
        let found = world.run.lastChange(
            of: index, in: track, through: Instant(microseconds: steps[change].at))
        let causes = try #require(found).causes.map(\.rawValue)
        #expect(
            causes == wanted,
            """
            track \(track) of \(account) from \(steps[change - 1]) to \(steps[change])
            \(world.name)
            """)
        return wanted
    }
}
