import LedgerModel
import Testing

/// `schemas/events` and the catalogue say the same.
struct SchemaTests {
    private typealias Object = [String: Any]
    private static let kindPrefix = "kinds.v1.json#/$defs/"

    @Test func `schemas and catalogue have the same event types`() throws {
        let schemas = try EventContract.schemaNames()
            .filter { !EventContract.sharedSchemas.contains($0) }
        #expect(schemas == Catalogue.definitions.map { "\($0.name).v1" }.sorted())
        #expect(schemas.count == 68)
    }

    @Test(arguments: Catalogue.definitions)
    func `a schema and its definition have the same fields`(
        definition: EventDefinition
    ) throws {
        let schema = try EventContract.schema("\(definition.name).v1")
        let properties = try #require(schema["properties"] as? Object)
        let data = try #require(properties["data"] as? Object)
        let fields = data["properties"] as? [String: Object] ?? [:]
        let required = Set(data["required"] as? [String] ?? [])
        let stated = try fields.map { name, field in
            try row(name, field, isRequired: required.contains(name))
        }
        let defined = definition.fields.map { field in
            "\(field.name): \(kindName(field.kind))" + (field.isRequired ? ", required" : "")
                + (field.isPersonal ? ", personal" : "")
        }
        #expect(stated.sorted() == defined.sorted())
        #expect(required.isSubset(of: fields.keys))
        #expect(schema["required"] as? [String] == ["data"])
        #expect((properties["type"] as? Object)?["const"] as? String == definition.name)
    }

    @Test(arguments: Catalogue.definitions)
    func `a schema and its definition have the same subject and writer`(
        definition: EventDefinition
    ) throws {
        let schema = try EventContract.schema("\(definition.name).v1")
        let properties = try #require(schema["properties"] as? Object)
        let subject = try #require(properties["subject"] as? Object)
        let choices = subject["anyOf"] as? [Object] ?? [subject]
        let rules = choices.compactMap { $0["$ref"] as? String }
            .map { $0.dropFirst(Self.kindPrefix.count) }
        let expected: [Substring] =
            switch definition.subject {
            case .account: ["accountSubject"]
            case .ledger: ["ledgerSubject"]
            case .accountOrLedger: ["accountSubject", "ledgerSubject"]
            }
        #expect(rules == expected)
        #expect(schema["x-verb-only"] as? Bool ?? false == definition.isWrittenByVerbsOnly)
    }

    @Test func `the lists of words are the same`() throws {
        let kinds = try #require(try EventContract.schema("kinds.v1")["$defs"] as? [String: Object])
        let stated = kinds.filter { $0.key.hasPrefix("word") }
            .compactMapValues { $0["enum"] as? [String] }
        let defined = Catalogue.definitions.flatMap(\.fields).compactMap { field in
            if case .word(let words) = field.kind { words } else { nil }
        }
        #expect(Set(stated.values) == Set(defined))
    }

    @Test func `every kind of the schemas is used and none is unknown`() throws {
        let kinds = try #require(try EventContract.schema("kinds.v1")["$defs"] as? [String: Object])
        let used = Set(Catalogue.definitions.flatMap(\.fields).map { kindName($0.kind) })
        let others: Set = ["accountSubject", "ledgerSubject", "instant"]
        #expect(Set(kinds.keys) == used.union(others))
    }

    @Test func `the limits of the schemas are those of the ledger`() throws {
        let envelope = try #require(
            try EventContract.schema("envelope.v1")["properties"] as? Object)
        func limit(_ name: String) -> Int? { (envelope[name] as? Object)?["maxLength"] as? Int }
        #expect(limit("id") == Limits.idBytes)
        #expect(limit("source") == Limits.sourceBytes)
        #expect(limit("type") == Limits.typeBytes)
        #expect(limit("subject") == Limits.subjectBytes)
        #expect(limit("authid") == Limits.actorBytes)
        let kinds = try #require(try EventContract.schema("kinds.v1")["$defs"] as? [String: Object])
        #expect(kinds["identifier"]?["maxLength"] as? Int == Limits.idBytes)
        #expect(kinds["sourceName"]?["maxLength"] as? Int == Limits.sourceBytes)
    }

    /// What a schema says of a field, in one line. A field has a kind and nothing beside it.
    private func row(_ name: String, _ field: Object, isRequired: Bool) throws -> String {
        let reference = try #require(field["$ref"] as? String)
        let others = Set(field.keys).subtracting(["$ref", "description", "x-personal"])
        #expect(others.isEmpty, "\(name) has rules beside its kind")
        return "\(name): \(reference.dropFirst(Self.kindPrefix.count))"
            + (isRequired ? ", required" : "")
            + (field["x-personal"] as? Bool == true ? ", personal" : "")
    }

    /// The name of a kind in `kinds.v1.json`.
    private func kindName(_ kind: FieldKind) -> String {
        switch kind {
        case .textList(let maximum): maximum.map { "textListUpTo\($0)" } ?? "textList"
        case .decimal: "decimalString"
        case .word(let words): wordKindName(words)
        default: "\(kind)"
        }
    }

    private func wordKindName(_ words: [String]) -> String {
        switch words.first {
        case "economic": "wordBuyerRole"
        case "direct": "wordCostKind"
        case "won": "wordOutcome"
        default: "\(words)"
        }
    }
}
