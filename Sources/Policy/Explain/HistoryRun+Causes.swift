import LedgerModel

extension HistoryRun {
    /// Why a level changed: one cause that alone explains it, or all that are needed together; none
    /// where reversing everything does not restore the level.
    func causes(
        of change: ChangeOfLevel, _ account: Int, _ track: Int, _ standings: [[Standing]]
    ) -> [Cause] {
        var redecision: Redecision?
        if let turn = change.turn, let before = turn.before {
            redecision = Redecision(
                self, account: account, track: track, turn.question, before: before,
                instant: turn.instant, previous: previous(standings, before: turn.instant))
        }
        let rulings =
            track < pack.decisions.count
            ? rulings(of: account, in: pack.decisions[track]) : nil
        let causes = Self.minimal { reversed in
            let isRestored = redecision?.isRestored(reversing: reversed) ?? false
            let held = isRestored ? change.before.held : change.after.held
            guard let rulings else { return held == change.before.effective }
            let (before, after) = (change.before.instant, change.after.instant)
            return rulings.apply(
                to: held, overriddenAsOf: reversed.contains(.override) ? before : after,
                approvedAsOf: reversed.contains(.approval) ? before : after
            ).effective == change.before.effective
        }
        guard causes.isEmpty, let turn = change.turn else { return causes }
        // What came out otherwise at the first evaluation came with the first events.
        guard let before = turn.before else { return [.newEvent] }
        if case .value = turn.question {
            // A state in which nothing is known was entered.
            var earlier = standings
            earlier[track].removeAll { $0.instant >= change.after.instant }
            let entry = self.change(in: earlier[track], ofTrack: track)
            return entry.map { self.causes(of: $0, account, track, earlier) } ?? [.newEvent]
        }
        return self.causes(
            ofLevelsReadBetween: before, and: turn.instant, account, track, standings)
    }

    /// The first that alone restores what was, in the order of precedence; else of all together
    /// those that can't be left out, the last left out first.
    private static func minimal(_ isRestored: (Set<Cause>) -> Bool) -> [Cause] {
        for cause in Cause.allCases where isRestored([cause]) { return [cause] }
        var needed = Set(Cause.allCases)
        guard isRestored(needed) else { return [] }
        for cause in Cause.allCases.reversed() {
            let fewer = needed.subtracting([cause])
            if isRestored(fewer) { needed = fewer }
        }
        return Cause.allCases.filter { needed.contains($0) }
    }

    /// Why the levels changed that a rule reads as `previous`, where their change is what made it
    /// come out otherwise.
    private func causes(
        ofLevelsReadBetween before: Instant, and instant: Instant, _ account: Int, _ track: Int,
        _ standings: [[Standing]]
    ) -> [Cause] {
        let names = pack.names(ofTrack: track)
        let new = previous(standings, before: instant)
        let old = previous(standings, before: before)
        let earlier = standings.map { $0.filter { $0.instant < instant } }
        for (other, name) in pack.names.enumerated()
        where names.contains("previous.\(name)") && new[name] != old[name] {
            guard let change = change(in: earlier[other], ofTrack: other) else { continue }
            return causes(of: change, account, other, earlier)
        }
        return []
    }

    /// The last change of what counts in a decision or machine.
    func change(in standings: [Standing], ofTrack track: Int) -> ChangeOfLevel? {
        track < pack.decisions.count
            ? ChangeOfLevel(standings, of: pack.decisions[track])
            : ChangeOfLevel(ofMachine: standings)
    }
}
