import JSON

/// Copies of some events, end to end: what one transaction gives to work that may take its time.
struct CopiedEvents: Sendable {
    /// Bounds of one transaction's copies.
    private static let eventLimit = 1_024
    private static let byteLimit = 1 << 20

    /// In the order in which they were copied.
    private(set) var positions: [UInt64] = []
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// Whether the transaction is to end now.
    var isFull: Bool { positions.count >= Self.eventLimit || bytes.count >= Self.byteLimit }

    mutating func append(_ position: UInt64, _ json: Span<UInt8>) {
        bytes.append(copying: json)
        positions.append(position)
        ends.append(bytes.count)
    }

    /// Forgets the events and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Where the canonical JSON of an event lies in `bytes`.
    func json(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}
