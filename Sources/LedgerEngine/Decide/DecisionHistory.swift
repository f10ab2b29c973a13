package import LedgerModel
package import Policy

/// Where one account stood in one decision or machine over time, under the packs in force.
package struct DecisionHistory: Sendable {
    /// A standing, with the pack that decided.
    package struct Step: Sendable {
        /// The index of the activation; nil for the starter.
        package let activation: Int?
        /// Where the account stood from then on.
        package let standing: Standing
    }

    /// The account.
    package let account: AccountID
    /// The name of the decision or machine.
    package let decision: String
    /// By time.
    package let steps: [Step]

    /// The step that counted at an instant; nil where nothing was decided by then.
    package func step(at instant: Instant) -> Step? {
        steps.last { $0.standing.instant <= instant }
    }

    /// The steps at which what counts changes, or what is proposed, by its name under the pack that
    /// decides.
    package func changes(_ packs: PacksInForce) -> [Step] {
        var changes: [Step] = []
        var last: String?
        for step in steps {
            let name = packs.shownName(of: step, decision)
            if name != last { changes.append(step) }
            last = name
        }
        return changes
    }

    /// Since when what counts at the end has counted, whatever was proposed beside it; nil where
    /// nothing was decided.
    package func since(_ packs: PacksInForce) -> Instant? {
        let names = steps.map { packs.fullName(of: $0, decision) }
        let start = names.indices.last { $0 == 0 || names[$0] != names[$0 - 1] }
        return start.map { steps[$0].standing.instant }
    }
}

extension PacksInForce {
    /// The pack of an activation; the starter for nil.
    package func pack(_ activation: Int?) -> Pack {
        activation.map { activations[$0].pack } ?? starter
    }

    /// The name of an outcome under the pack that decides.
    package func name(
        of outcome: Outcome, _ decision: String, _ activation: Int?
    ) -> String {
        let pack = pack(activation)
        guard let track = pack.trackIndex(of: decision) else { return "" }
        return pack.text(of: outcome, in: track)
    }

    /// The name of what counts, with what is proposed.
    func fullName(of step: DecisionHistory.Step, _ decision: String) -> String {
        let own = name(of: step.standing.effective, decision, step.activation)
        guard case .unapproved(let proposal) = step.standing.effective else { return own }
        return own + " " + name(of: .level(proposal), decision, step.activation)
    }

    /// The same with what is proposed beside a level that was approved.
    func shownName(of step: DecisionHistory.Step, _ decision: String) -> String {
        let own = name(of: step.standing.effective, decision, step.activation)
        guard let proposal = step.standing.proposal else { return own }
        return own + " " + name(of: .level(proposal), decision, step.activation)
    }

    /// Puts together where accounts stood of what each pack alone makes of them.
    ///
    /// - Parameter standings: by activation, nil being the starter.
    func spliced(
        _ decision: String, through end: Instant, knowsThen: Bool,
        _ standings: [Int?: [Standing]]
    ) -> [DecisionHistory.Step] {
        var steps: [DecisionHistory.Step] = []
        for (activation, own) in standings {
            for standing in own
            where inForce(decision, at: standing.instant, knowsThen: knowsThen) == activation {
                steps.append(DecisionHistory.Step(activation: activation, standing: standing))
            }
        }
        for instant in boundaries(knowsThen) where instant <= end {
            let activation = inForce(decision, at: instant, knowsThen: knowsThen)
            let last = standings[activation]?.last { $0.instant <= instant }
            guard last?.instant != instant else { continue }
            guard last != nil || steps.contains(where: { $0.standing.instant < instant }) else {
                continue
            }
            steps.append(
                DecisionHistory.Step(
                    activation: activation,
                    standing: last?.taking(force: instant)
                        ?? .undecided(from: instant, .activation)))
        }
        return steps.sorted { $0.standing.instant < $1.standing.instant }
    }

    /// The instants at which another pack may come into force.
    func boundaries(_ knowsThen: Bool) -> [Instant] {
        let instants = activations.map { activation in
            knowsThen ? max(activation.from, activation.known.from) : activation.from
        }
        return Set(instants).sorted()
    }
}
