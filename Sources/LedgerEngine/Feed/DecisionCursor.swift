/// How far a reader of decisions came, opaque to it: it has all that was decided at one position,
/// and of what another position changes a part.
///
///     0 u8 version 2   1 16 bytes ledger id   17 u64 base position   25 u64 target position
///     33 u64 changes taken   41 u64 filter digest
struct DecisionCursor: Equatable, Sendable {
    private static let version: UInt8 = 2
    private static let byteCount = 49

    let ledger: UInt128
    /// The size of the log at which the reader has all decisions.
    var base: UInt64
    /// The size of the log that is told of next.
    var target: UInt64
    /// How many changes between the two the reader has.
    var taken: UInt64
    let filter: UInt64

    var text: String {
        var bytes = [Self.version]
        bytes.appendLittleEndian(ledger)
        for field in [base, target, taken, filter] { bytes.appendLittleEndian(field) }
        return CursorText.of(bytes)
    }

    /// Before the first decision.
    init(ledger: UInt128, filter: UInt64) {
        self.ledger = ledger
        (base, target, taken) = (0, 0, 0)
        self.filter = filter
    }

    /// Reads a cursor; nil where the text isn't one.
    init?(_ text: String) {
        guard let bytes = CursorText.fields(of: text, byteCount: Self.byteCount),
            bytes[0] == Self.version
        else { return nil }
        ledger = bytes.littleEndian(at: 1)
        base = bytes.littleEndian(at: 17)
        target = bytes.littleEndian(at: 25)
        taken = bytes.littleEndian(at: 33)
        filter = bytes.littleEndian(at: 41)
    }
}
