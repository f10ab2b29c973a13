import LedgerEngine
import LedgerModel
import TransparencyLog

/// How far a replay to a file is: what one that was killed goes on from.
struct Milestone: Sendable {
    /// Everything through this instant was handed over.
    let through: Instant
    /// How many instants that is.
    let instants: Int
    /// The bytes of the file that say it.
    let bytes: Int
    /// The hash of the last of these bytes.
    let tail: TreeHash
    /// The digest over it.
    let digest: ReplayDigest
}

extension Milestone {
    /// A line of numbers and hashes: seal, instant in microseconds, instants, bytes, rows, tail,
    /// and the hashes of the digest that the milestones before don't have. The seal is the SHA-256
    /// of the seal before it and of what follows it.
    ///
    /// - Parameters:
    ///   - first: the first hash that the milestones before don't have.
    ///   - seal: that of the milestone before; of the first the hash of the run. The new one takes
    ///     its place.
    func line(hashesFrom first: Int, after seal: inout TreeHash) -> [UInt8] {
        var content = " \(through.microseconds) \(instants) \(bytes) \(digest.count) "
        content += tail.hexadecimal
        for hash in digest.hashes(from: first) { content += " " + hash.hexadecimal }
        seal = Self.seal(Array(content.utf8)[...], after: seal)
        return Array((seal.hexadecimal + content + "\n").utf8)
    }

    /// Reads a line, without its end; nil where it isn't the next of that run.
    ///
    /// - Parameters:
    ///   - hashes: of the milestones before; those of the line are added.
    ///   - seal: that of the milestone before, whose place its own takes.
    init?(
        line: ArraySlice<UInt8>, after hashes: inout [TreeHash], _ seal: inout TreeHash
    ) {
        let content = line.dropFirst(2 * TreeHash.byteCount)
        let own = Self.seal(content, after: seal)
        guard line.dropLast(content.count).elementsEqual(own.hexadecimal.utf8) else { return nil }
        let words = content.split(separator: UInt8(ascii: " ")).map {
            String(decoding: $0, as: UTF8.self)
        }
        let numbers = words.prefix(4).compactMap { Int64($0) }
        guard numbers.count == 4, words.count > 4, let tail = TreeHash(hexadecimal: words[4]),
            numbers[0] < .max, numbers[1...].allSatisfy({ $0 >= 0 })
        else { return nil }
        hashes += words.dropFirst(5).compactMap { TreeHash(hexadecimal: $0) }
        through = Instant(microseconds: numbers[0])
        (instants, bytes, self.tail) = (Int(numbers[1]), Int(numbers[2]), tail)
        digest = ReplayDigest(hashes: hashes, count: Int(numbers[3]))
        seal = own
    }

    private static func seal(_ content: ArraySlice<UInt8>, after seal: TreeHash) -> TreeHash {
        let bytes = seal.bytes + Array(content)
        return SHA256Hashing.hash(bytes.span)
    }
}
