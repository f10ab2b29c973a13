import Instruments
import LedgerModel

/// One account for people.
struct AccountText {
    /// Complaints, answers and owners that are shown at most, the latest.
    private static let shownLines = 8

    private let card: AccountCard
    private let levels: [String]
    private let words: Words

    /// - Parameter levels: lines about levels and what they ask of us; empty for none.
    init(_ card: AccountCard, levels: [String], _ words: Words) {
        self.card = card
        self.levels = levels.map { PrintableText.of($0) }
        self.words = words
    }

    func lines(_ palette: Palette) -> [String] {
        let sections = [
            head(palette), levels, years(palette), complaints(palette), contacts(palette),
            satisfaction(palette), opportunities(palette), owners(palette),
        ]
        let body = sections.filter { !$0.isEmpty }.joined(separator: [""])
        return body + ["", words.asOf(card.asOf.text)]
    }

    private func head(_ palette: Palette) -> [String] {
        let (row, profile) = (card.row, card.profile)
        let title = [row.account.text, profile.name].compactMap { $0 }.joined(separator: "  ")
        let profiled = [profile.industry, profile.city, profile.region, profile.country]
            .compactMap { $0 }.joined(separator: ", ")
        var facts: [(String, String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append((name, PrintableText.of(value))) }
        }
        add(words.owner, row.owner)
        add(words.about, profiled)
        add(words.parent, profile.parent)
        add(words.mergedInto, profile.mergedInto)
        if profile.isClosed { add(words.state, words.closed) }
        if let orders = row.orders {
            add(words.netAllTime, text(orders.net))
            add(words.netTwelveMonths, text(orders.trailingNet))
            add(words.orders, orders.count > 0 ? GroupedDigits.of(orders.count) : nil)
            add(words.lastOrder, orders.lastAt?.date.text)
        }
        if let place = row.orders?.trailingPlace {
            add(words.classTwelveMonths, words.place(place.exclusive.letter, rank: place.rank))
        }
        add("RFM", row.orders?.rfm?.text)
        add(words.change, card.attention.netChangePercent.map { words.changeOfYear($0) })
        let silence = card.attention.daysSinceLastTouch
        add(words.lastContact, row.lastTouchAt.map { words.ago($0.date.text, silence ?? 0) })
        add(words.lastVisit, row.lastVisitAt?.date.text)
        return [palette.paint(PrintableText.of(title), .bold)]
            + facts.map { name, value in
                DisplayWidth.padded(name, toColumns: 18) + value
            }
    }

    private func years(_ palette: Palette) -> [String] {
        var years = Set(card.revenue.netByYear.entries.map(\.year))
        years.formUnion(card.costsByYear.entries.map(\.year))
        guard !years.isEmpty else { return [] }
        var table = TextTable(columns: [
            .text(words.year), .number(words.net), .number(words.cost),
        ])
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
            .text(words.complaint, maximumWidth: 24), .text(words.category, maximumWidth: 30),
            .text(words.opened), .text(words.state), .number(words.dayCount),
        ])
        let open = card.complaints.filter(\.complaint.isOpen)
        let shown = open.isEmpty ? Array(card.complaints.suffix(3)) : open.suffix(Self.shownLines)
        for line in shown {
            let isOpen = line.complaint.isOpen
            table.append([
                .init(line.id), .init(line.category),
                .init(line.complaint.openedAt.date.text),
                .init(words.resolution(isOpen: isOpen), isOpen ? .red : .plain),
                .init(GroupedDigits.of(line.ageDays)),
            ])
        }
        let count = words.complaints(card.complaints.count, open: open.count)
        return [palette.paint(count, .bold)] + table.lines(palette)
    }

    private func contacts(_ palette: Palette) -> [String] {
        let touches = card.touches
        guard touches.count.touches > 0 else { return [] }
        let years = touches.byYear.entries.map(\.year)
        var table = TextTable(
            columns: [.text(words.contacts, maximumWidth: 20)] + years.map { .number(String($0)) })
        table.append(
            [.init(words.visits)]
                + touches.byYear.entries.map { .init(GroupedDigits.of($0.value.visits)) })
        for channel in card.channels {
            let counts = years.map { year in
                channel.byYear.entries.first { $0.year == year }?.value ?? 0
            }
            table.append(
                [.init(words.channel(channel.channel))] + counts.map { .init(GroupedDigits.of($0)) }
            )
        }
        return table.lines(palette)
    }

    private func satisfaction(_ palette: Palette) -> [String] {
        let history = card.satisfaction
        guard let mean = history.mean?.value, let last = history.last else { return [] }
        let latest = history.answers.suffix(Self.shownLines)
            .map { "\($0.occurredAt.date.text) \($0.basisPoints / 100) %" }
        return [
            palette.paint(words.satisfactionOfScales, .bold),
            words.answers(
                history.answers.count, mean: mean, last: last.basisPoints,
                trend: history.trend?.value),
            latest.joined(separator: " · "),
        ]
    }

    private func opportunities(_ palette: Palette) -> [String] {
        let all = card.opportunities
        guard !all.isEmpty else { return [] }
        return [
            palette.paint(words.opportunities, .bold),
            words.opportunities(
                opened: all.opened, won: all.won, text(all.wonSum.figure), lost: all.lost,
                open: all.open),
        ]
    }

    private func owners(_ palette: Palette) -> [String] {
        guard card.owners.count > 1 else { return [] }
        return [palette.paint(words.owners, .bold)]
            + card.owners.suffix(Self.shownLines).map {
                "\($0.since.date.text)  \(PrintableText.of($0.owner ?? words.nobody))"
            }
    }

    private func text(_ figure: Figure?) -> String { words.labelled(figure, card.currency) }
}
