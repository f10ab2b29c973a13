import CEL
import CivilCalendar
import LedgerModel

/// What the expressions of a pack are evaluated with, for one account at one instant.
struct RuleInputs {
    private let pack: Pack
    private let facts: [FactValue]
    private let bindings: Bindings

    /// - Parameters:
    ///   - instant: the instant that tells which values of parameters hold.
    ///   - previous: the levels that count so far, by the name of their decision.
    init(
        _ pack: Pack, _ facts: [FactValue], at instant: Instant, previous: [String: String]
    ) {
        self.pack = pack
        self.facts = facts
        var variables: [String: Value] = [:]
        for (definition, fact) in zip(pack.facts, facts) {
            variables["facts.\(definition.name)"] = fact.value
        }
        for parameter in pack.parameters {
            variables["params.\(parameter.name)"] = parameter.value(at: instant).value
        }
        for (name, level) in previous { variables["previous.\(name)"] = .string(level) }
        let zone = pack.zone
        bindings = Bindings(
            variables, functions: PackFunctions.functions(in: pack.currency),
            zoneSeconds: { name, seconds in
                guard name == zone.name else { return name == "UTC" ? 0 : nil }
                return zone.secondsAhead(at: seconds)
            })
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
