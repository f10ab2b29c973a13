/// What a program says of a rule or guard.
enum TrackFinding: Equatable {
    case level(Int, choice: Int)
    case holds
    case fails
    case nothingApplies
    /// There is no such guard.
    case absent
    /// The condition has no value.
    case error
    /// No program carries it: to be evaluated for itself.
    case unknown
}

/// What programs say of the rules and guards of a pack for one account.
protocol TrackFindings {
    /// All facts of the account, by index.
    var facts: [FactValue] { get }
    /// What the rule of a decision says.
    mutating func outcome(ofDecision index: Int) -> TrackFinding
    /// What the guard into a state says.
    mutating func up(ofMachine machine: Int, state: Int) -> TrackFinding
    /// What the guard that keeps a state says.
    mutating func keep(ofMachine machine: Int, state: Int) -> TrackFinding
}
