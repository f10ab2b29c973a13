import Instruments
import LedgerModel

/// One account for people.
struct AccountText {
    /// Complaints, answers and owners that are shown at most, the latest.
    private static let shownLines = 8

    private let card: AccountCard
    private let money: MoneyText

    private let levels: [String]

    /// - Parameter levels: lines about levels and what they ask of us; empty for none.
    init(_ card: AccountCard, levels: [String]) {
        self.card = card
        self.levels = levels.map { PrintableText.of($0) }
        money = MoneyText(currency: card.currency.text)
    }

    func lines(_ palette: Palette) -> [String] {
        let sections = [
            head(palette), levels, years(palette), complaints(palette), contacts(palette),
            satisfaction(palette), opportunities(palette), owners(palette),
        ]
        let body = sections.filter { !$0.isEmpty }.joined(separator: [""])
        return body + ["", "as of \(card.asOf.text)"]
    }

    private func head(_ palette: Palette) -> [String] {
        let (row, profile) = (card.row, card.profile)
        let title = [row.account.text, profile.name].compactMap { $0 }.joined(separator: "  ")
        let place = [profile.industry, profile.city, profile.region, profile.country]
            .compactMap { $0 }.joined(separator: ", ")
        var facts: [(String, String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append((name, PrintableText.of(value))) }
        }
        add("owner", row.owner)
        add("about", place)
        add("parent", profile.parent)
        add("merged into", profile.mergedInto)
        if profile.isClosed { add("state", "closed") }
        if let orders = row.orders {
            add("net, all time", text(orders.net))
            add("net, 12 months", text(orders.trailingNet))
            add("orders", orders.count > 0 ? GroupedDigits.of(orders.count) : nil)
            add("last order", orders.lastAt?.date.text)
        }
        if let place = row.orders?.trailingPlace {
            let rank = place.rank.map { ", rank \($0)" } ?? ""
            add("class, 12 months", place.exclusive.letter + rank)
        }
        add("RFM", row.orders?.rfm?.text)
        add("change", card.attention.netChangePercent.map { "\($0) % against the 365 days before" })
        let silence = card.attention.daysSinceLastTouch
        add("last contact", row.lastTouchAt.map { "\($0.date.text), \(silence ?? 0) days ago" })
        add("last visit", row.lastVisitAt?.date.text)
        return [palette.paint(PrintableText.of(title), .bold)]
            + facts.map { name, value in
                name + String(repeating: " ", count: max(1, 18 - name.count)) + value
            }
    }

    private func years(_ palette: Palette) -> [String] {
        var years = Set(card.revenue.netByYear.entries.map(\.year))
        years.formUnion(card.costsByYear.entries.map(\.year))
        guard !years.isEmpty else { return [] }
        var table = TextTable(columns: [.text("year"), .number("net"), .number("cost")])
        for year in years.sorted() {
            let net = card.revenue.netByYear.entries.first { $0.year == year }?.value.figure
            let cost = card.costsByYear.entries.first { $0.year == year }?.value.figure
            table.append([.init(String(year)), .init(text(net)), .init(text(cost))])
        }
        return table.lines(palette)
    }

    private func complaints(_ palette: Palette) -> [String] {
        guard !card.complaints.isEmpty else { return [] }
        var table = TextTable(columns: [
            .text("complaint", maximumWidth: 24), .text("category", maximumWidth: 30),
            .text("opened"), .text("state"), .number("days"),
        ])
        let open = card.complaints.filter(\.complaint.isOpen)
        let shown = open.isEmpty ? Array(card.complaints.suffix(3)) : open.suffix(Self.shownLines)
        for line in shown {
            let isOpen = line.complaint.isOpen
            table.append([
                .init(line.id), .init(line.category),
                .init(line.complaint.openedAt.date.text),
                .init(isOpen ? "open" : "resolved", isOpen ? .red : .plain),
                .init(GroupedDigits.of(line.ageDays)),
            ])
        }
        let count = "complaints: \(card.complaints.count), open \(open.count)"
        return [palette.paint(count, .bold)] + table.lines(palette)
    }

    private func contacts(_ palette: Palette) -> [String] {
        let touches = card.touches
        guard touches.count.touches > 0 else { return [] }
        let years = touches.byYear.entries.map(\.year)
        var table = TextTable(
            columns: [.text("contacts", maximumWidth: 20)] + years.map { .number(String($0)) })
        table.append(
            [.init("visits")]
                + touches.byYear.entries.map { .init(GroupedDigits.of($0.value.visits)) })
        for channel in card.channels {
            let counts = years.map { year in
                channel.byYear.entries.first { $0.year == year }?.value ?? 0
            }
            table.append([.init(channel.channel)] + counts.map { .init(GroupedDigits.of($0)) })
        }
        return table.lines(palette)
    }

    private func satisfaction(_ palette: Palette) -> [String] {
        let history = card.satisfaction
        guard let mean = history.mean?.value, let last = history.last else { return [] }
        let trend = history.trend?.value.map {
            $0 > 0 ? ", trend +\($0 / 100)" : ", trend \($0 / 100)"
        }
        let latest = history.answers.suffix(Self.shownLines)
            .map { "\($0.occurredAt.date.text) \($0.basisPoints / 100) %" }
        return [
            palette.paint("satisfaction, in % of each scale", .bold),
            "mean \(mean / 100), last \(last.basisPoints / 100)\(trend ?? ""), "
                + "\(history.answers.count) answers",
            latest.joined(separator: " · "),
        ]
    }

    private func opportunities(_ palette: Palette) -> [String] {
        let all = card.opportunities
        guard !all.isEmpty else { return [] }
        return [
            palette.paint("opportunities", .bold),
            "opened \(all.opened), won \(all.won) (\(text(all.wonSum.figure))), lost \(all.lost), "
                + "open \(all.open)",
        ]
    }

    private func owners(_ palette: Palette) -> [String] {
        guard card.owners.count > 1 else { return [] }
        return [palette.paint("owners", .bold)]
            + card.owners.suffix(Self.shownLines).map {
                "\($0.since.date.text)  \(PrintableText.of($0.owner ?? "nobody"))"
            }
    }

    private func text(_ figure: Figure?) -> String {
        switch figure {
        case nil: ""
        case .value(let minor): money.labelled(minor)
        case .missing(let reason): "missing: \(reason.sentence)"
        }
    }
}
