extension Catalogue {
    static let judgementEvents: [EventDefinition] = [
        EventDefinition(
            "score.given",
            [
                .optional("model", .identifier),
                .optional("factor", .identifier),
                .optional("supplier", .text),
                .required("score", .integer),
                .optional("rater", .text),
            ]),
        EventDefinition(
            "risk.assessed",
            [
                .required("risk_id", .identifier),
                .optional("source", .text),
                .optional("factor", .text),
                .optional("probability", .text),
                .optional("impact", .text),
            ]),
        EventDefinition("risk.closed", [.required("risk_id", .identifier)]),
        EventDefinition(
            "stage.assessed",
            [
                .optional("stage", .text),
                .optional("rater", .text),
                .optional("reason", .text),
            ]),
        EventDefinition(
            "stage.targeted",
            [
                .optional("target", .text),
                .optional("by", .date),
                .optional("actions", .textList(maximum: 5)),
            ]),
        EventDefinition(
            "competitor.observed",
            [
                .optional("name", .text),
                .optional("product", .text),
                .optional("share", .number),
            ]),
    ]
}
