import LedgerModel
import Policy
package import TransparencyLog

/// The SHA-256 of all decisions of a replay, the same however the work was shared: over the hashes
/// of what was decided at each instant, in the order of time. Such a hash is over its rows in the
/// order of account and track, a row being the id of the account, 0, the instant in microseconds
/// as eight bytes, little-endian, the decision, 0, the level and 0.
package struct ReplayDigest: Sendable {
    private var hashes: [UInt8] = []
    /// Rows that were added.
    package private(set) var count = 0

    package init() {}

    /// Takes a digest up again.
    ///
    /// - Parameters:
    ///   - hashes: all that `hashes(from:)` gives.
    ///   - count: rows that were added.
    package init(hashes: [TreeHash], count: Int) {
        self.hashes.reserveCapacity(hashes.count * TreeHash.byteCount)
        for hash in hashes { hash.append(to: &self.hashes) }
        self.count = count
    }

    /// How many hashes it is over: one for each instant at which there was a row.
    package var hashCount: Int { hashes.count / TreeHash.byteCount }

    /// The hashes from one on.
    package func hashes(from first: Int) -> [TreeHash] {
        (first..<hashCount).compactMap { TreeHash(hashes.span, at: $0 * TreeHash.byteCount) }
    }

    /// Adds what was decided at the next instant.
    package mutating func add(_ part: Part) {
        guard part.count > 0 else { return }
        count += part.count
        part.hash.append(to: &hashes)
    }

    /// The digest of all that was added.
    package var value: TreeHash { SHA256Hashing.hash(hashes.span) }

    /// Adds what was decided at instants that were kept, in their order, hashed on several cores.
    package mutating func add(_ kept: [(rows: ReplayRows, legend: ReplayLegend)]) {
        let parts = Workers(count: SeveralCores.count).map(kept.count) {
            Part(kept[$0].rows, kept[$0].legend)
        }
        for part in parts { add(part) }
    }

    /// The hash of what was decided at one instant.
    package struct Part: Sendable {
        /// Rows.
        package let count: Int
        let hash: TreeHash

        package init(_ rows: ReplayRows, _ legend: ReplayLegend) {
            let (roll, pack) = (legend.roll, legend.pack)
            var bytes: [UInt8] = []
            bytes.reserveCapacity(rows.count * 48)
            let names = pack.names.map { Array($0.utf8) + [0] }
            let levels = names.indices.map { track in
                pack.levels(ofTrack: track).map { Array($0.name.utf8) + [0] }
            }
            rows.forEachRow { row in
                roll.appendName(ofSlot: row.slot, to: &bytes)
                bytes.append(0)
                bytes.appendLittleEndian(row.instant.microseconds)
                bytes.append(contentsOf: names[row.track])
                if let level = row.level {
                    bytes.append(contentsOf: levels[row.track][level])
                } else {
                    bytes.append(contentsOf: pack.text(of: row.effective, in: row.track).utf8)
                    bytes.append(0)
                }
            }
            count = rows.count
            hash = SHA256Hashing.hash(bytes.span)
        }
    }
}
