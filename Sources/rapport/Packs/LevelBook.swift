import Instruments
import LedgerEngine
import LedgerModel
import Policy

/// Where every account of a portfolio stands by the packs in force.
struct LevelBook {
    private let packs: PacksInForce
    private let instants: AccountStanding.Instants
    private let levels: LevelsAtInstants

    init(_ ledger: Ledger, asOf: Instant, _ known: KnownOptions) throws {
        let knowledge = DecisionKnowledge.at(known.value)
        packs = try ledger.packs(knowledge)
        instants = AccountStanding.Instants(packs, asOf: asOf)
        levels = try ledger.levels(instants.questions, packs, knowledge)
    }

    /// Where one account stands.
    func standing(of row: PortfolioRow) -> AccountStanding {
        AccountStanding(row, packs, instants) { decision, instant in
            levels.step(decision, of: row.account, at: instant)
        }
    }

    /// Outcomes in words.
    func outcomes(_ words: Words) -> OutcomeText { OutcomeText(packs: packs, words: words) }
}
