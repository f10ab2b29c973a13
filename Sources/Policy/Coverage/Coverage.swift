package import CivilCalendar

/// How far what a level asks of us was done in one period of the calendar.
///
/// What is asked falls due evenly: where k are asked in a period of n days, the j-th is due by the
/// end of its (j × n / k)-th day, rounded down, so that the last is due on the last day. That a
/// period is divided so is OURS; whether it was covered depends on the count alone.
package struct Coverage: Equatable, Sendable {
    /// Where a period stands. The first that holds is the status.
    package enum Status: String, Sendable {
        /// As many days as asked.
        case covered
        /// What is missing is arranged for days of the period that are still to come.
        case planned
        /// The day by which the next one was due is over.
        case overdue
        /// The next one is due today or later.
        case due
    }

    /// The period.
    package let period: CivilPeriod
    /// On how many days of the period we are asked to come, or to call.
    package let required: Int
    /// On how many different days of the period we did.
    package let done: Int
    /// On how many days still to come, on which nothing was done yet, it is arranged.
    package let planned: Int
    /// The day by which the next one is due, within the period; nil where it is covered.
    package let dueBy: CivilDate?
    /// Where it stands.
    package let status: Status

    /// How many are missing.
    package var missing: Int { max(0, required - done) }
}

extension Cadence.Frequency {
    /// The day by which the j-th of a period is due, j being from 1 to the count.
    package func dueDay(of number: Int, in period: CivilPeriod) -> CivilDate {
        period.first.advanced(byDays: number * period.days / count - 1)
    }

    /// How far it was kept in a period.
    ///
    /// - Parameters:
    ///   - done: different days, in any order, on which it was done.
    ///   - planned: different days for which it is arranged.
    ///   - today: the day of the answer; it is not over yet.
    package func coverage(
        in period: CivilPeriod, done: some Sequence<CivilDate>,
        planned: some Sequence<CivilDate>, today: CivilDate
    ) -> Coverage {
        let done = Set(done.filter { period.contains($0) })
        let coming = Set(planned.filter { period.contains($0) && $0 >= today }).subtracting(done)
        let dueBy = done.count < count ? dueDay(of: done.count + 1, in: period) : nil
        let status: Coverage.Status =
            switch dueBy {
            case nil: .covered
            case _? where done.count + coming.count >= count: .planned
            case let dueBy?: dueBy < today ? .overdue : .due
            }
        return Coverage(
            period: period, required: count, done: done.count, planned: coming.count, dueBy: dueBy,
            status: status)
    }
}
