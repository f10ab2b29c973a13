import JSON
import LMDB
package import Policy
package import TransparencyLog

/// A pack as a ledger keeps it: its canonical JSON by its hash.
package struct StoredPack: Sendable {
    /// SHA-256 of the canonical JSON.
    package let hash: TreeHash
    /// RFC 8785 canonical JSON.
    package let canonical: [UInt8]
    /// The pack.
    package let pack: Pack

    /// A pack of a document. The canonical form is read again: it is what decides from now on.
    ///
    /// - Parameters:
    ///   - text: the document.
    ///   - read: makes a pack of a document.
    package init(
        text: String, _ read: (String) throws(PackRefusal) -> Pack
    ) throws(PackRefusal) {
        let canonical: [UInt8]
        do throws(PackProblem) {
            canonical = try Self.canonicalJSON(of: text)
        } catch {
            throw PackRefusal(problems: [error])
        }
        self.canonical = canonical
        pack = try read(String(decoding: canonical, as: UTF8.self))
        hash = SHA256Hashing.hash(canonical.span)
    }

    private static func canonicalJSON(of text: String) throws(PackProblem) -> [UInt8] {
        let document = try DocumentNode.parse(text)
        do throws(JSONError) {
            return try document.canonicalJSON()
        } catch {
            throw PackProblem(
                "the pack has no canonical JSON: \(error.sentence)",
                at: TextPlace(line: 1, column: 1))
        }
    }

    /// Keeps the pack.
    func write(
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        try transaction.put(canonical.span.raw, at: hash.bytes, in: tables.packs)
    }
}
