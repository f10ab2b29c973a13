/// The folded events of one account by time, those of one instant by position, so that every
/// question can be asked as of any instant: events with a time before it count.
package struct AccountTimeline: Sendable {
    private let aggregate: AccountState

    /// Sorts what was folded; nothing is moved where the events came by time.
    package init(_ aggregate: consuming AccountState) {
        let isSorted = aggregate.entries.indices.dropFirst().allSatisfy {
            !aggregate.entries[$0].precedes(aggregate.entries[$0 - 1])
        }
        if !isSorted { aggregate.entries.sort { $0.precedes($1) } }
        self.aggregate = aggregate
    }

    /// Whether an event of any type happened before an instant.
    package func exists(asOf: Instant) -> Bool {
        guard let first = aggregate.firstEventAt else { return false }
        return first < asOf
    }

    /// When the last of the events that instruments read happened.
    package func lastEventAt(asOf: Instant) -> Instant? { entries(before: asOf).last?.occurredAt }

    func entries(before instant: Instant) -> ArraySlice<TimelineEntry> {
        let entries = aggregate.entries
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].occurredAt < instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return entries[..<low]
    }

    /// The text that an entry names.
    package func string(_ text: TextRange) -> String {
        String(decoding: aggregate.bytes[text.range], as: UTF8.self)
    }

    /// The UTF-8 of the text that an entry names.
    package func bytes(_ text: TextRange) -> [UInt8] { Array(aggregate.bytes[text.range]) }
}

extension AccountTimeline {
    /// An entry among others that name something, with the hash of its name.
    private struct NamedEntry {
        let hash: UInt64
        let entry: TimelineEntry
    }

    /// Visits the entries of some kinds, grouped by the very bytes of what they name, each group by
    /// time.
    func eachGroup(
        before instant: Instant, where belongs: (TimelineEntry.Kind) -> Bool,
        _ visit: (ArraySlice<TimelineEntry>) -> Void
    ) {
        let named = named(before: instant, where: belongs)
        let sorted = named.map(\.entry)
        var start = 0
        for end in stride(from: 1, through: named.count, by: 1)
        where end == named.count || !isSameName(named[start], named[end]) {
            visit(sorted[start..<end])
            start = end
        }
    }

    /// How many different names the entries of a kind have.
    func distinctNames(of kind: TimelineEntry.Kind, before instant: Instant) -> Int {
        let named = named(before: instant) { $0 == kind }
        var repeats = 0
        for index in named.indices.dropFirst() where isSameName(named[index - 1], named[index]) {
            repeats += 1
        }
        return named.count - repeats
    }

    private func named(
        before instant: Instant, where belongs: (TimelineEntry.Kind) -> Bool
    ) -> [NamedEntry] {
        var named: [NamedEntry] = []
        for entry in entries(before: instant) where belongs(entry.kind) {
            named.append(NamedEntry(hash: hash(entry.text), entry: entry))
        }
        named.sort(by: comesFirst)
        return named
    }

    /// The hash decides nearly always; equal hashes are told apart by their bytes, so that no name
    /// is ever taken for another.
    private func comesFirst(_ left: NamedEntry, _ right: NamedEntry) -> Bool {
        guard left.hash == right.hash else { return left.hash < right.hash }
        let (leftBytes, rightBytes) = (
            aggregate.bytes[left.entry.text.range], aggregate.bytes[right.entry.text.range]
        )
        guard leftBytes == rightBytes else {
            return leftBytes.lexicographicallyPrecedes(rightBytes)
        }
        return left.entry.precedes(right.entry)
    }

    private func isSameName(_ left: NamedEntry, _ right: NamedEntry) -> Bool {
        left.hash == right.hash
            && aggregate.bytes[left.entry.text.range] == aggregate.bytes[right.entry.text.range]
    }

    /// FNV-1a.
    private func hash(_ text: TextRange) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in aggregate.bytes[text.range] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
