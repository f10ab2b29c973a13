import CMalloc

/// Memory that a verb of large columns gives back and takes again all the time.
enum KeptMemory {
    /// Address space that is reserved; more is taken where it doesn't do.
    private static let reservedBytes = 1 << 30

    /// Keeps what is freed for what is taken next: the operating system would clear every page of
    /// it anew, which takes longer than to fill it.
    static func keep() { keep_memory(reservedBytes) }
}
