extension Catalogue {
    static let commerceEvents: [EventDefinition] = [
        EventDefinition(
            "opportunity.opened",
            [
                .required("opportunity_id", .identifier),
                .optional("amount_minor", .amount),
                .optional("currency", .currency),
            ]),
        EventDefinition(
            "opportunity.advanced",
            [
                .required("opportunity_id", .identifier),
                .optional("stage", .text),
            ]),
        EventDefinition(
            "opportunity.closed",
            [
                .required("opportunity_id", .identifier),
                .optional("outcome", .word(["won", "lost"])),
                .optional("reason", .text),
                .optional("amount_minor", .amount),
                .optional("currency", .currency),
            ]),
        EventDefinition(
            "order.placed",
            [
                .required("order_id", .identifier),
                .required("currency", .currency),
                .required("amount_minor", .amount),
                .optional("items", .objectList),
            ]),
        EventDefinition(
            "order.amended",
            [
                .required("order_id", .identifier),
                .required("currency", .currency),
                .required("change_minor", .change),
            ]),
        EventDefinition(
            "order.cancelled",
            [
                .required("order_id", .identifier),
                .required("currency", .currency),
                .required("amount_minor", .amount),
            ]),
        EventDefinition(
            "order.returned",
            [
                .required("order_id", .identifier),
                .required("currency", .currency),
                .required("amount_minor", .amount),
            ]),
        EventDefinition(
            "delivery.made",
            [
                .optional("promised", .date),
                .optional("actual", .date),
                .optional("order_id", .identifier),
            ]),
        EventDefinition(
            "invoice.issued",
            [
                .optional("due", .date),
                .optional("invoice_id", .identifier),
                .optional("order_id", .identifier),
                .optional("currency", .currency),
                .optional("amount_minor", .amount),
            ]),
        EventDefinition(
            "payment.received",
            [
                .optional("invoice_id", .identifier),
                .optional("currency", .currency),
                .optional("amount_minor", .amount),
            ]),
        EventDefinition(
            "contract.signed",
            [
                .required("contract_id", .identifier),
                .optional("term", .text),
                .optional("exclusive", .flag),
                .optional("value_minor", .amount),
                .optional("currency", .currency),
            ]),
        EventDefinition(
            "contract.changed",
            [
                .required("contract_id", .identifier),
                .optional("term", .text),
                .optional("exclusive", .flag),
                .optional("value_minor", .amount),
                .optional("currency", .currency),
            ]),
        EventDefinition("contract.breached", [.required("contract_id", .identifier)]),
        EventDefinition("contract.ended", [.required("contract_id", .identifier)]),
    ]
}
