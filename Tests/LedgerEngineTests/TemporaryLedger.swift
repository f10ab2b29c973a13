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
