import JSON
import LedgerModel

extension PackReader {
    /// What levels ask of us, and how many accounts one of ours can look after.
    mutating func cadence(
        _ node: DocumentNode?, _ levels: [Level]
    ) -> (levels: [Cadence], accountsPerManager: Int?) {
        var cadences: [Cadence] = []
        var accountsPerManager: Int?
        for member in named(node, as: "cadence") {
            if member.name == "staffing" {
                let staffing = reader.object(
                    member.value, known: ["accounts_per_manager"], as: "staffing")
                accountsPerManager = staffing?["accounts_per_manager"].flatMap { node in
                    reader.number(node, in: 1...10_000, as: "accounts_per_manager")
                }.map { Int($0) }
                continue
            }
            if !levels.contains(where: { $0.name == member.name }) {
                reader.report("there is no level '\(member.name)'", at: member.place)
            }
            let node = reader.object(
                member.value, known: ["visits", "calls", "minutes"], as: "a cadence")
            let minutes = node?["minutes"].flatMap {
                reader.object($0, known: ["visit", "call"], as: "minutes")
            }
            cadences.append(
                Cadence(
                    level: member.name, visits: frequency(node?["visits"]),
                    calls: frequency(node?["calls"]), visitMinutes: self.minutes(minutes?["visit"]),
                    callMinutes: self.minutes(minutes?["call"])))
        }
        return (cadences, accountsPerManager)
    }

    private mutating func frequency(_ node: DocumentNode?) -> Cadence.Frequency? {
        guard let node else { return nil }
        if let text = node.text, let frequency = Cadence.Frequency(text) { return frequency }
        reader.report(
            "a frequency must be like '2 per quarter', at most once a day, not \(node.kindName)",
            at: node.place)
        return nil
    }

    private mutating func minutes(_ node: DocumentNode?) -> Int? {
        node.flatMap { reader.number($0, in: 1...100_000, as: "minutes") }.map { Int($0) }
    }

    /// The tests of a pack.
    mutating func tests(
        _ node: DocumentNode?, decisions: [String], _ facts: [FactDefinition]
    ) -> [PackTest] {
        guard let node else { return [] }
        return reader.list(node, as: "tests").compactMap { test($0, decisions, facts) }
    }

    private mutating func test(
        _ node: DocumentNode, _ decisions: [String], _ facts: [FactDefinition]
    ) -> PackTest? {
        guard
            let test = reader.object(
                node, known: ["name", "source", "events", "expect"],
                required: ["name", "events", "expect"], as: "a test"),
            let name = test["name"].flatMap({ reader.text($0, as: "the name of a test") }),
            let events = test["events"], let expect = test["expect"]
        else { return nil }
        if expect.elements.isEmpty {
            reader.report("a test expects something of at least one instant", at: expect.place)
        }
        return PackTest(
            name: name,
            events: reader.list(events, as: "events").compactMap { event($0) },
            expectations: reader.list(expect, as: "expect").compactMap {
                expectation($0, decisions, facts)
            }, place: node.place)
    }

    /// The account of events and expectations that name none.
    static let onlyAccount = "account"

    private mutating func event(_ node: DocumentNode) -> PackTest.Event? {
        guard
            let event = reader.object(
                node, known: ["type", "time", "data", "account"], required: ["type", "time"],
                as: "an event"),
            let type = event["type"].flatMap({ eventType($0) }),
            let time = event["time"].flatMap({ instant($0, as: "time") })
        else { return nil }
        return PackTest.Event(
            type: type, account: event["account"]?.text ?? Self.onlyAccount, occurredAt: time,
            data: event["data"].map { $0.json } ?? Array("{}".utf8), place: node.place)
    }
}
