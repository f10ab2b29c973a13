import LedgerEngine
import LedgerModel
import SystemPackage
import TransparencyLog

/// What a replay writes, with its digest. Beside a file it keeps milestones, so that the same
/// replay goes on where it was killed.
final class ReplayOutput {
    /// Where an unfinished replay of the same run was; nil where this one begins anew.
    let start: Milestone?
    /// Of all that was written.
    private(set) var digest = ReplayDigest()
    /// How many instants were written.
    private(set) var instants = 0
    private let output: OutputFile
    private let milestones: MilestoneFile?
    private var pace: MilestonePace
    private let clock: () -> Duration

    /// Opens the file at a path, or stdout where there is none.
    ///
    /// - Parameters:
    ///   - ledger: the path of the ledger, which the file must not be.
    ///   - run: what tells two runs apart that don't write the same bytes.
    init(
        _ path: String?, sparing ledger: String, run: TreeHash, patience: Duration,
        clock: @escaping () -> Duration
    ) throws {
        var found: MilestoneFile?
        output = try OutputFile(path, sparing: ledger) { file in
            let own = MilestoneFile(of: run, beside: file)
            found = own
            return own.last?.bytes ?? 0
        }
        milestones = found ?? output.file.map { MilestoneFile(of: run, beside: $0) }
        start = milestones?.last
        (pace, self.clock) = (MilestonePace(patience: patience, from: clock()), clock)
        if let start { (digest, instants) = (start.digest, start.instants) }
    }

    /// Writes what stands before or behind all decisions.
    func write(_ bytes: [UInt8]) throws { try output.write(bytes) }

    /// Writes what was decided at the next instant.
    func write(_ lines: [UInt8], _ part: ReplayDigest.Part, at instant: Instant) throws {
        digest.add(part)
        instants += 1
        try output.write(lines)
        guard let milestones, let file = output.file else { return }
        let now = clock()
        guard pace.isDue(at: now) else { return }
        try output.flush()
        let bytes = Int(try file.descriptor.seek(offset: 0, from: .current))
        if let tail = try file.tail(before: bytes) {
            milestones.keep(
                Milestone(
                    through: instant, instants: instants, bytes: bytes, tail: tail, digest: digest))
        }
        pace.keep(from: now, to: clock())
    }

    /// Writes what is left, and gives the file its name.
    func close() throws { try output.close() }
}
