/// The sizes at which the index changes its shape. Tests make them small, so that few events pass
/// through every shape; the product knows the standard ones only.
package struct IndexTuning: Equatable, Sendable {
    /// Events of one batch from which on it writes its own sorted run.
    package var runEvents = 4_096
    /// Entries that the B-trees of the tail hold at most; more become a sorted run.
    package var tailEntries = 65_536
    /// Events of the tail from which on it is sealed.
    package var segmentEvents = 1 << 20
    /// Segments of one level that are merged into one of the next.
    package var mergeWidth = 8
    /// Bytes that sealing or merging writes in one transaction.
    package var sliceBytes = 16 << 20
    /// The bits of a key hash that count: all, but in tests that make keys collide.
    package var keyMask = UInt128.max

    /// Events of a full segment of columns.
    package var columnEvents = 1 << 18
    /// Fewer events than this are left to the log when a writer closes.
    package var columnTailEvents = 4_096
    /// Columns of packs that one transaction writes for a segment.
    package var valueColumns = 8
    /// Bytes that one of them may have there; where it has more, it is left to the log.
    package var valueBytes = 8 << 20

    package init() {}

    /// What every ledger uses.
    package static let standard = IndexTuning()
}
