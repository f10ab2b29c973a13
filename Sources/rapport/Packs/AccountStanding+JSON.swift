import CivilCalendar
import Instruments
import LedgerEngine
import LedgerModel
import Policy

extension AccountStanding {
    /// The objects `cadence` and `levels`: levels by their ids, days of the pack's zone as dates.
    var members: DecidedMembers {
        DecidedMembers(
            cadence: JSONMembers.nested { writeCadence(to: &$0) },
            levels: JSONMembers.nested { writeLevels(to: &$0) })
    }

    private func writeLevels(to members: inout JSONMembers) {
        func write(_ name: String, _ decision: String, _ step: DecisionHistory.Step?) {
            guard let step else { return }
            members.string(
                name, packs.name(of: step.standing.effective, decision, step.activation))
        }
        write("satisfaction", "satisfaction", satisfaction)
        write("stage", "stage", stage)
        write("tier", "tier", tier)
        if let change { members.string("tier_change", change.rawValue) }
        if let tier, let proposal = tier.standing.proposal {
            members.string(
                "tier_proposed", packs.name(of: .level(proposal), "tier", tier.activation))
        }
        write("tier_year_before", "tier", tierYearBefore)
    }

    private func writeCadence(to members: inout JSONMembers) {
        write(.calls, to: &members)
        if let lastVisitAt { members.instant("last_visit", lastVisitAt) }
        write(.visits, to: &members)
        members.string("zone", instants.zone.name)
    }

    private func write(_ channel: Cadence.Channel, to members: inout JSONMembers) {
        let (present, dueBy) = (calendar.present(channel), calendar.dueBy(channel))
        guard present != nil || dueBy != nil else { return }
        members.object(channel.rawValue) { members in
            if let present { members.count("done", present.done) }
            if let dueBy { members.string("due_by", dueBy.text) }
            members.bool("is_overdue", calendar.isOverdue(channel))
            guard let present else { return }
            members.string("period", present.period.text)
            members.count("planned", present.planned)
            members.count("required", present.required)
            members.string("status", present.status.rawValue)
        }
    }
}
