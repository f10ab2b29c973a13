extension Catalogue {
    static let voiceEvents: [EventDefinition] = [
        EventDefinition(
            "complaint.opened",
            [
                .required("complaint_id", .identifier),
                .optional("category", .text),
                .optional("severity", .text),
                .optional("channel", .text),
            ]),
        EventDefinition("complaint.acknowledged", [.required("complaint_id", .identifier)]),
        EventDefinition(
            "complaint.resolved",
            [
                .required("complaint_id", .identifier),
                .optional("outcome", .text),
            ]),
        EventDefinition("complaint.reopened", [.required("complaint_id", .identifier)]),
        EventDefinition(
            "satisfaction.sampled",
            [
                .required("survey_id", .identifier),
                .optional("frame", .text),
                .optional("seed", .integer),
                .optional("members", .textList(maximum: nil)),
            ]),
        EventDefinition(
            "satisfaction.surveyed",
            [
                .required("survey_id", .identifier),
                .required("score", .integer),
                .required("scale_min", .integer),
                .required("scale_max", .integer),
                .optional("method", .text),
                .optional("contact_id", .identifier),
                .optional("sub_scores", .object),
            ]),
        EventDefinition("satisfaction.declined", [.required("survey_id", .identifier)]),
        EventDefinition(
            "need.recorded",
            [
                .optional("stated", .text),
                .optional("underlying", .text),
                .optional("method", .text),
            ]),
    ]
}
