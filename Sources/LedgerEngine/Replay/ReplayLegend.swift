package import Policy
import TransparencyLog

/// What the numbers in rows stand for: tracks and levels of a pack, slots of a roll.
package struct ReplayLegend: Sendable {
    /// The pack that decided.
    package let pack: Pack
    /// The accounts by slot.
    package let roll: AccountRoll
    /// SHA-256 of the pack's canonical JSON where it is in force; nil where it is tried.
    let hash: TreeHash?
}
