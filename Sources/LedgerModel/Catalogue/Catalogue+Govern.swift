extension Catalogue {
    static let governEvents: [EventDefinition] = [
        EventDefinition(
            "pack.activated",
            [
                .optional("name", .identifier),
                .optional("version", .integer),
                .optional("sha256", .text),
                .optional("effective_from", .date),
            ], subject: .ledger, isWrittenByVerbsOnly: true),
        EventDefinition("tier.proposed", tierFields),
        EventDefinition("tier.approved", tierFields),
        EventDefinition("tier.overridden", tierFields),
        EventDefinition(
            "list.frozen",
            [
                .optional("year", .year),
                .optional("members", .textList(maximum: nil)),
            ], subject: .ledger),
        EventDefinition("goal.set", subject: .ledger),
        EventDefinition(
            "event.annulled",
            [
                .required("source", .sourceName),
                .required("id", .identifier),
                .optional("reason", .text),
            ], subject: .accountOrLedger),
        EventDefinition(
            "import.completed",
            [
                .optional("file", .text),
                .optional("sha256", .text),
                .optional("rows", .count),
                .optional("appended", .count),
                .optional("duplicates", .count),
                .optional("rejected", .count),
            ], subject: .ledger, isWrittenByVerbsOnly: true),
        EventDefinition("person.erased"),
        EventDefinition("person.restricted"),
    ]

    /// What the events about a decision say.
    private static let tierFields: [EventDefinition.Field] = [
        .required("decision", .identifier),
        .required("to", .text),
        .optional("as_of", .date),
        .optional("pack_sha256", .text),
        .optional("by", .text),
        .optional("reason", .text),
        .optional("expires", .date),
    ]
}
