import LedgerModel
import Policy
import TransparencyLog

/// All decisions under the packs in force at one position of the log.
struct DecidedRows: Sendable {
    /// One decision, by the places of what it says in the tables.
    struct Row: Sendable {
        let instant: UInt32
        let account: UInt32
        let pack: UInt32
        let level: UInt32
    }

    /// The rows of each decision, in the order of time and account.
    private(set) var rows: [String: [Row]] = [:]
    private(set) var instants: [Instant] = []
    private(set) var accounts = NumberedValues<AccountID>()
    private(set) var packs = NumberedValues<DecidingPack>()
    private(set) var levels = NumberedValues<String>()

    /// Adds what the replay of a decision says.
    ///
    /// - Parameter account: the only one that is wanted; nil for all.
    mutating func add(_ replay: InForceReplay, of account: AccountID?) throws {
        var own: [Row] = []
        try replay.forEachInstant(
            naming: { codes(of: $0, replay.packs, account) },
            make: { rows, codes in codes.coded(rows) },
            take: { coded in
                if instants.last != coded.instant { instants.append(coded.instant) }
                let instant = UInt32(instants.count - 1)
                for row in coded.rows {
                    own.append(
                        Row(
                            instant: instant, account: row.account, pack: coded.pack,
                            level: row.level))
                }
            })
        rows[replay.decision] = own
    }

    /// The places of what a legend names.
    private mutating func codes(
        of legend: ReplayLegend, _ inForce: PacksInForce, _ wanted: AccountID?
    ) -> LegendCodes {
        let pack = legend.pack
        let deciding = DecidingPack(
            name: pack.name, version: pack.version, hash: inForce.hash(legend.activation))
        var codes = LegendCodes(pack: pack, place: UInt32(packs.place(of: deciding)))
        for track in pack.names.indices {
            codes.levels.append(
                pack.levels(ofTrack: track).map { UInt32(levels.place(of: $0.name)) })
            for outcome in LegendCodes.unleveled {
                let text = pack.text(of: outcome, in: track)
                codes.named[text] = UInt32(levels.place(of: text))
            }
        }
        codes.accounts = legend.roll.accounts.map { account in
            guard wanted == nil || wanted == account else { return nil }
            return UInt32(accounts.place(of: account))
        }
        return codes
    }
}

/// The places of what a legend names.
private struct LegendCodes: Sendable {
    /// Outcomes without a level, one of each name.
    static let unleveled = [Outcome.none(.nothingApplies), .unapproved(proposal: 0)]

    let pack: Pack
    /// That of the pack.
    let place: UInt32
    /// By slot; nil for accounts that aren't wanted.
    var accounts: [UInt32?] = []
    /// By track and level.
    var levels: [[UInt32]] = []
    /// Those of outcomes without a level, by name.
    var named: [String: UInt32] = [:]

    init(pack: Pack, place: UInt32) { (self.pack, self.place) = (pack, place) }

    /// The decisions of an instant.
    func coded(
        _ rows: ReplayRows
    ) -> (instant: Instant, rows: [(account: UInt32, level: UInt32)], pack: UInt32) {
        var coded: [(account: UInt32, level: UInt32)] = []
        coded.reserveCapacity(rows.count)
        rows.forEachRow { row in
            guard let account = accounts[row.slot] else { return }
            let level =
                row.level.map { levels[row.track][$0] }
                ?? named[pack.text(of: row.effective, in: row.track)]
            coded.append((account, level ?? .max))
        }
        return (rows.instant, coded, place)
    }
}
