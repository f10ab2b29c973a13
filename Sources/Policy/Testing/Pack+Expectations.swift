import LedgerModel

extension Pack {
    /// What came of the facts that a test expects.
    func checkFacts(
        _ expectation: PackTest.Expectation, of account: Int, in run: HistoryRun
    ) -> [PackProblem] {
        guard !expectation.facts.isEmpty else { return [] }
        let instant = expectation.asOf
        let known = run.population(knownAt: instant)
        let all = run.facts(at: instant, in: known, Set(facts.indices))
        guard let values = all(account) else {
            return [PackProblem("the account is not there yet", at: expectation.place)]
        }
        return expectation.facts.compactMap { fact, wanted in
            let given = values[fact]
            switch (given, wanted) {
            case (.missing, .missing): return nil
            case _ where given == wanted: return nil
            default:
                return PackProblem(
                    "\(facts[fact].name) is \(given.words), not \(wanted.words)",
                    at: expectation.place)
            }
        }
    }

    /// What came of the causes that a test expects of the last change of its level.
    func checkCauses(
        _ expectation: PackTest.Expectation, of account: Int, in run: HistoryRun
    ) -> [PackProblem] {
        guard let wanted = expectation.causes, let level = expectation.levels.first,
            let track = trackIndex(of: level.decision)
        else { return [] }
        let given =
            run.lastChange(of: account, in: track, through: expectation.asOf)?.causes ?? []
        guard given != wanted else { return [] }
        let names = { (causes: [Cause]) in
            causes.isEmpty ? "nothing" : causes.map(\.rawValue).joined(separator: ", ")
        }
        return [
            PackProblem(
                "\(level.decision) changed by \(names(given)), not by \(names(wanted))",
                at: expectation.place)
        ]
    }
}

extension FactValue {
    /// For messages of tests: numbers as they are held.
    fileprivate var words: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): "'\(text)'"
        case .truth(let truth): String(truth)
        case .missing: "missing"
        }
    }
}
