/// A decision of a pack: which of some levels an account is in.
package struct DecisionDefinition: Sendable {
    package let name: String
    /// From low to high.
    package let levels: [Level]
    package let schedule: Schedule
    package let rule: Rule
    package let hold: Hold
    /// Whether an outcome is only proposed until it is approved.
    package let needsApproval: Bool
    package let origin: Origin
    package let place: TextPlace
}

/// A level or stage that an account may be in.
package struct Level: Equatable, Sendable {
    package let name: String
    package let label: Label?

    /// The label in a language, else the name.
    package func text(in language: String) -> String { label?.text(in: language) ?? name }
}

/// What must last before a change of level takes effect.
package struct Hold: Equatable, Sendable {
    /// How long a higher, or lower, outcome must last.
    package var upFor: TimeLength?
    package var downFor: TimeLength?
    /// How long a level is kept at least.
    package var minimumDwell: TimeLength?
    /// How many levels a change may go at a time.
    package var maximumStep: Int?
    /// How long a level is valid, within which it only rises; a rise begins anew.
    package var validity: TimeLength?

    package init() {}
}

/// A machine of stages that an account passes one at a time.
package struct MachineDefinition: Sendable {
    /// A condition, and how long it must hold.
    package struct Guard: Sendable {
        package let condition: Formula
        package let lasting: TimeLength?
    }

    package let name: String
    /// From first to last.
    package let states: [Level]
    package let schedule: Schedule
    /// What leads into a state from the one before, by index; nil where nothing does.
    package let up: [Guard?]
    /// What keeps an account in a state, by index; nil where nothing is asked.
    package let keep: [Guard?]
    package let origin: Origin
    package let place: TextPlace
}
