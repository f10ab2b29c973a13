import CivilCalendar
import LedgerModel

extension PackReader {
    /// Where a number comes from, as an object says; nil where it doesn't.
    mutating func origin(of node: DocumentNode) -> Origin? {
        node["origin"].flatMap { reader.word($0, as: "origin") }
    }

    /// A day, 00:00 in the pack's zone, or a date and time.
    mutating func instant(_ node: DocumentNode, as what: String) -> Instant? {
        guard let text = reader.text(node, as: what) else { return nil }
        if let instant = instant(text) { return instant }
        reader.report(
            "\(what) must be a day like 2026-03-01 or a time like 2026-03-01T09:30:00+08:00, "
                + "not '\(text)'", at: node.place)
        return nil
    }

    func instant(_ text: String) -> Instant? {
        if let date = CivilDate(text) {
            return Instant(microseconds: zone.start(of: date))
        }
        return try? Instant(text)
    }

    /// A length such as `90 days`.
    mutating func length(_ node: DocumentNode, as what: String) -> TimeLength? {
        if let text = node.text, let length = TimeLength(text) { return length }
        reader.report(
            "\(what) must be a length like '90 days' or '12 months', not \(node.kindName)",
            at: node.place)
        return nil
    }

    /// A window: a length or a period of the calendar.
    mutating func window(_ node: DocumentNode?) -> Window {
        guard let node else { return .wholeHistory }
        switch node.text {
        case "calendar_year": return .current(.year)
        case "calendar_quarter": return .current(.quarter)
        case "calendar_month": return .current(.month)
        case "previous_calendar_year": return .previous(.year)
        case "previous_calendar_quarter": return .previous(.quarter)
        case "previous_calendar_month": return .previous(.month)
        default: break
        }
        if let text = node.text, text.hasPrefix("fiscal_year") {
            return fiscalYear(node, text)
        }
        if let text = node.text, let length = TimeLength(text) { return length.window }
        reader.report(
            "a window must be a length like '12 months' or '365 days', or calendar_year, "
                + "previous_calendar_year, 'fiscal_year 04-01' and the like, not \(node.kindName)",
            at: node.place)
        return .wholeHistory
    }

    private mutating func fiscalYear(_ node: DocumentNode, _ text: String) -> Window {
        let words = text.split(separator: " ")
        guard words.count == 2, let (month, day) = monthAndDay(String(words[1])), day <= 28 else {
            reader.report(
                "a fiscal year needs the day it begins on, up to the 28th: 'fiscal_year 04-01'",
                at: node.place)
            return .wholeHistory
        }
        return .current(.fiscalYear(startMonth: month, startDay: day))
    }

    private func monthAndDay(_ text: String) -> (month: Int, day: Int)? {
        guard let date = CivilDate("2024-" + text) else { return nil }
        return (date.month, date.day)
    }

    /// When decisions are taken; monthly where nothing is said.
    mutating func schedule(_ node: DocumentNode?) -> Schedule {
        guard let node,
            let schedule = reader.object(
                node, known: ["every", "at"], required: ["every"], as: "evaluate"),
            let every = schedule["every"]
        else { return .monthly }
        let at = schedule["at"]
        if let at, every.text != "year" {
            reader.report("'at' goes with 'every: year' only", at: at.place)
        }
        switch every.text {
        case "year":
            guard let at else { return .yearly(month: 1, day: 1) }
            guard let (month, day) = at.text.flatMap({ monthAndDay($0) }) else {
                reader.report("'at' must be a day like 01-01", at: at.place)
                return .monthly
            }
            return .yearly(month: month, day: day)
        case "quarter": return .quarterly
        case "month": return .monthly
        case "week": return .weekly
        case "day": return .daily
        case "on_event": return .onEvent
        default:
            reader.report(
                "'every' must be year, quarter, month, week, day or on_event", at: every.place)
            return .monthly
        }
    }

    /// Labels by language; a text alone is English.
    mutating func label(_ node: DocumentNode?) -> Label? {
        guard let node else { return nil }
        if let text = node.text { return Label(texts: ["en": text]) }
        guard let labels = reader.object(node, known: Label.languages, as: "a label") else {
            return nil
        }
        var texts: [String: String] = [:]
        for member in labels.members {
            texts[member.name] = reader.text(member.value, as: "a label")
        }
        return Label(texts: texts)
    }

    /// The parameters of a pack.
    mutating func parameters(_ node: DocumentNode?, _ origin: Origin) -> [Parameter] {
        named(node, as: "parameters").compactMap { parameter($0, origin) }
    }

    /// The members of an object that holds definitions by name.
    mutating func named(_ node: DocumentNode?, as what: String) -> [DocumentNode.Member] {
        guard let node else { return [] }
        guard case .object(let members) = node.content else {
            reader.report("\(what) must be an object, not \(node.kindName)", at: node.place)
            return []
        }
        guard members.count <= PackLimits.definitions else {
            reader.report(
                "there are \(members.count) \(what); \(PackLimits.definitions) are the most",
                at: node.place)
            return []
        }
        for member in members where !Self.isName(member.name) {
            reader.report(
                "'\(member.name)' is no name; use letters, digits and _", at: member.place)
        }
        return members.filter { Self.isName($0.name) }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
                || (0x61...0x7A).contains(byte | 0x20)
        }
    }

    private mutating func parameter(
        _ member: DocumentNode.Member, _ packOrigin: Origin
    ) -> Parameter? {
        guard
            let node = reader.object(
                member.value, known: ["unit", "label", "value", "values", "origin", "description"],
                as: "the parameter '\(member.name)'")
        else { return nil }
        let stated: Quantity.Unit? = node["unit"].flatMap { reader.word($0, as: "unit") }
        var values: [(Instant?, DocumentNode)] = []
        switch (node["value"], node["values"]) {
        case (let value?, nil): values = [(nil, value)]
        case (nil, let dated?):
            for entry in dated.members {
                guard let from = instant(entry.name) else {
                    reader.report("'\(entry.name)' is no day like 2026-01-01", at: entry.place)
                    continue
                }
                values.append((from, entry.value))
            }
            values.sort { ($0.0 ?? .earliest) < ($1.0 ?? .earliest) }
        default: break
        }
        if values.isEmpty, node["values"]?.members.isEmpty ?? true {
            reader.report(
                "the parameter '\(member.name)' needs 'value', or 'values' by day",
                at: member.value.place)
        }
        let unit = stated ?? values.first.map { Quantity($0.1).unit } ?? .count
        return Parameter(
            name: member.name, unit: unit, label: label(node["label"]),
            values: values.compactMap { from, node in
                value(node, unit).map { Parameter.Dated(from: from, value: $0) }
            }, origin: origin(of: node) ?? packOrigin, place: member.place)
    }

    /// A value of a unit.
    private mutating func value(_ node: DocumentNode, _ unit: Quantity.Unit) -> FactValue? {
        let quantity = Quantity(node)
        guard quantity.unit == unit || unit == .text && node.text != nil else {
            reader.report(
                "\(node.kindName) is not in the unit \(unit.rawValue): write "
                    + Self.example(of: unit), at: node.place)
            return nil
        }
        guard unit == .money else { return unit == .text ? .text(node.text ?? "") : quantity.value }
        if let currency, quantity.currency != currency {
            reader.report(
                "the amount is not in \(currency.text), the currency of the pack", at: node.place)
        }
        if currency == nil {
            reader.report("amounts need the pack to have a 'currency' like CNY", at: node.place)
        }
        return quantity.value
    }

    private static func example(of unit: Quantity.Unit) -> String {
        switch unit {
        case .money: "2000万 CNY or 20,000,000.00 CNY"
        case .share: "80 %"
        case .days: "90 days"
        case .count: "a whole number"
        case .text: "a text"
        case .truth: "true or false"
        }
    }
}
