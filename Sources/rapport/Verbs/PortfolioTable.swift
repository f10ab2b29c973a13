import Instruments
import LedgerModel
import Policy

/// The portfolio for people: a line an account, and what a reader should notice.
struct PortfolioTable {
    /// From how many percent on a change of revenue is worth a remark.
    static let notableChangePercent: Int64 = 30
    /// After how many days without a visit or a contact an account counts as neglected.
    static let silenceDays: Int64 = 120
    /// From how many open complaints on an account counts as one that complains.
    static let manyComplaints = 3

    private let rows: [(row: PortfolioRow, standing: AccountStanding)]
    private let portfolio: Portfolio
    private let standings: StandingCells
    private let words: Words
    /// Columns in which no row would have anything are left out.
    private let (showsChange, showsNextVisit): (Bool, Bool)

    init(_ rows: [PortfolioRow], of portfolio: Portfolio, _ levels: LevelBook, _ words: Words) {
        self.rows = rows.map { ($0, levels.standing(of: $0)) }
        self.portfolio = portfolio
        self.words = words
        standings = StandingCells(levels, words)
        showsChange = self.rows.contains { $0.standing.change != nil }
        showsNextVisit = self.rows.contains { $0.standing.calendar.dueBy(.visits) != nil }
    }

    func lines(_ palette: Palette) -> [String] {
        guard !portfolio.rows.isEmpty else {
            return [words.noAccountAtThatTime]
        }
        guard !rows.isEmpty else {
            return [words.noAccountOfOwner(among: portfolio.rows.count)]
        }
        var table = TextTable(columns: columns)
        for (row, standing) in rows { table.append(cells(row, standing)) }
        return table.lines(palette) + ["", summary]
    }

    private var columns: [TextTable.Column] {
        let head: [TextTable.Column] = [
            .text(words.account, maximumWidth: 16), .text(words.accountName, maximumWidth: 16),
            .text(words.owner, maximumWidth: 10), .text(words.tier, maximumWidth: 14),
        ]
        let change = showsChange ? [TextTable.Column.text(words.was, maximumWidth: 14)] : []
        let body: [TextTable.Column] = [
            .text(words.stage, maximumWidth: 12), .number(words.twelveMonths),
            .number(words.change), .number(words.openComplaints),
            .text(words.satisfaction, maximumWidth: 14), .text(words.lastVisit),
        ]
        let next = showsNextVisit ? [TextTable.Column.text(words.nextVisit)] : []
        return head + change + body + next + [.text(words.notice)]
    }

    private func cells(_ row: PortfolioRow, _ standing: AccountStanding) -> [TextTable.Cell] {
        let notice = Notice(row, standing, asOf: portfolio.asOf, words)
        let change = row.netChangePercent
        let head: [TextTable.Cell] = [
            .init(row.account.text), .init(row.name ?? ""), .init(row.owner ?? ""),
            standings.level(standing.tier, "tier"),
        ]
        let body: [TextTable.Cell] = [
            standings.level(standing.stage, "stage"), .init(amount(row.orders?.trailingNet)),
            .init(
                change.map { $0 > 0 ? "+\($0) %" : "\($0) %" } ?? "",
                change.map { $0 <= -Self.notableChangePercent ? .red : .plain } ?? .plain),
            .init(
                row.openComplaints > 0 ? String(row.openComplaints) : "",
                row.openComplaints >= Self.manyComplaints ? .red : .plain),
            standings.satisfaction(standing), .init(row.lastVisitAt?.date.text ?? ""),
        ]
        return head + (showsChange ? [standings.change(standing)] : []) + body
            + (showsNextVisit ? [standings.nextVisit(standing)] : [])
            + [.init(notice.text, notice.style)]
    }

    private func amount(_ figure: Figure?) -> String {
        switch figure {
        case nil: ""
        case .value(let minor): words.rounded(minor, portfolio.currency)
        case .missing: "?"
        }
    }

    private var summary: String {
        let isMissing = rows.contains {
            guard case .missing = $0.row.orders?.trailingNet else { return false }
            return true
        }
        let summary = words.summary(
            GroupedDigits.of(rows.count), portfolio.currency.text, portfolio.asOf.text)
        return summary + (isMissing ? words.missingRates : "")
    }
}

/// What a reader should notice of an account.
private struct Notice {
    let text: String
    let style: Style

    init(_ row: PortfolioRow, _ standing: AccountStanding, asOf: Instant, _ words: Words) {
        let attention = Attention(row, asOf: asOf)
        var remarks: [String] = []
        var style = Style.plain
        if let target = row.mergedInto { remarks.append(words.merged(into: "\(target)")) }
        if row.isClosed { remarks.append(words.closed) }
        if row.openComplaints >= PortfolioTable.manyComplaints {
            remarks.append(words.complains)
            style = .yellow
        }
        if standing.calendar.isOverdue(.visits) {
            remarks.append(words.visitOverdue)
            style = .yellow
        }
        let change = attention.netChangePercent ?? 0
        if change <= -PortfolioTable.notableChangePercent {
            remarks.append(words.slippingAway)
            style = .red
        }
        if change >= PortfolioTable.notableChangePercent {
            remarks.append(words.rising)
            style = style == .plain ? .green : style
        }
        let silence = attention.daysSinceLastTouch ?? 0
        if !row.isClosed, row.mergedInto == nil, silence >= PortfolioTable.silenceDays {
            remarks.append(words.silent)
        }
        text = words.list(remarks)
        self.style = row.isClosed || row.mergedInto != nil ? .dim : style
    }
}

/// The portfolio as comma-separated values (RFC 4180).
enum PortfolioCSV {
    static let header =
        "account,name,owner,net_minor,t12m_net_minor,t12m_abc,abc,abc_incl,rank,orders,"
        + "first_order,last_order,recency_days,rfm,cost_minor,complaints,complaints_open,"
        + "contacts_logged,last_contact,surveys,survey_bp_sum,opps_opened,opps_closed,won_minor\r\n"

    static func line(_ row: PortfolioRow) -> String {
        let orders = row.orders
        let fields: [String?] = [
            row.account.text, row.name, row.owner, number(orders?.net.value),
            number(orders?.trailingNet.value), orders?.trailingPlace?.exclusive.letter,
            orders?.place?.exclusive.letter, orders?.place?.inclusive.letter,
            number(orders?.place?.rank), number(orders?.count), orders?.firstAt?.text,
            orders?.lastAt?.text, number(orders?.recencyDays), orders?.rfm?.text,
            number(row.cost?.value), number(row.complaints), number(row.openComplaints),
            number(row.touches.touches), row.lastTouchAt?.text, number(row.answers),
            row.answers > 0 ? number(row.answerSum.value) : nil, number(row.opportunitiesOpened),
            number(row.opportunitiesClosed), number(row.won.value),
        ]
        return fields.map { CommaSeparated.quoted($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    private static func number(_ value: (some BinaryInteger)?) -> String? {
        value.map { String($0) }
    }
}
