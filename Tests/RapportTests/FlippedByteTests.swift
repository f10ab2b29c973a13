import Foundation
import SeededRandom
import Testing

/// Ledgers of which a byte was changed behind LMDB's back.
struct FlippedByteTests {
    private static let verbs: [[String]] = [
        ["export", "l.rapport"], ["stat", "l.rapport"], ["rebuild", "l.rapport"],
        ["events", "l.rapport", "--account", "a3"], ["portfolio", "l.rapport"],
        ["account", "l.rapport", "a3"], ["import", "l.rapport", "first.ndjson"],
        ["import", "l.rapport", "new.ndjson"],
    ]

    /// A ledger with single appends after an import, so that it has segments and a tail.
    private func makeLedger() throws -> (TemporaryFolder, whole: [UInt8]) {
        let folder = try TemporaryFolder()
        try folder.makeLedger(events: 200)
        try folder.write(Array((TemporaryFolder.event("new") + "\n").utf8), to: "new.ndjson")
        return (folder, try folder.bytes(of: "l.rapport"))
    }

    private func write(
        _ bytes: [UInt8], flipping offset: Int, by mask: UInt8, to folder: TemporaryFolder
    )
        throws
    {
        var flipped = bytes
        flipped[offset] ^= mask
        try folder.write(flipped, to: "l.rapport")
        try? FileManager.default.removeItem(atPath: folder.path("l.rapport-lock"))
    }

    /// Half of the flips hit the header and the first places of a page, where LMDB's own structure
    /// is; the others hit anything.
    @Test(arguments: 0..<10)
    func `every verb works or says what is wrong, whatever byte was flipped`(block: Int) throws {
        let (folder, whole) = try makeLedger()
        for seed in (block * 50)..<(block * 50 + 50) {
            var random = SeededGenerator(seed: UInt64(seed))
            let page = random.below(whole.count / 4_096)
            let offset = page * 4_096 + random.below(seed % 2 == 0 ? 40 : 4_096)
            let mask = seed % 3 == 0 ? UInt8(1 + random.below(255)) : 1 << random.below(8)
            for arguments in [["verify", "l.rapport"], Self.verbs[seed % Self.verbs.count]] {
                try write(whole, flipping: offset, by: mask, to: folder)
                let run = try RapportProcess(arguments, in: folder)
                let place = "seed \(seed), byte \(offset) ^ \(mask), \(arguments)"
                #expect([0, 1, 2].contains(run.code), "\(place)")
                #expect(
                    run.code == 0 || (run.messages + run.output).count > 20, "no word, \(place)")
            }
        }
    }

    @Test(arguments: 0..<4)
    func `verify finds a flipped byte in any event`(block: Int) throws {
        let (folder, whole) = try makeLedger()
        let rows = eventRows(whole)
        #expect(rows.count >= 150)
        for seed in (block * 25)..<(block * 25 + 25) {
            var random = SeededGenerator(seed: UInt64(seed))
            let row = rows[random.below(rows.count)]
            let offset = row.lowerBound + random.below(row.count)
            try write(whole, flipping: offset, by: 1 << random.below(8), to: folder)
            let run = try RapportProcess(["verify", "l.rapport"], in: folder)
            #expect(run.code == 1, "seed \(seed), byte \(offset) of \(row): \(run.messages)")
            #expect(run.output.contains("DIFFERENCE at position"), "seed \(seed)")
        }
    }

    /// Where each event lies in the file: the header of 64 bytes and the canonical JSON.
    private func eventRows(_ bytes: [UInt8]) -> [Range<Int>] {
        let start = Array(#"{"accountrevision":"#.utf8)
        var (rows, from) = ([Range<Int>](), bytes.startIndex)
        while let found = bytes[from...].firstRange(of: start) {
            let row = found.lowerBound - 64
            let count = (0..<4).reduce(0) { $0 | Int(bytes[row + 28 + $1]) << (8 * $1) }
            rows.append(row..<(found.lowerBound + count))
            from = found.upperBound
        }
        // The same row twice: one of them is a page that is free by now.
        let copies = Dictionary(grouping: rows) { Array(bytes[$0]) }
        return rows.filter { copies[Array(bytes[$0])]?.count == 1 }
    }
}
