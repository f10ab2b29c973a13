package import CivilCalendar
package import LedgerModel

/// What the tiers of an account asked of us over time, against what was done, as of an instant.
///
/// The tier that counts for a period is the one in force at its first instant (OURS; the source
/// doesn't say): a tier gained or lost within a period asks from the next one on.
package struct ContactCalendar {
    private let zone: CivilZone
    private let days: TouchDays
    private let today: CivilDate
    private let asked: (Instant) -> Cadence?
    private let current: Cadence?

    /// - Parameters:
    ///   - touches: what was done before the instant, and arranged by then.
    ///   - asOf: the instant of the answer.
    ///   - zone: the zone of the pack that asks.
    ///   - asked: what the tier in force at an instant asks; that is asked for at
    ///     the first ones of periods that have begun, and at the instant itself.
    package init(
        _ touches: TouchTimes, asOf: Instant, in zone: CivilZone,
        asked: @escaping (Instant) -> Cadence?
    ) {
        self.zone = zone
        days = TouchDays(touches, in: zone)
        today = zone.reading(at: asOf.microseconds).date
        self.asked = asked
        current = asked(asOf)
    }

    /// How far a period was covered; nil where nothing was asked by such periods at its start.
    package func coverage(of channel: Cadence.Channel, in period: CivilPeriod) -> Coverage? {
        let start = Instant(microseconds: zone.start(of: period.first))
        guard period.first <= today,
            let frequency = asked(start)?.frequency(of: channel),
            frequency.period == period.length
        else { return nil }
        return frequency.coverage(
            in: period, done: days.done(channel), planned: days.planned(channel), today: today)
    }

    /// The periods that begin in a stretch and have begun, by time, those of one day the shorter
    /// first.
    package func coverages(
        of channel: Cadence.Channel, within stretch: CivilPeriod
    ) -> [Coverage] {
        var coverages: [Coverage] = []
        for length in Self.lengths where length.months <= stretch.length.months {
            var period = CivilPeriod(length, around: stretch.first)
            while period.first < stretch.end, period.first <= today {
                if let coverage = coverage(of: channel, in: period) { coverages.append(coverage) }
                period = period.next
            }
        }
        return coverages.sorted { $0.period.first < $1.period.first }
    }

    /// How far the period of today is covered, the shortest of those for which something was asked.
    package func present(_ channel: Cadence.Channel) -> Coverage? {
        Self.lengths.lazy.compactMap {
            coverage(of: channel, in: CivilPeriod($0, around: today))
        }.first
    }

    /// The day by which the next one is due: in the period of today, or where that is covered or
    /// asks nothing, in the next one by what the tier of today asks; nil where neither asks
    /// anything. The day may be over.
    package func dueBy(_ channel: Cadence.Channel) -> CivilDate? {
        if let dueBy = present(channel)?.dueBy { return dueBy }
        guard let frequency = current?.frequency(of: channel) else { return nil }
        let next = CivilPeriod(frequency.period, around: today).next
        return frequency.dueDay(of: 1, in: next)
    }

    /// Whether the next one was due on a day that is over.
    package func isOverdue(_ channel: Cadence.Channel) -> Bool {
        dueBy(channel).map { $0 < today } ?? false
    }

    /// The instants at which the tier must be known for what is due as of another: that one, and
    /// the first ones of the periods that it lies in.
    package static func tierInstants(asOf: Instant, in zone: CivilZone) -> [Instant] {
        [asOf] + lengths.map { $0.start(around: asOf, in: zone) }
    }

    private static let lengths: [CalendarPeriod] = [.month, .quarter, .year]
}
