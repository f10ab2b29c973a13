package import LedgerModel

/// Sums of visits and interactions.
package struct ContactTally: Sendable {
    package private(set) var count = Touches.Count()
    package private(set) var byYear = ByYear<Touches.Count>()
    /// Interactions by the UTF-8 of their channel.
    package private(set) var byChannel: [[UInt8]: Int] = [:]

    mutating func add(_ touches: Touches, of timeline: AccountTimeline) {
        count.add(touches.count)
        byYear.merge(touches.byYear, startingWith: Touches.Count()) { $0.add($1) }
        for (channel, years) in touches.channels {
            byChannel[timeline.bytes(channel), default: 0] += years.total
        }
    }

    mutating func merge(_ other: ContactTally) {
        count.add(other.count)
        byYear.merge(other.byYear, startingWith: Touches.Count()) { $0.add($1) }
        byChannel.merge(other.byChannel, uniquingKeysWith: +)
    }
}
