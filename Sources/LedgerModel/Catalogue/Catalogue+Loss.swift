extension Catalogue {
    static let lossEvents: [EventDefinition] = [
        EventDefinition("churn.suspected"),
        EventDefinition(
            "churn.confirmed",
            [
                .optional("reason", .text),
                .optional("lost_minor", .amount),
                .optional("currency", .currency),
                .optional("partial", .flag),
            ]),
        EventDefinition("winback.tried"),
        EventDefinition("winback.won"),
    ]
}
