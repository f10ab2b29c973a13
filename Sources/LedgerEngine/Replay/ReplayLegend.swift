package import Policy

/// What the numbers in rows stand for: tracks and levels of a pack, slots of a roll.
package struct ReplayLegend: Sendable {
    /// The pack that decided.
    package let pack: Pack
    /// The accounts by slot.
    package let roll: AccountRoll
    /// The index of its activation; nil for the starter, and for a pack that is tried.
    let activation: Int?
}
