package import LedgerModel
package import TransparencyLog

/// What the feed of decisions says: that something is decided, or isn't any more.
package struct DecisionChange: Sendable {
    /// A decision that counts at some position of the log.
    package struct Decision: Sendable {
        /// The account that it is about.
        package let account: AccountID
        /// What is decided.
        package let decision: String
        /// When it is decided.
        package let instant: Instant
        /// The level that counts from then on, by name; `not_rated`, `unknown` or `unapproved`
        /// where there is none.
        package let level: String
        /// The pack that decides.
        package let pack: DecidingPack
        /// What the decision is called for ever: the first half of the SHA-256 over all of the
        /// above and the id of the ledger. A decision that comes back has its id again.
        package let id: DecisionID
    }

    /// What has happened to a decision.
    package enum Kind: Sendable {
        /// It is new.
        case made
        /// It stands in the place of another one of the same account, decision and instant.
        case supersedes(Decision)
        /// It doesn't count any more, and nothing stands in its place.
        case retracted
    }

    /// The decision.
    package let decision: Decision
    /// What has happened to it.
    package let kind: Kind
    /// Events from this position on are not in it.
    package let end: UInt64
}

/// The pack that makes a decision.
package struct DecidingPack: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its version.
    package let version: Int
    /// SHA-256 of its canonical JSON.
    package let hash: TreeHash
}

/// The name of a decision.
package struct DecisionID: Hashable, Sendable {
    fileprivate let high: UInt64
    fileprivate let low: UInt64

    /// Appends 32 lower-case hexadecimal digits.
    package func append(to bytes: inout [UInt8]) {
        for word in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
                bytes.append(digit < 10 ? 48 + digit : 87 + digit)
            }
        }
    }
}

extension DecisionChange.Decision {
    /// - Parameter ledger: the id of the ledger.
    init(
        _ account: AccountID, _ decision: String, _ instant: Instant, _ level: String,
        _ pack: DecidingPack, ledger: UInt128
    ) {
        (self.account, self.decision, self.instant) = (account, decision, instant)
        (self.level, self.pack) = (level, pack)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160)
        bytes.appendLittleEndian(ledger)
        for text in [account.text, decision, level] {
            bytes.append(contentsOf: text.utf8)
            bytes.append(0)
        }
        bytes.appendLittleEndian(instant.microseconds)
        pack.hash.append(to: &bytes)
        let words = SHA256Hashing.hash(bytes.span).words
        id = DecisionID(high: words.0, low: words.1)
    }
}
