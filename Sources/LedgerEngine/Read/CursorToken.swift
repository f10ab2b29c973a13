/// A reader's progress, opaque to it: which ledger, which filter, which position comes next.
///
///     0 u8 version 1   1 16 bytes ledger id   17 u64 next position   25 u64 filter digest
struct CursorToken: Equatable, Sendable {
    private static let version: UInt8 = 1
    private static let byteCount = 33

    let ledger: UInt128
    let next: UInt64
    let filter: UInt64

    var text: String {
        var bytes = [Self.version]
        bytes.appendLittleEndian(ledger)
        bytes.appendLittleEndian(next)
        bytes.appendLittleEndian(filter)
        return CursorText.of(bytes)
    }

    init(ledger: UInt128, next: UInt64, filter: UInt64) {
        self.ledger = ledger
        self.next = next
        self.filter = filter
    }

    /// Reads a cursor; nil where the text isn't one.
    init?(_ text: String) {
        guard let bytes = CursorText.fields(of: text, byteCount: Self.byteCount),
            bytes[0] == Self.version
        else { return nil }
        self.init(
            ledger: bytes.littleEndian(at: 1), next: bytes.littleEndian(at: 17),
            filter: bytes.littleEndian(at: 25))
    }
}
