import LedgerModel
import SeededRandom
import Testing

/// No line crashes the reader: it is accepted or refused with a reason, never both and never
/// neither.
struct FuzzTests {
    private static let mutationsPerSeed = 50_000

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `a damaged line is accepted or refused with a reason`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let lines = try EventContract.examples("valid").map { $0.text.filter { $0 != 0x0A } }
        var (reader, batch) = (ProposalReader(), EventBatch())
        var (accepted, refused) = (0, 0)
        for round in 0..<Self.mutationsPerSeed {
            let line = damaged(lines, &generator)
            var violations: [Violation] = []
            let count = batch.entries.count
            let (bytes, names) = (batch.bytes.count, batch.names.count)
            reader.read(line, in: 0..<line.count, line: 1, into: &batch, violations: &violations)
            let isAccepted = batch.entries.count == count + 1
            guard isAccepted == violations.isEmpty,
                isAccepted || batch.bytes.count == bytes && batch.names.count == names,
                violations.allSatisfy({ !$0.sentence.isEmpty })
            else {
                Issue.record(
                    "seed \(seed), round \(round): \(String(decoding: line, as: UTF8.self))")
                return
            }
            accepted += isAccepted ? 1 : 0
            refused += isAccepted ? 0 : 1
            if isAccepted, round % 10 == 0 {
                let text = batch.text(of: count)
                #expect(ReadProposal(text).canonical == text, "seed \(seed), round \(round)")
            }
            if batch.entries.count > 1_000 { batch = EventBatch() }
        }
        #expect(accepted > 1_000 && refused > 10_000)
    }

    /// A line with up to three injuries: flipped bits, other bytes, cuts, and pieces of other
    /// lines.
    private func damaged(_ lines: [[UInt8]], _ generator: inout SeededGenerator) -> [UInt8] {
        var line = lines[Int.random(in: 0..<lines.count, using: &generator)]
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !line.isEmpty {
            let place = Int.random(in: 0..<line.count, using: &generator)
            let end = min(line.count, place + Int.random(in: 1...40, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: line[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: line[place] = UInt8.random(in: 0...255, using: &generator)
            case 2: line.removeSubrange(place..<end)
            case 3:
                let other = lines[Int.random(in: 0..<lines.count, using: &generator)]
                let start = Int.random(in: 0..<other.count, using: &generator)
                line.replaceSubrange(place..<end, with: other[start...].prefix(40))
            default:
                let digits = Array("0123456789\"\\{}[],:~-".utf8)
                line[place] = digits.randomElement(using: &generator) ?? 0
            }
        }
        return line
    }
}
