import CEL
import LedgerModel

extension PackReader {
    /// The decisions of a pack.
    mutating func decisions(
        _ node: DocumentNode?, _ scope: PackScope, _ origin: Origin
    ) -> [DecisionDefinition] {
        named(node, as: "decisions").compactMap { decision($0, scope, origin) }
    }

    private mutating func decision(
        _ member: DocumentNode.Member, _ scope: PackScope, _ packOrigin: Origin
    ) -> DecisionDefinition? {
        guard
            let node = reader.object(
                member.value,
                known: [
                    "levels", "evaluate", "rule", "table", "hold", "approval", "origin",
                    "description", "label",
                ], required: ["levels"], as: "the decision '\(member.name)'"),
            let levelsNode = node["levels"]
        else { return nil }
        let levels = levels(levelsNode, as: "levels")
        var needsApproval = false
        if let approval = node["approval"] {
            needsApproval = approval.text == "required"
            if !needsApproval {
                reader.report("approval must be 'required', or left out", at: approval.place)
            }
        }
        var made: (table: DecisionTable, grid: TableGrid, rule: Rule)?
        let rule: Rule?
        switch (node["rule"], node["table"]) {
        case (let ruleNode?, nil): rule = reader.rule(ruleNode)
        case (nil, let tableNode?):
            made = table(tableNode, levels, scope)
            rule = made?.rule
        default:
            reader.report(
                "the decision '\(member.name)' needs either 'rule' or 'table'", at: member.place)
            return nil
        }
        guard let rule else { return nil }
        check(rule, levels, scope)
        return DecisionDefinition(
            name: member.name, label: label(node["label"]), levels: levels,
            schedule: schedule(node["evaluate"]), rule: rule,
            table: made?.table, grid: made?.grid, hold: hold(node["hold"]),
            needsApproval: needsApproval,
            origin: origin(of: node) ?? packOrigin, place: member.place)
    }

    private mutating func levels(_ node: DocumentNode, as what: String) -> [Level] {
        var levels: [Level] = []
        let elements = reader.list(node, as: what)
        guard elements.count <= PackLimits.levels else {
            reader.report(
                "there are \(elements.count) levels or states; \(PackLimits.levels) are the most",
                at: node.place)
            return []
        }
        for element in elements {
            let name: String?
            var label: Label?
            if case .object = element.content {
                let level = reader.object(
                    element, known: ["name", "label"], required: ["name"], as: "a level")
                name = level?["name"].flatMap { reader.text($0, as: "the name of a level") }
                label = self.label(element["label"])
            } else {
                name = reader.text(element, as: "a level")
            }
            guard let name else { continue }
            if levels.contains(where: { $0.name == name }) {
                reader.report("the level '\(name)' stands twice", at: element.place)
            }
            levels.append(Level(name: name, label: label))
        }
        if levels.isEmpty { reader.report("\(what) needs at least one", at: node.place) }
        return levels
    }

    private mutating func check(_ rule: Rule, _ levels: [Level], _ scope: PackScope) {
        var check = RuleCheck(functions: PackFunctions.signatures)
        let type = check.type(of: rule, scope.variables)
        for problem in check.problems { reader.report(problem) }
        let names = levels.map(\.name)
        guard check.problems.isEmpty else { return }
        let output = rule.semantics == .aggregate ? StaticType.list(.string) : .string
        if !type.agrees(with: output) {
            reader.report("a rule gives a level, a string, not a \(type.name)", at: rule.place)
        }
        for formula in rule.outputs {
            guard case .string(let level)? = formula.expression.literal, !names.contains(level)
            else { continue }
            reader.report(
                "there is no level '\(level)'; the levels are " + names.joined(separator: ", "),
                at: formula.place)
        }
        checkUnits(of: rule, scope)
    }

    /// Shares are whole numbers; one that is compared with a fraction is a mistake.
    private mutating func checkUnits(of rule: Rule, _ scope: PackScope) {
        let shares = Set(scope.facts.filter { $0.unit == .share }.map { "facts.\($0.name)" })
        for formula in rule.conditions {
            for place in formula.expression.doubleComparisons(of: shares) {
                reader.report(
                    formula.problem(
                        "'\(place.name)' is a share in parts per million, a whole number: compare "
                            + "it with percent(80), not with a fraction", at: place.offset))
            }
        }
    }

    private mutating func band(_ node: DocumentNode) -> Int64? {
        let quantity = Quantity(node)
        if quantity.unit == .share, let parts = quantity.value.number, (1..<1_000_000) ~= parts {
            return parts
        }
        reader.report("a band must be a share like '5 %', not \(node.kindName)", at: node.place)
        return nil
    }

    private mutating func hold(_ node: DocumentNode?) -> Hold {
        var hold = Hold()
        guard let node,
            let own = reader.object(
                node, known: ["up", "down", "min_dwell", "max_step", "band", "validity"],
                as: "hold")
        else { return hold }
        hold.upFor = lasting(own["up"], as: "up")
        hold.downFor = lasting(own["down"], as: "down")
        hold.minimumDwell = own["min_dwell"].flatMap { length($0, as: "min_dwell") }
        hold.maximumStep = own["max_step"].flatMap { node in
            reader.number(node, in: 1...100, as: "max_step").map { Int($0) }
        }
        hold.band = own["band"].flatMap { band($0) }
        if let validity = own["validity"] {
            _ = reader.object(
                validity, known: ["for", "within"], required: ["for", "within"], as: "validity")
            hold.validity = validity["for"].flatMap { length($0, as: "for") }
            if let within = validity["within"], within.text != "up_only" {
                reader.report("within must be up_only", at: within.place)
            }
        }
        return hold
    }

    private mutating func lasting(_ node: DocumentNode?, as what: String) -> TimeLength? {
        guard let node,
            let own = reader.object(node, known: ["for"], required: ["for"], as: what)
        else { return nil }
        return own["for"].flatMap { length($0, as: "for") }
    }

    /// The machines of a pack.
    mutating func machines(
        _ node: DocumentNode?, _ scope: PackScope, _ origin: Origin
    ) -> [MachineDefinition] {
        named(node, as: "machines").compactMap { machine($0, scope, origin) }
    }

    private mutating func machine(
        _ member: DocumentNode.Member, _ scope: PackScope, _ packOrigin: Origin
    ) -> MachineDefinition? {
        guard
            let node = reader.object(
                member.value,
                known: ["states", "evaluate", "up", "keep", "origin", "description", "label"],
                required: ["states", "up"], as: "the machine '\(member.name)'"),
            let statesNode = node["states"]
        else { return nil }
        let states = levels(statesNode, as: "states")
        return MachineDefinition(
            name: member.name, label: label(node["label"]), states: states,
            schedule: schedule(node["evaluate"]),
            up: guards(node["up"], states, scope, "up"),
            keep: guards(node["keep"], states, scope, "keep"),
            origin: origin(of: node) ?? packOrigin, place: member.place)
    }

    /// The guards of states, by index; the first state needs none to enter.
    private mutating func guards(
        _ node: DocumentNode?, _ states: [Level], _ scope: PackScope, _ what: String
    ) -> [MachineDefinition.Guard?] {
        var guards: [MachineDefinition.Guard?] = Array(repeating: nil, count: states.count)
        guard let node, case .object = node.content else {
            if let node { reader.report("\(what) must be an object", at: node.place) }
            return guards
        }
        for member in node.members {
            guard let index = states.firstIndex(where: { $0.name == member.name }) else {
                reader.report("there is no state '\(member.name)'", at: member.place)
                continue
            }
            if index == 0 {
                reader.report(
                    "every account begins in '\(member.name)', so it needs no guard",
                    at: member.place)
            }
            guards[index] = stageGuard(member.value, scope)
        }
        for index in states.indices.dropFirst() where what == "up" && guards[index] == nil {
            reader.report(
                "no guard leads up into '\(states[index].name)', so it is never reached",
                at: node.place)
        }
        return guards
    }

    private mutating func stageGuard(
        _ node: DocumentNode, _ scope: PackScope
    ) -> MachineDefinition.Guard? {
        guard
            let own = reader.object(
                node, known: ["when", "for", "origin"], required: ["when"], as: "a guard"),
            let condition = own["when"].flatMap({ reader.formula($0, as: "when") })
        else { return nil }
        var check = RuleCheck(functions: PackFunctions.signatures)
        let type = check.type(of: condition, scope.variables)
        for problem in check.problems { reader.report(problem) }
        if !type.agrees(with: .bool) {
            reader.report("when must be a bool, not a \(type.name)", at: condition.place)
        }
        return MachineDefinition.Guard(
            condition: condition, lasting: own["for"].flatMap { length($0, as: "for") })
    }

    /// The facts, each behind those it is computed of; nil where they go round in a circle.
    mutating func order(of facts: [FactDefinition]) -> [Int]? {
        var order: [Int] = []
        var open: [Int] = []
        for index in facts.indices where !visit(index, facts, &order, &open) { return nil }
        checkDepth(of: facts, in: order)
        return order
    }

    /// Whether a fact, or one that it is computed of, needs the other accounts.
    private func needsOthers(_ index: Int, _ facts: [FactDefinition]) -> Bool {
        facts[index].isPopulation || facts[index].bases.contains { needsOthers($0, facts) }
    }

    private mutating func checkDepth(of facts: [FactDefinition], in order: [Int]) {
        var depths = Array(repeating: 0, count: facts.count)
        for index in order {
            depths[index] = facts[index].bases.map { depths[$0] + 1 }.max() ?? 0
            guard depths[index] == PackLimits.derivedDepth + 1 else { continue }
            reader.report(
                "more than \(PackLimits.derivedDepth) facts are computed one of the other",
                at: facts[index].place)
        }
    }

    private mutating func visit(
        _ index: Int, _ facts: [FactDefinition], _ order: inout [Int], _ open: inout [Int]
    ) -> Bool {
        if order.contains(index) { return true }
        if let start = open.firstIndex(of: index) {
            let circle = (open[start...] + [index]).map { facts[$0].name }
            reader.report(
                "facts go round in a circle: " + circle.joined(separator: " → "),
                at: facts[index].place)
            return false
        }
        open.append(index)
        defer { open.removeLast() }
        for base in facts[index].bases where !visit(base, facts, &order, &open) { return false }
        if case .growth(let base, _) = facts[index].content, needsOthers(base, facts) {
            reader.report(
                "'\(facts[base].name)' needs all accounts; a growth needs a fact of the account",
                at: facts[index].place)
        }
        order.append(index)
        return true
    }
}

extension PackScope {
    /// The types of what rules may name.
    var variables: [String: StaticType] {
        var variables: [String: StaticType] = [
            "previous.tier": .string, "previous.stage": .string,
        ]
        for fact in facts { variables["facts.\(fact.name)"] = fact.type }
        for parameter in parameters { variables["params.\(parameter.name)"] = parameter.type }
        return variables
    }
}

extension Rule {
    /// The expressions that give outcomes, those of nested rules included.
    package var outputs: [Formula] {
        choices.flatMap { choice in
            switch choice.outcome {
            case .output(let formula): [formula]
            case .rule(let rule): rule.outputs
            }
        }
    }

    /// The conditions and variables, those of nested rules included.
    package var conditions: [Formula] {
        variables.map(\.formula)
            + choices.flatMap { choice in
                let own = choice.condition.map { [$0] } ?? []
                guard case .rule(let rule) = choice.outcome else { return own }
                return own + rule.conditions
            }
    }
}
