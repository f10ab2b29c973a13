extension Catalogue {
    static let touchEvents: [EventDefinition] = [
        EventDefinition(
            "visit.planned",
            [
                .optional("channel", .text), .optional("visit_id", .identifier),
                .optional("planned_for", .date),
            ] + touchFields),
        EventDefinition(
            "visit.made",
            [.optional("channel", .text), .optional("visit_id", .identifier)] + touchFields),
        EventDefinition(
            "visit.cancelled",
            [.optional("channel", .text), .optional("visit_id", .identifier)] + touchFields),
        EventDefinition(
            "interaction.logged", [.required("channel", .interactionChannel)] + touchFields),
    ]

    /// What every touch may say, besides its channel.
    private static let touchFields: [EventDefinition.Field] = [
        .optional("direction", .text),
        .optional("our_people", .textList(maximum: nil)),
        .optional("contacts", .textList(maximum: nil)),
        .optional("our_function", .text),
        .optional("their_function", .text),
        .optional("our_level", .text),
        .optional("their_level", .text),
        .optional("purpose", .text),
        .optional("topic", .text),
        .optional("outcome", .text),
        .optional("minutes", .count),
        .optional("cost_minor", .amount),
        .optional("currency", .currency),
    ]
}
