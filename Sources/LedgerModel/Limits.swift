/// Every bound on what a ledger takes, in one place. Each is tested at the limit and one past it.
public enum Limits {
    /// Bytes of one line of input.
    public static let lineBytes = 1 << 20
    /// Bytes of the canonical JSON of one recorded event.
    public static let eventBytes = 65_000
    /// Bytes of an account id, UTF-8.
    public static let subjectBytes = 128
    /// Bytes of an event's source, UTF-8.
    public static let sourceBytes = 256
    /// Bytes of an event's id, UTF-8.
    public static let idBytes = 1_024
    /// Bytes of an event's type, UTF-8.
    public static let typeBytes = 64
    /// Bytes of the name of an extension attribute (CloudEvents says at most 20).
    public static let extensionNameBytes = 20
    /// Bytes of an actor's name, UTF-8.
    public static let actorBytes = 256
    /// Events of one batch.
    public static let batchEvents = 100_000
    /// Bytes of the canonical JSON of one batch.
    public static let batchBytes = 64 << 20
    /// Violations reported of one batch, or of one line of an import; the rest is counted.
    public static let reportedViolations = 1_000
    /// Distinct event types of one ledger.
    public static let eventTypes = 65_535
    /// Accounts of one ledger.
    public static let accounts = Int(UInt32.max)
    /// Columns that one ledger keeps because packs read them; what more packs read stays with the
    /// events.
    public static let valueColumns = 1_000
    /// Bytes of the expression of such a column; what a longer one says stays with the events.
    public static let columnExpressionBytes = 4_096
}
