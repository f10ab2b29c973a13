import CivilCalendar

/// One complaint of an account, from its opening to its last resolution.
package struct Complaint: Sendable {
    package let id: TextRange
    /// Where its category lies among the texts of the account; empty where none is named.
    package let category: TextRange
    /// When it was opened first.
    package let openedAt: Instant
    /// Where its opening stands in the ledger.
    package let position: Position
    package internal(set) var acknowledgedAt: Instant?
    /// When it was resolved last; nil while it is open.
    package internal(set) var resolvedAt: Instant?
    /// How often it was opened again after a resolution.
    package internal(set) var reopenings = 0

    /// Whether it waits for a resolution.
    package var isOpen: Bool { resolvedAt == nil }

    /// From the opening to the last resolution, in whole seconds rounded down (`definitions` of the
    /// ground truths); nil while it is open.
    package var resolutionSeconds: Int64? {
        guard let resolvedAt else { return nil }
        let microseconds = resolvedAt.microseconds - openedAt.microseconds
        return microseconds.floorDivided(by: Instant.microsecondsPerSecond)
    }

    /// Whole days since the opening.
    package func ageDays(asOf: Instant) -> Int64 { asOf.days(since: openedAt) }
}

extension Instant {
    /// Whole days of 86,400 s since an earlier instant, rounded down.
    package func days(since earlier: Instant) -> Int64 {
        (microseconds - earlier.microseconds).floorDivided(by: Self.microsecondsPerDay)
    }
}

/// The complaints of an account before an instant.
package struct ComplaintBook: Sendable {
    /// By the time of their opening.
    package internal(set) var complaints: [Complaint] = []
    /// How many were opened in each calendar year (UTC).
    package internal(set) var openedByYear = ByYear<Int>()
    /// For each calendar year (UTC) how many more complaints are open at its end than at its
    /// beginning.
    package internal(set) var openChanges = ByYear<Int64>()
}

extension AccountTimeline {
    /// Follows each complaint in time order. One begins with its first `complaint.opened`; what
    /// comes before that, a resolution of a resolved one and a reopening of an open one change
    /// nothing. Another `complaint.opened` of a resolved one reopens it.
    package func complaints(asOf: Instant) -> ComplaintBook {
        var book = ComplaintBook()
        var years = YearReader()
        eachGroup(before: asOf, where: \.isOfComplaint) { group in
            guard let complaint = Self.follow(group, &years, counting: &book.openChanges) else {
                return
            }
            book.openedByYear[years.year(of: complaint.openedAt), 0] += 1
            book.complaints.append(complaint)
        }
        book.complaints.sort {
            ($0.openedAt, $0.position) < ($1.openedAt, $1.position)
        }
        return book
    }

    private static func follow(
        _ entries: ArraySlice<TimelineEntry>, _ years: inout YearReader,
        counting openChanges: inout ByYear<Int64>
    ) -> Complaint? {
        var complaint: Complaint?
        for entry in entries {
            let wasOpen = complaint?.isOpen ?? false
            if complaint == nil, entry.kind == .complaintOpened {
                complaint = Complaint(
                    id: entry.text, category: entry.detail, openedAt: entry.occurredAt,
                    position: entry.position)
            } else {
                complaint?.advance(by: entry)
            }
            let isOpen = complaint?.isOpen ?? false
            guard isOpen != wasOpen else { continue }
            openChanges[years.year(of: entry.occurredAt), 0] += isOpen ? 1 : -1
        }
        return complaint
    }
}

extension Complaint {
    fileprivate mutating func advance(by entry: TimelineEntry) {
        switch entry.kind {
        case .complaintAcknowledged: acknowledgedAt = acknowledgedAt ?? entry.occurredAt
        case .complaintResolved where isOpen: resolvedAt = entry.occurredAt
        case .complaintReopened where !isOpen, .complaintOpened where !isOpen:
            resolvedAt = nil
            reopenings += 1
        default: break
        }
    }
}

extension TimelineEntry.Kind {
    fileprivate var isOfComplaint: Bool {
        switch self {
        case .complaintOpened, .complaintAcknowledged, .complaintResolved, .complaintReopened: true
        default: false
        }
    }
}
