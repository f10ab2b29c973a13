import CivilCalendar
import Instruments
import LedgerEngine
import LedgerModel
import Policy

/// Where one account stands by the packs in force: its levels, how its tier changed within a year,
/// and what its tier asks of us.
struct AccountStanding {
    /// When the tier and the other levels must be known.
    struct Instants {
        let asOf: Instant
        let yearBefore: Instant
        let zone: CivilZone

        /// - Parameter packs: the calendar is that of the pack that decides the tier.
        init(_ packs: PacksInForce, asOf: Instant) {
            self.asOf = asOf
            zone = packs.pack(of: "tier", at: asOf).zone
            yearBefore = asOf.advanced(byMonths: -12, in: zone)
        }

        /// All that must be known of every account.
        var questions: [LevelsAtInstants.Question] {
            decisions.map { decision in
                let more = [yearBefore] + ContactCalendar.tierInstants(asOf: asOf, in: zone)
                return LevelsAtInstants.Question(decision, at: decision == "tier" ? more : [asOf])
            }
        }
    }

    static let decisions = ["tier", "stage", "satisfaction"]

    let packs: PacksInForce
    let instants: Instants
    let tier: DecisionHistory.Step?
    let tierYearBefore: DecisionHistory.Step?
    let stage: DecisionHistory.Step?
    let satisfaction: DecisionHistory.Step?
    let lastVisitAt: Instant?
    let calendar: ContactCalendar

    /// Nothing is asked for an account that is closed, or merged into another one.
    ///
    /// - Parameter step: where the account stood in a decision at one of the instants.
    init(
        _ row: PortfolioRow, _ packs: PacksInForce, _ instants: Instants,
        _ step: @escaping (_ decision: String, Instant) -> DecisionHistory.Step?
    ) {
        self.packs = packs
        self.instants = instants
        tier = step("tier", instants.asOf)
        tierYearBefore = step("tier", instants.yearBefore)
        stage = step("stage", instants.asOf)
        satisfaction = step("satisfaction", instants.asOf)
        lastVisitAt = row.lastVisitAt
        calendar = ContactCalendar(row.touchTimes, asOf: instants.asOf, in: instants.zone) {
            guard !row.isClosed, row.mergedInto == nil, let step = step("tier", $0) else {
                return nil
            }
            return packs.pack(step.activation).cadence(of: step.standing.effective)
        }
    }

    var change: TierChange? { TierChange(from: tierYearBefore, to: tier, packs) }
}
