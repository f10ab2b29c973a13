import CEL
import LedgerModel

extension Pack {
    /// The index of a decision or machine, machines behind decisions.
    package func trackIndex(of name: String) -> Int? {
        decisions.firstIndex { $0.name == name }
            ?? machines.firstIndex { $0.name == name }.map { decisions.count + $0 }
    }

    /// The levels of a decision, or the states of a machine.
    package func levels(ofTrack index: Int) -> [Level] {
        index < decisions.count ? decisions[index].levels : machines[index - decisions.count].states
    }

    /// The name of an outcome, as tests and JSON have it.
    package func text(of outcome: Outcome, in track: Int) -> String {
        switch outcome {
        case .level(let level): levels(ofTrack: track)[level].name
        case .unapproved: "unapproved"
        case .none: track < decisions.count ? "not_rated" : "unknown"
        }
    }

    /// The names of its decisions and machines, in the order of the tracks.
    package var names: [String] { decisions.map(\.name) + machines.map(\.name) }

    /// What people call a decision or machine, where the pack says so.
    package func label(ofTrack track: Int) -> Label? {
        track < decisions.count
            ? decisions[track].label : machines[track - decisions.count].label
    }

    /// Tracks with those whose level they look at.
    func closure(ofTracks tracks: [Int]) -> Set<Int> {
        var closure: Set<Int> = []
        var open = tracks
        while let track = open.popLast() {
            guard closure.insert(track).inserted else { continue }
            for name in names(ofTrack: track) where name.hasPrefix("previous.") {
                if let other = trackIndex(of: String(name.dropFirst("previous.".count))) {
                    open.append(other)
                }
            }
        }
        return closure
    }

    /// How many dated values of parameters have begun by an instant: as long as it is the same, so
    /// are all parameters.
    func parameterEpoch(at instant: Instant) -> Int {
        parameters.reduce(0) { count, parameter in
            count + parameter.values.count { value in value.from.map { $0 <= instant } ?? true }
        }
    }

    /// Whether an expression looks at a level that counts so far.
    var readsPrevious: Bool {
        names.indices.contains { track in
            names(ofTrack: track).contains { $0.hasPrefix("previous.") }
        }
    }

    /// The facts that tracks look at, with those that these are computed of.
    func facts(ofTracks tracks: Set<Int>) -> Set<Int> {
        let names = tracks.reduce(into: Set<String>()) { $0.formUnion(self.names(ofTrack: $1)) }
        return withBases(Set(facts.indices.filter { names.contains("facts.\(facts[$0].name)") }))
    }

    /// Some facts with those that they are computed of.
    func withBases(_ wanted: Set<Int>) -> Set<Int> {
        var used: Set<Int> = []
        func use(_ fact: Int) {
            guard used.insert(fact).inserted else { return }
            for base in facts[fact].bases { use(base) }
        }
        for fact in wanted { use(fact) }
        return used
    }

    /// The facts that the expressions of a decision or machine use, each followed by those that it
    /// is computed of.
    func factsShown(ofTrack track: Int) -> [Int] {
        var used: [Int] = []
        func use(_ fact: Int) {
            guard !used.contains(fact) else { return }
            used.append(fact)
            for base in facts[fact].bases { use(base) }
        }
        for name in names(ofTrack: track) {
            if let fact = facts.firstIndex(where: { "facts.\($0.name)" == name }) { use(fact) }
        }
        return used
    }

    /// Of some facts those that need the other accounts, with what these are computed of.
    func sharedFacts(among needed: Set<Int>) -> Set<Int> {
        var needsOthers: Set<Int> = []
        for fact in factOrder
        where facts[fact].isPopulation || facts[fact].bases.contains(where: needsOthers.contains) {
            needsOthers.insert(fact)
        }
        var shared: Set<Int> = []
        func add(_ fact: Int) {
            guard shared.insert(fact).inserted else { return }
            for base in facts[fact].bases { add(base) }
        }
        for fact in needed where needsOthers.contains(fact) { add(fact) }
        return shared
    }

    /// The names that the expressions of a decision or machine use, sorted.
    func names(ofTrack track: Int) -> [String] {
        names(in: decision(ofTrack: track)?.rule.formulas ?? guards(ofTrack: track))
    }

    /// Those of them on which the outcome rests; the others are in explanations.
    func decidingNames(ofTrack track: Int) -> [String] {
        names(in: decision(ofTrack: track)?.rule.decidingFormulas ?? guards(ofTrack: track))
    }

    private func decision(ofTrack track: Int) -> DecisionDefinition? {
        track < decisions.count ? decisions[track] : nil
    }

    private func guards(ofTrack track: Int) -> [Formula] {
        let machine = machines[track - decisions.count]
        return (machine.up + machine.keep).compactMap { $0?.condition }
    }

    private func names(in formulas: [Formula]) -> [String] {
        formulas.reduce(into: Set<String>()) { $0.formUnion($1.expression.names) }.sorted()
    }
}

extension Rule {
    private var explanations: [Formula] {
        var own = choices.flatMap { $0.explanation.map { Array($0.formulas.values) } ?? [] }
        for choice in choices {
            if case .rule(let rule) = choice.outcome { own += rule.explanations }
        }
        return own
    }

    /// All expressions of the rule, those of nested rules included.
    var formulas: [Formula] { decidingFormulas + explanations }

    /// Those on which what it gives rests.
    var decidingFormulas: [Formula] { conditions + outputs }
}
