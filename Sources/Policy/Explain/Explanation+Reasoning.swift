import LedgerModel

extension Explanation.Reasoning {
    /// What the rules of a decision or machine make of facts.
    ///
    /// - Parameters:
    ///   - instant: that of the facts.
    ///   - previous: the levels that counted before, by the name of their decision.
    ///   - state: where the account stands, which tells the guards that matter of a machine.
    ///   - lines: the facts that play a part.
    ///   - language: that of the texts that the pack makes: `en`, `zh-Hans` or `zh-Hant`.
    init(
        _ track: Int, at instant: Instant, _ context: RuleContext, _ facts: [FactValue],
        previous: [String: String], in state: Outcome, _ lines: [Explanation.FactLine],
        language: String
    ) {
        let pack = context.pack
        let inputs = RuleInputs(context, facts, previous: previous)
        let search = DistanceSearch(
            context, facts, names: pack.decidingNames(ofTrack: track), previous: previous)
        guard track < pack.decisions.count else {
            let machine = pack.machines[track - pack.decisions.count]
            let distances = search.distances(in: machine, from: state)
            self.init(
                evaluatedAt: instant, text: nil, trials: inputs.trials(of: machine, in: state),
                facts: lines, up: distances.up, down: distances.down)
            return
        }
        let decision = pack.decisions[track]
        let (outcome, rule) = inputs.outcome(of: decision)
        let distances = search.distances(in: decision, from: outcome)
        self.init(
            evaluatedAt: instant,
            text: rule?.explanation(
                in: language,
                PackFunctions.functions(in: pack.currency, language: language)),
            trials: inputs.trials(of: decision), facts: lines, up: distances.up,
            down: distances.down)
    }
}
