import CEL
import CivilCalendar
import LedgerModel

/// What expressions of a pack need at an instant whatever the account is: made once for all.
struct RuleContext {
    let pack: Pack
    /// With the parameters.
    let bindings: Bindings
    /// The names of the facts in expressions, by index.
    let factNames: [String]
    /// Whether an expression looks at a level that counts so far.
    let readsPrevious: Bool

    /// - Parameter instant: the instant that tells which values of parameters hold.
    init(_ pack: Pack, at instant: Instant) {
        self.pack = pack
        factNames = pack.facts.map { "facts.\($0.name)" }
        readsPrevious = pack.readsPrevious
        var variables: [String: Value] = [:]
        for parameter in pack.parameters {
            variables["params.\(parameter.name)"] = parameter.value(at: instant).value
        }
        let zone = pack.zone
        bindings = Bindings(
            variables, functions: PackFunctions.functions(in: pack.currency),
            zoneSeconds: { name, seconds in
                guard name == zone.name else { return name == "UTC" ? 0 : nil }
                return zone.secondsAhead(at: seconds)
            })
    }
}

/// What the expressions of a pack are evaluated with, for one account at one instant.
struct RuleInputs {
    private let context: RuleContext
    private var facts: [FactValue]
    /// Facts, parameters and levels by their names in expressions.
    private(set) var bindings: Bindings

    var pack: Pack { context.pack }

    /// - Parameter previous: the levels that count so far, by the name of their decision.
    init(_ context: RuleContext, _ facts: [FactValue], previous: [String: String]) {
        self.context = context
        self.facts = facts
        var bindings = context.bindings
        bindings.variables.reserveCapacity(bindings.variables.count + facts.count)
        for (name, fact) in zip(context.factNames, facts) {
            if let value = fact.value { bindings.variables[name] = value }
        }
        for (name, level) in previous { bindings.variables["previous.\(name)"] = .string(level) }
        self.bindings = bindings
    }

    /// Takes another value for a fact.
    mutating func set(_ fact: Int, to value: FactValue) {
        facts[fact] = value
        bindings.variables[context.factNames[fact]] = value.value
    }

    /// What the rule of a decision says.
    func outcome(of decision: DecisionDefinition) -> (outcome: Outcome, rule: RuleOutcome?) {
        do throws(RuleFailure) {
            guard let given = try decision.rule.outcome(bindings) else {
                return (.none(.nothingApplies), nil)
            }
            guard case .string(let text) = given.value,
                let level = decision.levels.firstIndex(where: { $0.name == text })
            else { return (.none(.notALevel(given.value.text)), given) }
            return (.level(level), given)
        } catch {
            return (.none(unrated(error.error, in: error.formula)), nil)
        }
    }

    /// The value of any expression of the pack; nil where it has none.
    func value(of expression: ParsedExpression) -> Value? {
        var evaluator = Evaluator(bindings)
        return try? evaluator.evaluate(expression)
    }

    /// What a guard says; nil where there is none.
    func holding(of own: MachineDefinition.Guard?) -> StageState.Holding? {
        guard let own else { return nil }
        var evaluator = Evaluator(bindings)
        do throws(EvaluationError) {
            let value = try evaluator.evaluate(own.condition.expression)
            guard case .bool(let holds) = value else {
                return .unknown(.failed("the guard is no bool"))
            }
            return holds ? .holds : .fails
        } catch {
            return .unknown(unrated(error, in: own.condition))
        }
    }

    /// Why the guards around a state of a machine have no value; nil where they have.
    func unrated(next: MachineDefinition.Guard?, keep: MachineDefinition.Guard?) -> Unrated? {
        for guarded in [keep, next] {
            if case .unknown(let reason)? = holding(of: guarded) { return reason }
        }
        return nil
    }

    /// Names what is missing, where it is that.
    private func unrated(_ error: EvaluationError, in formula: Formula) -> Unrated {
        guard case .undeclared(let name) = error.reason else { return .failed(error.sentence) }
        for (definition, fact) in zip(pack.facts, facts) {
            guard "facts.\(definition.name)" == name, case .missing(let absence) = fact else {
                continue
            }
            return .missing(name: definition.name, absence)
        }
        for parameter in pack.parameters where "params.\(parameter.name)" == name {
            return .missing(name: parameter.name, .notYetSet)
        }
        if name.hasPrefix("previous.") { return .missing(name: name, .noEvent) }
        return .failed(error.sentence)
    }
}

extension RuleInputs {
    /// What the rule of a decision would say of an account whose places in its cohort lay lower,
    /// and higher, by the band; none without a band.
    static func nearby(
        _ decision: DecisionDefinition, _ context: RuleContext, _ facts: [FactValue],
        previous: [String: String]
    ) -> [Outcome] {
        guard let band = decision.hold.band else { return [] }
        return [-band, band].map { shift in
            var facts = facts
            for (index, fact) in context.pack.facts.enumerated() where fact.isPlace {
                guard let place = facts[index].number else { continue }
                facts[index] = .number(min(max(place + shift, 0), 1_000_000))
            }
            return RuleInputs(context, facts, previous: previous).outcome(of: decision).outcome
        }
    }
}
