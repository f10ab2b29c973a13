package import LedgerModel

/// How two packs are compared.
package struct ComparisonOptions: Sendable {
    /// How both are replayed. They are compared at the base's instants from `from` through `to`; of
    /// what was decided through the first of them only what stands then counts.
    package var replay = ReplayOptions()
    /// Of how many accounts that move the reasons are told, those with the largest revenue first,
    /// and how many near misses are looked for.
    package var explained = ComparisonOptions.explainedAccounts
    /// The instant of the level that is approved today.
    package var today: Instant
    /// The language of the texts that packs make: `en`, `zh-Hans` or `zh-Hant`.
    package var language = "en"

    package init(today: Instant) {
        self.today = today
        // Two replays hold a block each.
        replay.blockCells = 1 << 22
    }

    /// Of how many accounts the reasons are told, where nobody asks for another number.
    package static let explainedAccounts = 50
    /// Of how many they are told at most: each costs some milliseconds.
    package static let mostExplained = 10_000
    /// How near to a threshold a near miss is, in percent of it.
    package static let nearPercent: Int64 = 5
}
