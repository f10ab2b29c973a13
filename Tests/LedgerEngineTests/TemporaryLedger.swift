import Foundation
import LedgerModel

@testable import LedgerEngine

/// A ledger in a folder of its own that goes away with the test.
final class TemporaryLedger {
    let folder: URL
    let path: String

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("rapport-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("test.rapport").path
        try Ledger.create(path, id: 7, createdAt: Instant(microseconds: 0))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(for purpose: Ledger.Purpose = .writing) throws -> Ledger {
        try Ledger(path, for: purpose, mapBytes: 1 << 32)
    }
}

/// A small generator that gives the same numbers for the same seed on every machine (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Reads lines of NDJSON into a batch; all violations with it.
func readBatch(_ lines: [String]) -> (batch: EventBatch, violations: [Violation]) {
    var (reader, batch, violations) = (ProposalReader(), EventBatch(), [Violation]())
    for (index, line) in lines.enumerated() {
        let bytes = Array(line.utf8)
        reader.read(
            bytes, in: 0..<bytes.count, line: index + 1, into: &batch, violations: &violations)
    }
    return (batch, violations)
}
