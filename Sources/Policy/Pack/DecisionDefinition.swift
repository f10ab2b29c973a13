/// A decision of a pack: which of some levels an account is in.
package struct DecisionDefinition: Sendable {
    /// The name by which others refer to it.
    package let name: String
    /// What people call it.
    package let label: Label?
    /// From low to high.
    package let levels: [Level]
    /// When it is decided.
    package let schedule: Schedule
    /// The rule that decides.
    package let rule: Rule
    /// The table that the rule was made of; nil where it is written as a rule.
    package let table: DecisionTable?
    /// The same table with its cells read.
    let grid: TableGrid?
    /// What must last before a change counts.
    package let hold: Hold
    /// Whether an outcome is only proposed until it is approved.
    package internal(set) var needsApproval: Bool
    /// Where its numbers come from.
    package let origin: Origin
    /// Where it stands in the document.
    package let place: TextPlace
}

/// A level or stage that an account may be in.
package struct Level: Equatable, Sendable {
    /// The name by which others refer to it.
    package let name: String
    /// What people call it.
    package let label: Label?

    /// The label in a language, else the name.
    package func text(in language: String) -> String { label?.text(in: language) ?? name }
}

/// What must last before a change of level takes effect.
package struct Hold: Equatable, Sendable {
    /// How long a higher, or lower, outcome must last.
    package var upFor: TimeLength?
    /// How long a lower outcome must last.
    package var downFor: TimeLength?
    /// How long a level is kept at least.
    package var minimumDwell: TimeLength?
    /// How many levels a change may go at a time.
    package var maximumStep: Int?
    /// How long a level is valid, within which it only rises; a rise begins anew.
    package var validity: TimeLength?

    /// By how many parts per million the account's places in its cohort must lie beyond a cut, so
    /// that it changes the level; nil for no such band.
    package var band: Int64?

    package init() {}

    /// How far a change to a level may go at once.
    func step(from current: Int, to wanted: Int) -> Int {
        guard let step = maximumStep else { return wanted }
        return min(max(wanted, current - step), current + step)
    }
}

/// A machine of stages that an account passes one at a time.
package struct MachineDefinition: Sendable {
    /// A condition, and how long it must hold.
    package struct Guard: Sendable {
        /// What must hold.
        package let condition: Formula
        /// How long it must hold; nil for at once.
        package let lasting: TimeLength?
    }

    /// The name by which others refer to it.
    package let name: String
    /// What people call it.
    package let label: Label?
    /// From first to last.
    package let states: [Level]
    /// When it is decided.
    package let schedule: Schedule
    /// What leads into a state from the one before, by index; nil where nothing does.
    package let up: [Guard?]
    /// What keeps an account in a state, by index; nil where nothing is asked.
    package let keep: [Guard?]
    /// Where its numbers come from.
    package let origin: Origin
    /// Where it stands in the document.
    package let place: TextPlace
}
