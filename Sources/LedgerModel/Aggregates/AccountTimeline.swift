/// The folded events of one account by time, those of one instant by position, so that every
/// question can be asked as of any instant: events with a time before it count.
package struct AccountTimeline: Sendable {
    private let aggregate: AccountAggregate

    /// Sorts what was folded; nothing is moved where the events came by time.
    package init(_ aggregate: consuming AccountAggregate) {
        let entries = aggregate.entries
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { !$1.precedes($0) }
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
    /// An entry among others of the same name.
    private struct NamedEntry {
        let hash: UInt64
        let text: TextRange
        let index: Int
    }

    /// The entries of some kinds, grouped by the very bytes of what they name, each group by time.
    func groups(
        before instant: Instant, where belongs: (TimelineEntry.Kind) -> Bool
    ) -> [[TimelineEntry]] {
        let entries = entries(before: instant)
        var named: [NamedEntry] = []
        for index in entries.indices where belongs(entries[index].kind) {
            let text = entries[index].text
            named.append(NamedEntry(hash: hash(text), text: text, index: index))
        }
        named.sort(by: comesFirst)
        var groups: [[TimelineEntry]] = []
        var previous: NamedEntry?
        for entry in named {
            if let previous, isSameName(previous, entry) {
                groups[groups.count - 1].append(entries[entry.index])
            } else {
                groups.append([entries[entry.index]])
            }
            previous = entry
        }
        return groups
    }

    /// How many different names the entries of a kind have.
    func distinctNames(of kind: TimelineEntry.Kind, before instant: Instant) -> Int {
        var named: [NamedEntry] = []
        for entry in entries(before: instant) where entry.kind == kind {
            named.append(NamedEntry(hash: hash(entry.text), text: entry.text, index: 0))
        }
        named.sort(by: comesFirst)
        let repeats = zip(named, named.dropFirst()).count { isSameName($0, $1) }
        return named.count - repeats
    }

    /// The hash decides nearly always; equal hashes are told apart by their bytes, so that no name
    /// is ever taken for another.
    private func comesFirst(_ left: NamedEntry, _ right: NamedEntry) -> Bool {
        guard left.hash == right.hash else { return left.hash < right.hash }
        let (leftBytes, rightBytes) = (
            aggregate.bytes[left.text.range], aggregate.bytes[right.text.range]
        )
        guard leftBytes == rightBytes else {
            return leftBytes.lexicographicallyPrecedes(rightBytes)
        }
        return left.index < right.index
    }

    private func isSameName(_ left: NamedEntry, _ right: NamedEntry) -> Bool {
        left.hash == right.hash
            && aggregate.bytes[left.text.range] == aggregate.bytes[right.text.range]
    }

    /// FNV-1a.
    private func hash(_ text: TextRange) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in aggregate.bytes[text.range] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
