/// What the instruments need of the events of one account, folded event by event.
///
/// The order in which events are folded doesn't matter, so back-dated events may come late and two
/// halves may be folded apart and merged. Folding allocates only as its two arrays grow.
package struct AccountState: Sendable {
    /// One entry or more for each event that was read, in the order of folding.
    var entries: [TimelineEntry] = []
    /// The texts that entries name.
    var bytes: [UInt8] = []
    /// Texts that repeat from event to event, such as channels: each is kept once, as long as they
    /// are few.
    private var words: [TextRange] = []
    /// When the first event of any type happened; nil before the first one.
    package private(set) var firstEventAt: Instant?

    package init() {}

    /// So many words are looked through before another copy is kept.
    private static let wordCount = 64

    /// Takes note that an event of any type happened: the account exists from then on.
    package mutating func notice(_ occurredAt: Instant) {
        firstEventAt = min(firstEventAt ?? occurredAt, occurredAt)
    }

    /// Adds what another aggregate of the same account has folded from other events.
    package mutating func merge(_ other: AccountState) {
        if let first = other.firstEventAt { notice(first) }
        let shift = bytes.count
        bytes += other.bytes
        entries.reserveCapacity(entries.count + other.entries.count)
        for entry in other.entries { entries.append(entry.moved(by: shift)) }
    }

    /// Where a text that repeats lies, kept now if it is new.
    mutating func keepWord(from start: Int) -> TextRange {
        let text = range(from: start)
        for word in words where equal(word, text) {
            bytes.removeLast(Int(text.count))
            return word
        }
        if words.count < Self.wordCount { words.append(text) }
        return text
    }

    /// The text whose bytes were just appended.
    func range(from start: Int) -> TextRange {
        TextRange(start: UInt32(start), count: UInt16(bytes.count - start))
    }

    private func equal(_ left: TextRange, _ right: TextRange) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<Int(left.count)
        where bytes[Int(left.start) + offset] != bytes[Int(right.start) + offset] { return false }
        return true
    }
}
