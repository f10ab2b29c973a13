import CivilCalendar
import LedgerModel

/// When the lengths of a hold end that begin at an instant. Many accounts change at the same
/// instants, so that the calendar is asked once for each.
struct HoldEnds: Sendable {
    /// The ends of what begins at one instant, in microseconds; those of lengths that the hold
    /// doesn't have are the instant.
    struct Ends: Sendable {
        fileprivate(set) var up: Int64
        fileprivate(set) var down: Int64
        fileprivate(set) var dwell: Int64
        fileprivate(set) var validity: Int64
    }

    private let hold: Hold
    private let zone: CivilZone
    private var known: [Int64: Ends] = [:]
    private var last: (start: Int64, ends: Ends)?

    /// So many instants are remembered.
    private static let limit = 4_096

    init(_ hold: Hold, in zone: CivilZone) { (self.hold, self.zone) = (hold, zone) }

    /// The ends of what begins at an instant.
    mutating func of(_ start: Int64) -> Ends {
        if let last, last.start == start { return last.ends }
        let ends = known[start] ?? remembered(start)
        last = (start, ends)
        return ends
    }

    /// When a validity ends that begins at an instant; the hold has one. It may begin anew at
    /// instants that no other account knows.
    func validity(from start: Int64) -> Int64 { end(hold.validity, start) }

    private mutating func remembered(_ start: Int64) -> Ends {
        if known.count >= Self.limit { known = [:] }
        let ends = added(to: start)
        known[start] = ends
        return ends
    }

    private func added(to start: Int64) -> Ends {
        Ends(
            up: end(hold.upFor, start), down: end(hold.downFor, start),
            dwell: end(hold.minimumDwell, start), validity: end(hold.validity, start))
    }

    private func end(_ length: TimeLength?, _ start: Int64) -> Int64 {
        length?.added(to: Instant(microseconds: start), in: zone).microseconds ?? start
    }
}
