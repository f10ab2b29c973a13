import CMalloc

/// Memory that a verb of large columns gives back and takes again all the time.
enum KeptMemory {
    /// The largest piece that is taken from what was kept; the allocator allows no more.
    private static let pieceBytes: Int32 = 32 << 20
    /// What is kept at most.
    private static let keptBytes: Int32 = 1 << 30

    /// Keeps what is freed for what is taken next: the operating system would clear every page of
    /// it anew, which takes longer than to fill it.
    static func keep() {
        mallopt(M_MMAP_THRESHOLD, pieceBytes)
        mallopt(M_TRIM_THRESHOLD, keptBytes)
    }
}
