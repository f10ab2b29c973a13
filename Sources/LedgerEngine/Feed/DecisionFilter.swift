package import LedgerModel
import TransparencyLog

/// Which decisions a reader wants.
package struct DecisionFilter: Equatable, Sendable {
    /// Only these decisions and machines; empty for all.
    package var decisions: [String] = []
    /// Only decisions about this account.
    package var account: AccountID?

    package init() {}

    func wants(_ decision: String) -> Bool { decisions.isEmpty || decisions.contains(decision) }

    /// A short digest of the filter and of the starter, which decides where no pack was activated,
    /// for cursors: what another starter decides can't be told from where this one ended.
    func digest(_ starter: StoredPack) -> UInt64 {
        var bytes: [UInt8] = []
        starter.hash.append(to: &bytes)
        for part in [account?.text ?? ""] + Set(decisions).sorted() {
            bytes.appendLittleEndian(UInt32(part.utf8.count))
            bytes.append(contentsOf: part.utf8)
        }
        bytes.append(account == nil ? 0 : 1)
        return CursorText.digest(bytes)
    }
}
