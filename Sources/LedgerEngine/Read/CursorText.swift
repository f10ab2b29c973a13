import Foundation
import TransparencyLog

/// The form of all cursors: fields and a checksum over them, which is the first eight bytes of
/// their SHA-256, in base64url without padding.
enum CursorText {
    /// The text of fields.
    static func of(_ fields: [UInt8]) -> String {
        var bytes = fields
        bytes.appendLittleEndian(digest(fields))
        let standard = Data(bytes).base64EncodedString()
        return String(standard.compactMap { urlSafe[$0] ?? ($0 == "=" ? nil : $0) })
    }

    /// The fields of a text; nil where it is no cursor of so many bytes of fields, letter by letter
    /// as it was given.
    static func fields(of text: String, byteCount: Int) -> [UInt8]? {
        let letters = String(text.map { standard[$0] ?? $0 })
        let padding = String(repeating: "=", count: (4 - letters.count % 4) % 4)
        guard !text.contains(where: { "+/=".contains($0) }),
            let data = Data(base64Encoded: letters + padding), data.count == byteCount + 8
        else { return nil }
        let fields = Array(data.dropLast(8))
        return of(fields) == text ? fields : nil
    }

    /// The first eight bytes of a SHA-256.
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
