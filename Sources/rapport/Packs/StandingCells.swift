import LedgerEngine
import LedgerModel
import Policy

/// The columns of a portfolio that packs fill.
struct StandingCells {
    private let outcomes: OutcomeText
    private var words: Words { outcomes.words }

    init(_ book: LevelBook, _ words: Words) {
        outcomes = book.outcomes(words)
    }

    func level(_ step: DecisionHistory.Step?, _ decision: String) -> TextTable.Cell {
        .init(text(step, decision), .bold)
    }

    func satisfaction(_ standing: AccountStanding) -> TextTable.Cell {
        guard let step = standing.satisfaction, case .level = step.standing.effective else {
            return ""
        }
        return .init(text(step, "satisfaction"))
    }

    /// The day by which the next visit is due, red where it is over.
    func nextVisit(_ standing: AccountStanding) -> TextTable.Cell {
        let dueBy = standing.calendar.dueBy(.visits)
        return .init(
            dueBy?.text ?? "", standing.calendar.isOverdue(.visits) ? .red : .plain)
    }

    private func text(_ step: DecisionHistory.Step?, _ decision: String) -> String {
        step.map { outcomes.brief($0, decision) } ?? ""
    }

    /// The tier of a year before, and whether today's is higher.
    func change(_ standing: AccountStanding) -> TextTable.Cell {
        let before = text(standing.tierYearBefore, "tier")
        return switch standing.change {
        case nil: ""
        case .new: .init(words.new)
        case .same: "="
        case .up: .init("▲ \(before)", .green)
        case .down: .init("▼ \(before)", .red)
        case .lost, .other: .init(before)
        }
    }
}
