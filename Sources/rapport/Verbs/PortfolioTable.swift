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

    private let rows: [PortfolioRow]
    private let portfolio: Portfolio
    private let levels: LevelBook?

    /// - Parameter levels: the tiers and stages; nil leaves their columns out.
    init(_ rows: [PortfolioRow], of portfolio: Portfolio, _ levels: LevelBook? = nil) {
        self.levels = levels
        self.rows = rows
        self.portfolio = portfolio
    }

    func lines(_ palette: Palette) -> [String] {
        guard !portfolio.rows.isEmpty else {
            return ["no account has an event that counts at that time"]
        }
        guard !rows.isEmpty else {
            return ["none of the \(portfolio.rows.count) accounts has this owner at that time"]
        }
        var table = TextTable(
            columns: [
                .text("account", maximumWidth: 20), .text("name", maximumWidth: 24),
                .text("owner", maximumWidth: 14),
            ] + (levels?.titles.map { .text($0, maximumWidth: 14) } ?? [.text("class")]) + [
                .number("12 months"), .number("change"), .number("all time"), .number("open"),
                .number("satisfied"), .text("last contact"), .text("notice"),
            ])
        for row in rows { table.append(cells(row)) }
        return table.lines(palette) + ["", summary]
    }

    private func cells(_ row: PortfolioRow) -> [TextTable.Cell] {
        let notice = Notice(row, asOf: portfolio.asOf)
        let change = row.netChangePercent
        let satisfaction = row.satisfactionBasisPoints.map { "\($0 / 100) %" }
        return [
            .init(row.account.text), .init(row.name ?? ""), .init(row.owner ?? ""),
        ] + levelCells(row) + [
            .init(amount(row.orders?.trailingNet)),
            .init(
                change.map { $0 > 0 ? "+\($0) %" : "\($0) %" } ?? "",
                change.map { $0 <= -Self.notableChangePercent ? .red : .plain } ?? .plain),
            .init(amount(row.orders?.net)),
            .init(
                row.openComplaints > 0 ? String(row.openComplaints) : "",
                row.openComplaints >= Self.manyComplaints ? .red : .plain),
            .init(satisfaction ?? ""), .init(row.lastTouchAt?.date.text ?? ""),
            .init(notice.text, notice.style),
        ]
    }

    private func levelCells(_ row: PortfolioRow) -> [TextTable.Cell] {
        guard let levels else {
            return [.init(row.orders?.trailingPlace?.exclusive.letter ?? "", .bold)]
        }
        return levels.texts(of: row.account).map { .init($0, .bold) }
    }

    private func amount(_ figure: Figure?) -> String {
        switch figure {
        case nil: ""
        case .value(let minor): MoneyText(currency: portfolio.currency.text).rounded(minor)
        case .missing: "?"
        }
    }

    private var summary: String {
        let isMissing = rows.contains {
            guard case .missing = $0.orders?.net else { return false }
            return true
        }
        let hint = isMissing ? " · ? = a rate is missing, see --json" : ""
        return "\(GroupedDigits.of(rows.count)) accounts · amounts in \(portfolio.currency.text) "
            + "· as of \(portfolio.asOf.text)\(hint)"
    }
}

/// What a reader should notice of an account.
private struct Notice {
    let text: String
    let style: Style

    init(_ row: PortfolioRow, asOf: Instant) {
        let attention = Attention(row, asOf: asOf)
        var words: [String] = []
        var style = Style.plain
        if let target = row.mergedInto { words.append("merged into \(target)") }
        if row.isClosed { words.append("closed") }
        if row.openComplaints >= PortfolioTable.manyComplaints {
            words.append("complains")
            style = .yellow
        }
        let change = attention.netChangePercent ?? 0
        if change <= -PortfolioTable.notableChangePercent {
            words.append("slipping away")
            style = .red
        }
        if change >= PortfolioTable.notableChangePercent {
            words.append("rising")
            style = style == .plain ? .green : style
        }
        let silence = attention.daysSinceLastTouch ?? 0
        if !row.isClosed, row.mergedInto == nil, silence >= PortfolioTable.silenceDays {
            words.append("no contact for \(silence) days")
        }
        text = words.joined(separator: ", ")
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
