import ArgumentParser
import Policy

/// The outcome that a backtest looks for, as the command line has it.
struct AftermathArgument {
    let value: Aftermath

    /// Reads the argument of an option.
    @Sendable static func read(_ argument: String) throws -> AftermathArgument {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        let number = parts.count == 2 ? Int64(parts[1]) : nil
        switch (parts.first, number) {
        case ("churn", nil) where parts.count == 1: return AftermathArgument(value: .churn)
        case ("no-order", let days?) where (1...BacktestLimits.days).contains(days):
            return AftermathArgument(value: .noOrder(days: days))
        case ("revenue-fall", let percent?) where (1...100).contains(percent):
            return AftermathArgument(value: .revenueFall(percent: percent))
        default:
            throw ValidationError(
                "an outcome is churn, no-order:DAYS with 1 to \(BacktestLimits.days) days, or "
                    + "revenue-fall:PERCENT with 1 to 100 percent; '\(argument)' is none")
        }
    }
}

/// How often what stands is scored.
enum ScheduleArgument: String, CaseIterable, ExpressibleByArgument {
    case year
    case quarter
    case month
    case week
    case day

    /// The engine's form; a year begins in January.
    var value: Schedule {
        switch self {
        case .year: .yearly(month: 1, day: 1)
        case .quarter: .quarterly
        case .month: .monthly
        case .week: .weekly
        case .day: .daily
        }
    }
}
