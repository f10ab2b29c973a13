package import Policy

/// A decision or machine of a pack that is scored.
package struct ScoredPack: Sendable {
    /// The pack.
    package let pack: Pack
    /// The decision or machine, by `Pack.trackIndex(of:)`.
    package let track: Int
    /// The signals, each of one or several places of `ComparedLevels`; nil for every level by
    /// itself.
    package let signals: [[Int]]?

    package init(_ pack: Pack, track: Int, signals: [[Int]]? = nil) {
        self.pack = pack
        self.track = track
        self.signals = signals
    }

    /// Its levels, and what is none.
    package var levels: ComparedLevels { ComparedLevels(pack, track: track) }
}
