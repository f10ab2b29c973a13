package import CivilCalendar
import LedgerModel

/// Makes a pack of a document, or says all that is wrong with it.
package struct PackReader {
    var reader = DocumentReader()
    var zone = CivilZone.utc
    var currency: CurrencyCode?
    /// Whether amounts are in the currency of the ledger, which the pack doesn't know.
    var followsLedgerCurrency = false
    /// The names of the facts, by index; those that stand in the document first.
    var factNames: [String] = []
    /// The facts whose unit stands in the document.
    var statesUnit: Set<Int> = []
    var readings: [EventReading] = []
    /// Facts of the account itself, such as its region, that others asked for.
    var profileFacts: [FactDefinition] = []

    private init() {}

    /// Reads a pack.
    ///
    /// - Parameter zones: the zone of a name; nil where there is none.
    package static func read(
        _ text: String, zones: (String) -> CivilZone?
    ) throws(PackRefusal) -> Pack {
        let root: DocumentNode
        do throws(PackProblem) {
            root = try DocumentNode.parse(text)
        } catch {
            throw PackRefusal(problems: [error])
        }
        var reader = PackReader()
        let pack = reader.pack(root, zones: zones)
        guard let pack, reader.reader.problems.isEmpty else {
            throw PackRefusal(problems: reader.reader.problems.sorted { $0.place < $1.place })
        }
        return pack
    }

    private static let members = [
        "pack", "version", "source", "origin", "description", "timezone", "currency", "accounts",
        "parameters", "facts", "decisions", "machines", "cadence", "tests",
    ]

    private mutating func pack(
        _ node: DocumentNode, zones: (String) -> CivilZone?
    ) -> Pack? {
        guard
            let root = reader.object(
                node, known: Self.members, required: ["pack", "version"], as: "a pack")
        else { return nil }
        readSetting(root, zones: zones)
        let origin = origin(of: root) ?? .source
        let parameters = parameters(root["parameters"], origin)
        let facts = facts(root["facts"], origin)
        let order = order(of: facts)
        let scope = PackScope(parameters: parameters, facts: facts)
        let decisions = decisions(root["decisions"], scope, origin)
        let machines = machines(root["machines"], scope, origin)
        checkNames(decisions, machines)
        let names = [root["decisions"], root["machines"]].flatMap { node in
            node?.members.map(\.name) ?? []
        }
        if names.isEmpty {
            reader.report("a pack needs 'decisions' or 'machines'", at: node.place)
        }
        let levels = decisions.first { $0.name == "tier" }?.levels ?? []
        let (cadences, accountsPerManager) = cadence(root["cadence"], levels)
        let tests = tests(root["tests"], decisions: names, facts)
        return Pack(
            name: root["pack"].flatMap { reader.text($0, as: "the name of a pack") } ?? "",
            version: Int(
                root["version"].flatMap {
                    reader.number($0, in: 1...1_000_000, as: "the version")
                } ?? 1), source: root["source"]?.text, zone: zone, currency: currency,
            followsLedgerCurrency: followsLedgerCurrency, having: having(root["accounts"]),
            parameters: parameters, facts: facts,
            factOrder: order ?? [], readings: readings, decisions: decisions, machines: machines,
            cadences: cadences, accountsPerManager: accountsPerManager, tests: tests)
    }

    private mutating func readSetting(
        _ root: DocumentNode, zones: (String) -> CivilZone?
    ) {
        if let node = root["timezone"], let name = reader.text(node, as: "the timezone") {
            if let found = zones(name) {
                zone = found
            } else {
                reader.report(
                    "there is no time zone '\(name)'; name one like Asia/Shanghai", at: node.place)
            }
        }
        if let node = root["currency"], let code = reader.text(node, as: "the currency") {
            currency = CurrencyCode(code)
            followsLedgerCurrency = code == "ledger"
            if currency == nil, !followsLedgerCurrency {
                reader.report(
                    "'\(code)' is no currency; write three capital letters like CNY, or 'ledger'",
                    at: node.place)
            }
        }
    }

    private mutating func having(_ node: DocumentNode?) -> String? {
        guard let node,
            let accounts = reader.object(
                node, known: ["having"], required: ["having"], as: "accounts")
        else { return nil }
        return accounts["having"].flatMap { reader.text($0, as: "having") }
    }

    private mutating func checkNames(
        _ decisions: [DecisionDefinition], _ machines: [MachineDefinition]
    ) {
        for machine in machines where decisions.contains(where: { $0.name == machine.name }) {
            reader.report("a decision is called '\(machine.name)' already", at: machine.place)
        }
    }
}

/// Why a document is no pack.
package struct PackRefusal: Error, Equatable {
    /// All that is wrong, in the order of the document; at most `PackLimits.problems`.
    package let problems: [PackProblem]

    package init(problems: [PackProblem]) { self.problems = problems }
}

/// What expressions of a pack may name.
struct PackScope {
    let parameters: [Parameter]
    let facts: [FactDefinition]
}
