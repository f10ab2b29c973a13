extension Catalogue {
    static let jointEvents: [EventDefinition] = [
        EventDefinition(
            "team.formed",
            [
                .required("team_id", .identifier),
                .optional("function", .text),
                .optional("members", .textList(maximum: nil)),
            ]),
        EventDefinition("team.ended", [.required("team_id", .identifier)]),
        EventDefinition("plan.agreed"),
        EventDefinition(
            "information.shared",
            [
                .optional("topic", .text),
                .optional("sensitivity", .text),
                .optional("direction", .text),
            ]),
    ]
}
