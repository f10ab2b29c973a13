package import Policy

/// A decision or machine of a pack that is compared with that of another.
package struct ComparedPack: Sendable {
    /// The pack.
    package let pack: Pack
    /// The decision or machine, by `Pack.trackIndex(of:)`.
    package let track: Int

    package init(_ pack: Pack, track: Int) {
        self.pack = pack
        self.track = track
    }
}
