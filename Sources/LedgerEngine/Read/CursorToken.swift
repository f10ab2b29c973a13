import Foundation
import TransparencyLog

/// A reader's progress, opaque to it: which ledger, which filter, which position comes next.
///
///     0 u8 version 1   1 16 bytes ledger id   17 u64 next position   25 u64 filter digest
///     33 u64 checksum: first eight bytes of SHA-256 over the rest
struct CursorToken: Equatable, Sendable {
    private static let version: UInt8 = 1
    private static let byteCount = 41

    let ledger: UInt128
    let next: UInt64
    let filter: UInt64

    /// base64url without padding.
    var text: String {
        var bytes = [Self.version]
        bytes.appendLittleEndian(ledger)
        bytes.appendLittleEndian(next)
        bytes.appendLittleEndian(filter)
        bytes.appendLittleEndian(Self.digest(bytes))
        let standard = Data(bytes).base64EncodedString()
        return String(standard.compactMap { Self.urlSafe[$0] ?? ($0 == "=" ? nil : $0) })
    }

    init(ledger: UInt128, next: UInt64, filter: UInt64) {
        self.ledger = ledger
        self.next = next
        self.filter = filter
    }

    /// Reads a cursor; nil where the text isn't one, letter by letter as it was given.
    init?(_ text: String) {
        let standard = String(text.map { Self.standard[$0] ?? $0 })
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard !text.contains(where: { "+/=".contains($0) }),
            let data = Data(base64Encoded: standard + padding), data.count == Self.byteCount
        else { return nil }
        let bytes = [UInt8](data)
        self.init(
            ledger: bytes.littleEndian(at: 1), next: bytes.littleEndian(at: 17),
            filter: bytes.littleEndian(at: 25))
        guard bytes[0] == Self.version, self.text == text else { return nil }
    }

    static func digest(_ bytes: [UInt8]) -> UInt64 { SHA256Hashing.hash(bytes.span).words.0 }

    private static let urlSafe: [Character: Character] = ["+": "-", "/": "_"]
    private static let standard: [Character: Character] = ["-": "+", "_": "/"]
}

extension [UInt8] {
    func littleEndian<T: FixedWidthInteger>(at offset: Int) -> T {
        var value: T = 0
        for index in 0..<(T.bitWidth / 8) {
            value |= T(truncatingIfNeeded: self[offset + index]) << T(8 * index)
        }
        return value
    }
}
