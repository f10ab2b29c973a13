/// Why a decision differs from the one before, in the order in which causes are looked for.
package enum Cause: String, CaseIterable, Sendable {
    /// Somebody set the level, or what was set has ended.
    case override
    /// Somebody approved a level.
    case approval
    /// Another pack, or another value of a parameter, came into force.
    case ruleChanged = "rule_changed"
    /// An event was annulled.
    case correction
    /// An event became known after a decision that it should have been part of.
    case lateEvent = "late_event"
    /// An event happened.
    case newEvent = "new_event"
    /// Other accounts changed.
    case populationMoved = "population_moved"
    /// An event left a window, or time passed.
    case windowMoved = "window_moved"
}
