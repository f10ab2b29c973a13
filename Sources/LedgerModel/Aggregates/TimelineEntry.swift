/// What one event says to one instrument, in 32 bytes without references. Texts lie in the bytes of
/// the aggregate that holds the entry.
struct TimelineEntry: BitwiseCopyable, Sendable {
    enum Kind: UInt8 {
        case opened, updated, closed, reopened, merged
        case name, industry, segment, country, region, city, parent, statedOwner
        case ownerAssigned, ownerReleased
        case orderPlaced, orderAmended, orderCancelled, orderReturned
        case cost
        case complaintOpened, complaintAcknowledged, complaintResolved, complaintReopened
        case answer
        case visit, interaction
        case opportunityOpened, opportunityWon, opportunityLost, opportunityClosed
        case visitPlanned, visitCancelled
        case stageAssessed, stageTargeted
    }

    let occurredAt: Instant
    /// The position in the upper 56 bits, so that entries compare in one step; the kind below.
    private let positionAndKind: UInt64
    /// Minor units of an amount; basis points of an answer; where the second text lies.
    var number: Int64 = 0
    private var textStart: UInt32 = 0
    private var textCount: UInt16 = 0
    var currency: CurrencyCode = .none

    init(_ kind: Kind, at occurredAt: Instant, _ position: Position) {
        precondition(position.value < 1 << 56)
        self.occurredAt = occurredAt
        positionAndKind = position.value << 8 | UInt64(kind.rawValue)
    }

    var kind: Kind {
        guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: positionAndKind)) else {
            preconditionFailure("an entry without a kind")
        }
        return kind
    }

    var position: Position { Position(positionAndKind >> 8) }

    /// Time decides, then position, then the order of kinds for what one event says.
    func precedes(_ other: TimelineEntry) -> Bool {
        occurredAt == other.occurredAt
            ? positionAndKind < other.positionAndKind : occurredAt < other.occurredAt
    }

    /// What the entry names: an order, a complaint, a visit, a channel, a type of cost, a stage, an
    /// account's field.
    var text: TextRange {
        get { TextRange(start: textStart, count: textCount) }
        set { (textStart, textCount) = (newValue.start, newValue.count) }
    }

    /// A second text: the category of a complaint, the day that a visit is planned for, who
    /// judged a stage, by when one is aimed at.
    var detail: TextRange {
        get { TextRange(packed: UInt64(bitPattern: number)) }
        set { number = Int64(bitPattern: newValue.packed) }
    }

    /// The same entry where its texts lie so many bytes later.
    func moved(by bytes: Int) -> TimelineEntry {
        var entry = self
        entry.text = text.moved(by: bytes)
        switch kind {
        case .complaintOpened, .visitPlanned, .stageAssessed, .stageTargeted:
            entry.detail = detail.moved(by: bytes)
        default: break
        }
        return entry
    }
}

/// A part of an aggregate's bytes. An event has at most 65,000 bytes, so that a text's length fits
/// 16 bits.
package struct TextRange: Hashable, BitwiseCopyable, Sendable {
    let start: UInt32
    let count: UInt16

    static let empty = TextRange(start: 0, count: 0)

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

extension TextRange {
    fileprivate init(packed: UInt64) {
        start = UInt32(truncatingIfNeeded: packed >> 16)
        count = UInt16(truncatingIfNeeded: packed)
    }

    fileprivate var packed: UInt64 { UInt64(start) << 16 | UInt64(count) }

    fileprivate func moved(by bytes: Int) -> TextRange {
        count == 0 ? self : TextRange(start: start + UInt32(bytes), count: count)
    }
}
