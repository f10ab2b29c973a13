import LMDB
import LedgerModel
import TransparencyLog

/// The first 16 bytes of SHA-256 over an event's key (source and id, each after its length). It
/// only finds candidates: the stored source and id decide.
struct KeyHash: Comparable, Hashable, Sendable {
    let value: UInt128

    init(_ value: UInt128) { self.value = value }

    /// - Parameter mask: all ones but in tests, which make keys collide.
    init(_ key: Span<UInt8>, mask: UInt128 = .max) {
        let hash = SHA256Hashing.hash(key)
        value = (UInt128(hash.words.0) << 64 | UInt128(hash.words.1)) & mask
    }

    static func < (left: KeyHash, right: KeyHash) -> Bool { left.value < right.value }

    /// Which of 2^bits equal ranges of hashes it lies in.
    func bucket(bits: Int) -> Int {
        bits == 0 ? 0 : Int(truncatingIfNeeded: value >> UInt128(128 - bits))
    }
}
