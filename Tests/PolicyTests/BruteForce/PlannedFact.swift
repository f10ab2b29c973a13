import Policy

/// A fact of a random pack.
enum PlannedFact {
    case revenue(PlannedWindow, missing: Bool)
    case visits(PlannedWindow)
    case orders(PlannedWindow)
    case orderIDs(PlannedWindow)
    case largest(PlannedWindow)
    case smallest(PlannedWindow)
    case answers(PlannedWindow)
    case brand
    case firstBrand
    case daysQuiet
    case streak
    case open(PlannedWindow)
    case listed
    case contacts(ContactFact.Measure, PlannedWindow)
    case growth(of: Int)
    case share(of: Int, in: Int)
    case total(of: Int, less: Int)
    case population(PopulationFact.Measure, of: Int, byRegion: Bool, shared: Bool)

    var isText: Bool {
        switch self {
        case .brand, .firstBrand: true
        default: false
        }
    }

    var isTruth: Bool { if case .listed = self { true } else { false } }

    /// Whether it is taken of amounts.
    var isAmount: Bool {
        switch self {
        case .revenue, .largest: true
        default: false
        }
    }

    /// Whether another fact can be computed of it.
    var isBase: Bool {
        switch self {
        case .revenue, .visits, .orders, .answers, .largest, .total: true
        default: false
        }
    }

    func yaml(named name: (Int) -> String) -> String {
        switch self {
        case .revenue(let window, let missing):
            "{event: order.placed, sum: event.amount_minor, "
                + "plus: {order.amended: event.change_minor}"
                + ", less: [order.cancelled]\(window.yaml)\(missing ? "" : ", missing: 0")}"
        case .visits(let window): "{event: visit.made, count: true\(window.yaml)}"
        case .orders(let window):
            "{event: order.placed, count: true, less: [order.cancelled]\(window.yaml)}"
        case .orderIDs(let window):
            "{event: order.placed, count_distinct: event.order_id\(window.yaml)}"
        case .largest(let window): "{event: order.placed, max: event.amount_minor\(window.yaml)}"
        case .smallest(let window):
            "{event: order.placed, min: event.amount_minor\(window.yaml), missing: 7}"
        case .answers(let window):
            "{event: satisfaction.surveyed, avg: normalised(event)\(window.yaml)}"
        case .brand:
            "{event: account.assessed, last: event.value, type: string, "
                + #"where: "event.criterion == 'brand'"}"#
        case .firstBrand:
            "{event: account.assessed, first: event.value, type: string, missing: none, "
                + #"where: "event.criterion == 'brand'"}"#
        case .daysQuiet: "{event: [visit.made, interaction.logged], days_since: true}"
        case .streak: "{event: order.placed, streak: month}"
        case .open(let window):
            "{open: complaint.opened, close: complaint.resolved, reopen: complaint.reopened, "
                + "key: event.complaint_id, open_count: true\(window.yaml)}"
        case .listed: "{event: list.frozen, member: true, window: calendar_year}"
        case .contacts(let measure, let window):
            "{contact_structure: \(measure.rawValue)\(window.yaml)}"
        case .growth(let base): "{growth: \(name(base)), over: 12 months}"
        case .share(let part, let whole): "{share: \(name(part)), of: \(name(whole))}"
        case .total(let fact, let less): "{total: [\(name(fact))], less: [\(name(less))]}"
        case .population(let measure, let base, let byRegion, let shared):
            "{population: \(name(base)), \(measure.rawValue): true"
                + (byRegion ? ", cohort: account.region" : "")
                + (shared ? "}" : ", ties: by_account}")
        }
    }
}
