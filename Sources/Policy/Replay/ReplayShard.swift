package import LedgerModel

/// What a pack reads of some accounts, in columns: what the fold works on.
package struct ReplayShard: Sendable {
    /// The accounts, each in the place that `EntryColumns` calls it by.
    package private(set) var accounts: [AccountID]
    /// Before which instant each account is unknown to the pack, in microseconds: that of its first
    /// event that lets it in. `Int64.max` where it never comes in.
    package var admittedFrom: [Int64]
    /// The entries by source (`ReplayPlan.sources`).
    package var entries: [EntryColumns]
    /// Texts by the codes of the entries.
    package var texts: [String] = []
    /// What comes in no columns, where the pack asks for it: touches, contacts and rulings.
    package var others: [AccountReadings] = []
    /// By the bytes of the text.
    private var codes: [[UInt8]: Int64] = [:]

    /// Accounts of which nothing has been read yet.
    package init(_ accounts: [AccountID], sourceCount: Int) {
        self.accounts = accounts
        admittedFrom = Array(repeating: .max, count: accounts.count)
        entries = Array(repeating: EntryColumns(), count: sourceCount)
    }

    /// The code of a text.
    package mutating func code(of text: String) -> Int64 {
        let bytes = Array(text.utf8)
        if let code = codes[bytes] { return code }
        let code = Int64(texts.count)
        codes[bytes] = code
        texts.append(text)
        return code
    }

    /// The entries by source; none are left.
    package mutating func takeEntries() -> [EntryColumns] {
        let taken = entries
        entries = Array(repeating: EntryColumns(), count: entries.count)
        return taken
    }

    /// Adds entries by source, each where its event stands in the log.
    package mutating func add(_ others: [EntryColumns]) {
        for source in entries.indices where others[source].count > 0 {
            entries[source].add(others[source])
        }
    }

    /// Puts the accounts in the order in which they come in, and leaves out those that never do and
    /// that nobody ruled on; what comes in no columns is put in the order of time.
    ///
    /// - Returns: the new place of each account; `UInt32.max` where it was left out.
    package mutating func settle() -> [UInt32] {
        var places = [UInt32](repeating: .max, count: accounts.count)
        var kept: [Int] = []
        for account in accounts.indices
        where admittedFrom[account] != .max || !others.isEmpty && !others[account].rulings.isEmpty {
            kept.append(account)
        }
        kept.sort { (admittedFrom[$0], $0) < (admittedFrom[$1], $1) }
        for (place, account) in kept.enumerated() { places[account] = UInt32(place) }
        accounts = kept.map { accounts[$0] }
        admittedFrom = kept.map { admittedFrom[$0] }
        if !others.isEmpty {
            others = kept.map { account in
                var own = others[account]
                own.sort()
                return own
            }
        }
        for source in entries.indices { entries[source].move(to: places) }
        return places
    }
}
