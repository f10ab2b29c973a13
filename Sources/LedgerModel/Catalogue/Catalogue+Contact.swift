extension Catalogue {
    static let contactEvents: [EventDefinition] = [
        EventDefinition("contact.added", contactFields),
        EventDefinition("contact.updated", contactFields),
        EventDefinition(
            "contact.left",
            [
                .required("contact_id", .identifier),
                .personal("reason", .text),
            ]),
        EventDefinition(
            "contact.assessed",
            [
                .required("contact_id", .identifier),
                .optional("buyer_role", .word(["economic", "technical", "user"])),
                .optional("influence", .integer),
                .optional("involvement", .integer),
                .optional("support", .integer),
                .optional("buying_phase", .text),
                .personal("motivation", .text),
                .personal("needs", .textList(maximum: 3)),
                .optional("preferred_channel", .text),
                .personal("channel_reason", .text),
                .optional("desired_interval_days", .count),
                .personal("deepen_action", .text),
                .optional("veto", .flag),
            ]),
    ]

    /// What is known of a contact.
    private static let contactFields: [EventDefinition.Field] = [
        .required("contact_id", .identifier),
        .personal("name", .text),
        .personal("title", .text),
        .optional("function", .text),
        .optional("level", .text),
        .personal("phone", .text),
        .personal("email", .text),
        .personal("birthday", .date),
        .personal("notes", .text),
    ]
}
