extension Catalogue {
    static let moneyEvents: [EventDefinition] = [
        EventDefinition(
            "cost.allocated",
            [
                .optional("cost_type", .text),
                .optional("kind", .word(["direct", "indirect"])),
                .required("currency", .currency),
                .required("amount_minor", .amount),
                .optional("period", .text),
            ]),
        EventDefinition(
            "forecast.made",
            [
                .optional("year", .year),
                .optional("revenue_minor", .amount),
                .optional("direct_minor", .amount),
                .optional("indirect_minor", .amount),
                .optional("currency", .currency),
            ]),
        EventDefinition(
            "spend.estimated",
            [
                .optional("period", .text),
                .required("amount_minor", .amount),
                .optional("currency", .currency),
            ]),
        EventDefinition(
            "benefit.granted",
            [
                .optional("kind", .text),
                .optional("amount_minor", .amount),
                .optional("currency", .currency),
            ]),
        EventDefinition(
            "rate.quoted",
            [
                .optional("from", .currency),
                .optional("to", .currency),
                .optional("rate", .decimal),
            ], subject: .ledger),
    ]
}
