/// How well a signal, one level of a decision or several, foretold what came. All decisions are
/// such as could be judged: at risk, with a window that is over.
package struct SignalScore: Equatable, Sendable {
    /// The levels that count as the signal, by their place among `ComparedLevels`.
    package let places: [Int]
    /// Decisions with the signal.
    package internal(set) var decisions = 0
    /// Those that were followed by what is looked for.
    package internal(set) var followed = 0
    /// From each of these to what came.
    package internal(set) var lead = DayTally()
    /// Warnings: unbroken runs of decisions about an account with the signal.
    package internal(set) var warnings = 0
    /// Those of which a decision was followed.
    package internal(set) var followedWarnings = 0
    /// From the first decision of each of these to what came.
    package internal(set) var warningLead = DayTally()
    /// Accounts that had a warning.
    package internal(set) var flaggedAccounts = 0
    /// Accounts that had one which was followed.
    package internal(set) var foretoldAccounts = 0
    /// From the first decision of the first warning of each of these that was followed.
    package internal(set) var accountLead = DayTally()

    init(_ places: [Int]) { self.places = places }
}
