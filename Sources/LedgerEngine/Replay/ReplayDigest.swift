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

    /// The hash of what was decided at one instant.
    package struct Part: Sendable {
        /// Rows.
        package let count: Int
        let hash: TreeHash

        package init(_ rows: ReplayRows, _ legend: ReplayLegend) {
            count = rows.count
            let endings = RowEndings(legend.pack)
            let bytes =
                switch rows.content {
                case .columns(let columns):
                    CodedRows(columns, legend).bytes(legend.roll) {
                        endings.bytes(columns.facts.instant, $0, $1)
                    }
                case .rows(let rows, _): Self.bytes(rows, legend.roll, endings)
                }
            hash = SHA256Hashing.hash(bytes.span)
        }

        private static func bytes(
            _ rows: [ReplayRows.Row], _ roll: AccountRoll, _ endings: RowEndings
        ) -> [UInt8] {
            var bytes: [UInt8] = []
            for row in rows {
                roll.appendName(ofSlot: row.slot, to: &bytes)
                bytes += endings.bytes(row.instant, row.track, row.effective)
            }
            return bytes
        }
    }
}

/// What follows the id of an account in the bytes of a row.
private struct RowEndings {
    private let pack: Pack
    private let names: [[UInt8]]

    init(_ pack: Pack) {
        self.pack = pack
        names = pack.names.map { Array($0.utf8) }
    }

    func bytes(_ instant: Instant, _ track: Int, _ outcome: Outcome) -> [UInt8] {
        var bytes: [UInt8] = [0]
        bytes.appendLittleEndian(instant.microseconds)
        return bytes + names[track] + [0] + Array(pack.text(of: outcome, in: track).utf8) + [0]
    }
}
