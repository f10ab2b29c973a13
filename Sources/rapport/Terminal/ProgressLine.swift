import SystemPackage

/// Draws progress on stderr and leaves no trace of it.
final class ProgressLine {
    private var progress: Progress
    private let clock: () -> Duration
    private let write: (String) -> Void

    /// A line drawn by `write`, with the time since any fixed origin told by `clock`.
    init(
        _ label: String, total: Int?, before: Int = 0, unit: Progress.Unit,
        clock: @escaping () -> Duration, write: @escaping (String) -> Void
    ) {
        progress = Progress(
            label, total: total, before: before, unit: unit, startedAt: clock())
        self.clock = clock
        self.write = write
    }

    /// A line on stderr if that is a terminal; else one that is never seen.
    convenience init(
        _ label: String, total: Int?, before: Int = 0, unit: Progress.Unit, on terminal: Terminal,
        clock: @escaping () -> Duration
    ) {
        self.init(label, total: total, before: before, unit: unit, clock: clock) { text in
            guard terminal.showsProgress else { return }
            // A line that can't be drawn is no reason to stop the work it tells of.
            _ = try? FileDescriptor.standardError.writeAll(text.utf8)
        }
    }

    /// Says how much is done; cheap enough for every batch.
    func update(done: Int) {
        if let text = progress.update(now: clock(), done: done) { write(text) }
    }

    /// Erases the line; call it before anything else is written.
    func finish() {
        if let text = progress.finish() { write(text) }
    }

    deinit { finish() }
}
