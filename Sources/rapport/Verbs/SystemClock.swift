import Foundation
import LedgerModel

/// The clock of the machine, read only here.
enum SystemClock {
    @Sendable static func now() -> Instant {
        let seconds = Date().timeIntervalSince1970
        let whole = seconds.rounded(.down)
        return Instant(
            microseconds: Int64(whole) * 1_000_000 + Int64((seconds - whole) * 1_000_000))
    }

    /// Time since some fixed moment, which no change of the clock moves.
    static func elapsed() -> Duration {
        .nanoseconds(Int64(DispatchTime.now().uptimeNanoseconds))
    }
}
