import LedgerModel

/// Trailing net revenue of one account at quarter ends.
struct TierLine: Sendable {
    /// The first quarter that begins after the first order was placed.
    let first: Quarter
    /// Net revenue of the 365 days before each quarter from `first` on, in minor units; where it is
    /// missing, `absent`. What comes after the last one is zero.
    private let nets: [Int64]

    private static let absent = Int64.min

    /// Nil where no order was placed.
    init?(_ line: RevenueLine) {
        guard let firstOrder = line.firstOrderAt, let last = line.lastMovementAt else { return nil }
        first = Quarter(of: firstOrder).next
        var nets: [Int64] = []
        var quarter = first
        while quarter.start.advanced(byDays: -365) <= last, quarter.start <= .latest {
            nets.append(line.trailingNet(asOf: quarter.start).value ?? Self.absent)
            quarter = quarter.next
        }
        self.nets = nets
    }

    /// Trailing net revenue at the beginning of a quarter; nil before the first order and where it
    /// is missing.
    func net(at quarter: Quarter) -> Int64? {
        let index = quarter.number - first.number
        guard index >= 0 else { return nil }
        guard index < nets.count else { return 0 }
        return nets[index] == Self.absent ? nil : nets[index]
    }
}
