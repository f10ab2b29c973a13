package import JSON

extension AccountState {
    /// How an event of one type is read.
    struct Reading: Sendable {
        enum Fields: Sendable {
            case none, profile, order, cost, complaint, answer, opportunity, visit
            /// One text that names something.
            case named(JSONName)
            /// A stage, and a text beside it.
            case stage(JSONName, JSONName)
        }

        let kind: TimelineEntry.Kind
        let fields: Fields
    }

    static func reading(of definition: Int) -> Reading? {
        definition >= 0 ? readings[definition] : nil
    }

    /// One for each definition of the catalogue.
    private static let readings: [Reading?] = Catalogue.definitions.map { definition in
        switch definition.name {
        case "account.opened": Reading(kind: .opened, fields: .profile)
        case "account.updated": Reading(kind: .updated, fields: .profile)
        case "account.closed": Reading(kind: .closed, fields: .none)
        case "account.reopened": Reading(kind: .reopened, fields: .none)
        case "account.merged": Reading(kind: .merged, fields: .named("into"))
        case "owner.assigned": Reading(kind: .ownerAssigned, fields: .named("owner"))
        case "owner.released": Reading(kind: .ownerReleased, fields: .named("owner"))
        case "order.placed": Reading(kind: .orderPlaced, fields: .order)
        case "order.amended": Reading(kind: .orderAmended, fields: .order)
        case "order.cancelled": Reading(kind: .orderCancelled, fields: .order)
        case "order.returned": Reading(kind: .orderReturned, fields: .order)
        case "cost.allocated": Reading(kind: .cost, fields: .cost)
        case "complaint.opened": Reading(kind: .complaintOpened, fields: .complaint)
        case "complaint.acknowledged": Reading(kind: .complaintAcknowledged, fields: .complaint)
        case "complaint.resolved": Reading(kind: .complaintResolved, fields: .complaint)
        case "complaint.reopened": Reading(kind: .complaintReopened, fields: .complaint)
        case "satisfaction.surveyed": Reading(kind: .answer, fields: .answer)
        case "visit.made": Reading(kind: .visit, fields: .visit)
        case "visit.planned": Reading(kind: .visitPlanned, fields: .visit)
        case "visit.cancelled": Reading(kind: .visitCancelled, fields: .visit)
        case "interaction.logged": Reading(kind: .interaction, fields: .named(.channel))
        case "stage.assessed": Reading(kind: .stageAssessed, fields: .stage("stage", "rater"))
        case "stage.targeted": Reading(kind: .stageTargeted, fields: .stage("target", "by"))
        case "opportunity.opened": Reading(kind: .opportunityOpened, fields: .opportunity)
        case "opportunity.closed": Reading(kind: .opportunityClosed, fields: .opportunity)
        default: nil
        }
    }
}

extension JSONName {
    static let amountMinor: JSONName = "amount_minor"
    static let category: JSONName = "category"
    static let changeMinor: JSONName = "change_minor"
    static let channel: JSONName = "channel"
    static let complaintID: JSONName = "complaint_id"
    static let costType: JSONName = "cost_type"
    static let currency: JSONName = "currency"
    static let opportunityID: JSONName = "opportunity_id"
    static let orderID: JSONName = "order_id"
    static let outcome: JSONName = "outcome"
    static let plannedFor: JSONName = "planned_for"
    static let scaleMax: JSONName = "scale_max"
    static let scaleMin: JSONName = "scale_min"
    static let score: JSONName = "score"
    static let visitID: JSONName = "visit_id"
}

extension JSONTape {
    /// The currency in a member; nil where there is none.
    package func currency(
        _ name: JSONName, of object: JSONNode.Index, in text: Span<UInt8>
    ) -> CurrencyCode? {
        member(name, of: object, in: text).flatMap { currency(at: $0, in: text) }
    }

    /// The currency that a node is; nil for another value.
    func currency(at node: JSONNode.Index, in text: Span<UInt8>) -> CurrencyCode? {
        guard self[node].kind == .string else { return nil }
        return CurrencyCode(text.extracting(self[node].start..<self[node].end))
    }

    /// The integer in a member; nil where there is none.
    func integer(_ name: JSONName, of object: JSONNode.Index, in text: Span<UInt8>) -> Int64? {
        guard let value = member(name, of: object, in: text) else { return nil }
        return integer(value, in: text)
    }
}
