/// How far a long verb has come: a value that says what to draw, and when.
///
/// It draws after a second of patience and then at most ten times a second. It reads no clock: the
/// instants it is given count from any fixed origin.
struct Progress: Sendable {
    /// What `done` and `total` count.
    enum Unit: Sendable {
        case bytes
        case count(of: String)
    }

    /// Work that ends within it is never drawn.
    static let patience = Duration.seconds(1)
    /// Two drawings are at least so far apart.
    static let redrawInterval = Duration.milliseconds(100)
    /// A longer line would wrap on a terminal of the usual 80 columns and could not be redrawn.
    static let lineColumns = 79
    private static let eraseToEnd = "\u{1B}[K"

    private let label: String
    private let total: Int?
    private let before: Int
    private let unit: Unit
    private let startedAt: Duration
    private var drawnAt: Duration?

    /// - Parameter before: what was done before the start, which tells nothing of the rate.
    init(_ label: String, total: Int?, before: Int = 0, unit: Unit, startedAt: Duration) {
        self.label = label
        self.total = total
        self.before = before
        self.unit = unit
        self.startedAt = startedAt
    }

    /// The text to write now, or nil to leave the terminal as it is.
    mutating func update(now: Duration, done: Int) -> String? {
        guard now - startedAt >= Self.patience else { return nil }
        if let drawnAt, now - drawnAt < Self.redrawInterval { return nil }
        drawnAt = now
        let line = line(done: done, elapsed: now - startedAt)
        return "\r" + DisplayWidth.truncated(line, toColumns: Self.lineColumns) + Self.eraseToEnd
    }

    /// The text that erases the line, or nil if none was drawn.
    mutating func finish() -> String? {
        guard drawnAt != nil else { return nil }
        drawnAt = nil
        return "\r" + Self.eraseToEnd
    }

    private func line(done: Int, elapsed: Duration) -> String {
        let perSecond = Self.rate(max(0, done - before), elapsed)
        var parts = [amount(done), rate(perSecond)]
        if let total, total > done, perSecond > 0 {
            parts.append(Self.span(seconds: (total - done) / perSecond) + " left")
        }
        return "\(PrintableText.of(label)): " + parts.joined(separator: ", ")
    }

    private func amount(_ done: Int) -> String {
        if let total, total > 0 {
            let (product, overflow) = min(done, total).multipliedReportingOverflow(by: 100)
            return "\(overflow ? done / (total / 100) : product / total) %"
        }
        return switch unit {
        case .bytes: Self.megabytes(done)
        case .count(let noun): "\(GroupedDigits.of(done)) \(noun)"
        }
    }

    private func rate(_ perSecond: Int) -> String {
        switch unit {
        case .bytes: Self.megabytes(perSecond) + "/s"
        case .count(let noun): "\(GroupedDigits.of(perSecond)) \(noun)/s"
        }
    }

    /// What was done in a second, on average since the start.
    private static func rate(_ done: Int, _ elapsed: Duration) -> Int {
        let (seconds, attoseconds) = elapsed.components
        let milliseconds = max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
        let (product, overflow) = done.multipliedReportingOverflow(by: 1_000)
        return overflow ? done / max(1, milliseconds / 1_000) : product / milliseconds
    }

    private static func megabytes(_ bytes: Int) -> String {
        "\(GroupedDigits.of(bytes / 1_000_000)).\(bytes % 1_000_000 / 100_000) MB"
    }

    private static func span(seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3_600: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
        }
    }
}
