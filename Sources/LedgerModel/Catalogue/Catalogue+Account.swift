extension Catalogue {
    static let accountEvents: [EventDefinition] = [
        EventDefinition("account.opened", accountFields),
        EventDefinition("account.updated", accountFields),
        EventDefinition(
            "account.assessed",
            [
                .optional("criterion", .identifier),
                .optional("value", .scalar),
                .optional("rater", .text),
            ]),
        EventDefinition(
            "account.alias_set",
            [
                .optional("system", .identifier),
                .optional("external_id", .identifier),
            ]),
        EventDefinition("account.merged", [.optional("into", .identifier)]),
        EventDefinition("account.closed", [.optional("reason", .text)]),
        EventDefinition("account.reopened"),
        EventDefinition("owner.assigned", [.optional("owner", .text), .optional("role", .text)]),
        EventDefinition("owner.released", [.optional("owner", .text), .optional("role", .text)]),
    ]

    /// What is known of an account.
    private static let accountFields: [EventDefinition.Field] = [
        .optional("name", .text),
        .optional("industry", .text),
        .optional("segment", .text),
        .optional("country", .text),
        .optional("region", .text),
        .optional("city", .text),
        .optional("parent", .identifier),
        .optional("credit_limit_minor", .amount),
        .optional("currency", .currency),
    ]
}
