import CEL
package import LedgerModel

/// Folds what a pack reads of a shard of accounts into their facts at each instant of a block.
package struct FactFold: Sendable {
    let plan: ReplayPlan
    /// The frozen lists, and the rates, that count.
    private let lists: [FrozenList]
    private let rates: RateTable

    package init(_ plan: ReplayPlan, lists: [FrozenList], rates: RateTable) {
        self.plan = plan
        self.lists = lists
        self.rates = rates
    }

    private var pack: Pack { plan.pack }

    /// The facts that need no other account, of all accounts of a shard.
    package func shardFacts(of shard: borrowing ReplayShard, at instants: [Instant]) -> ShardFacts {
        var shardFacts = ShardFacts(
            accountCount: shard.accounts.count, factCount: pack.facts.count, texts: shard.texts)
        var folded: [[Int]: EntrySeries] = [:]
        var special = Array(repeating: false, count: shard.accounts.count)
        var oneByOne: [Int] = []
        let own = pack.factOrder.filter { plan.neededFacts.contains($0) && pack.facts[$0].isOwn }
        let events = own.compactMap { folds($0)?.event }
        let ordered = Set(
            events.filter { SeriesFold.needsOrder($0.aggregate) }.map { seriesKey($0) })
        let valued = Set(
            events.filter { countsSigns($0) || !SeriesFold.ignoresValues($0.aggregate) }
                .map { seriesKey($0) })
        for fact in own {
            guard let (event, growth) = folds(fact),
                case let slides = slides(event, growth, instants),
                slides.allSatisfy(\.slides)
            else {
                oneByOne.append(fact)
                continue
            }
            let key = seriesKey(event)
            let series =
                folded[key]
                ?? EntrySeries(
                    event, countsSigns: countsSigns(event), inOrder: ordered.contains(key),
                    valued: valued.contains(key), of: shard, plan)
            folded[key] = series
            for account in special.indices where series.isSpecial[account] {
                special[account] = true
            }
            shardFacts.columns[fact] = cells(slides, series)
        }
        takeOneByOne(oneByOne, of: Array(special.indices), shard, instants, &shardFacts)
        let others = own.filter { !oneByOne.contains($0) }
        takeOneByOne(
            others, of: special.indices.filter { special[$0] }, shard, instants, &shardFacts)
        for fact in own { shardFacts.columns[fact].compact() }
        return shardFacts
    }

    /// The fact of events that a fact slides over, and the window by which it is compared with
    /// itself; nil where it is taken account by account.
    private func folds(_ fact: Int) -> (event: EventFact, growth: Window?)? {
        switch pack.facts[fact].content {
        case .events(let own): isFolded(own, pack.facts[fact]) ? (own, nil) : nil
        case .growth(let base, let window):
            if case .events(let own) = pack.facts[base].content, isFolded(own, pack.facts[base]) {
                (own, window)
            } else {
                nil
            }
        case .open, .contacts, .share, .total, .population: nil
        }
    }

    /// What facts have in common that fold the same entries.
    private func seriesKey(_ event: EventFact) -> [Int] {
        event.readings + [countsSigns(event) ? 1 : 0]
    }

    /// Whether entries are counted for and against, so that their number alone doesn't tell.
    private func countsSigns(_ event: EventFact) -> Bool {
        event.aggregate == .count && event.readings.contains { pack.readings[$0].isNegative }
    }

    private func isFolded(_ event: EventFact, _ fact: FactDefinition) -> Bool {
        let isText = if case .text? = event.missing { true } else { false }
        let contents = event.readings.map { plan.sources[plan.sourceOfReading[$0]].content }
        let isAny = contents.contains { if case .any = $0 { true } else { false } }
        return SeriesFold.folds(event.aggregate) && !isAny && !isText
            && [.int, .bool, .string].contains(fact.type)
    }

    /// The values of a fact from its series; those of a growth from the later values and the
    /// earlier ones.
    private func cells(_ slides: [SeriesFold], _ series: EntrySeries) -> FactCells {
        let accountCount = series.isSpecial.count
        let mayBeSmall = slides.count == 1 && !series.isSpecial.contains(true)
        var cells = slides[0].cells(
            from: series, accountCount: accountCount, mayBeSmall: mayBeSmall)
        for earlier in slides.dropFirst() {
            cells.grow(
                from: earlier.cells(from: series, accountCount: accountCount, mayBeSmall: false))
        }
        return cells
    }

    /// What slides over the series of a fact: of a growth two windows, the later first.
    private func slides(
        _ event: EventFact, _ growth: Window?, _ instants: [Instant]
    ) -> [SeriesFold] {
        let own = fold(event, at: instants)
        guard let growth else { return [own] }
        let earlier = instants.map { growth.range(at: $0, in: pack.zone).lowerBound }
        return [own, fold(event, at: earlier)]
    }

    private func fold(_ event: EventFact, at instants: [Instant]) -> SeriesFold {
        let ranges = instants.map { event.window.range(at: $0, in: pack.zone) }
        return SeriesFold(
            lower: ranges.map(\.lowerBound.microseconds),
            upper: ranges.map(\.upperBound.microseconds), clock: instants.map(\.microseconds),
            fact: event, countsSigns: countsSigns(event))
    }

    /// Facts of accounts that no column holds, or that ask for rates: as the history of one account
    /// takes them.
    private func takeOneByOne(
        _ facts: [Int], of accounts: [Int], _ shard: borrowing ReplayShard, _ instants: [Instant],
        _ shardFacts: inout ShardFacts
    ) {
        guard !facts.isEmpty, !accounts.isEmpty else { return }
        let count = shard.accounts.count
        let readings = AccountReadings.all(shard, plan)
        for fact in facts { shardFacts.columns[fact].widen() }
        for fact in facts where shardFacts.columns[fact].values.isEmpty {
            shardFacts.columns[fact] = FactCells(count: count * instants.count)
            if ![.int, .bool, .string].contains(pack.facts[fact].type) {
                shardFacts.columns[fact].anyValues = Array(
                    repeating: .missing(.noEvent), count: count * instants.count)
            }
        }
        for account in accounts {
            let own = AccountFacts(
                shard.accounts[account], readings[account], pack, lists: lists, rates: rates)
            for fact in facts {
                for (index, instant) in instants.enumerated() {
                    let value = own.value(of: fact, at: instant)
                    shardFacts.set(value, fact, at: index * count + account)
                }
            }
        }
    }
}

extension FactDefinition {
    /// Whether it is of one account and its events: what is made of other facts is joined later.
    var isOwn: Bool {
        switch content {
        case .events, .open, .contacts, .growth: true
        case .share, .total, .population: false
        }
    }
}

extension ShardFacts {
    fileprivate mutating func set(_ value: FactValue, _ fact: Int, at cell: Int) {
        switch value {
        case .number(let number): columns[fact].set(cell, number)
        case .truth(let truth): columns[fact].set(cell, truth ? 1 : 0)
        case .text(let text): columns[fact].set(cell, code(of: text))
        case .missing(let reason): columns[fact].setMissing(cell, reason: code(of: reason))
        }
        if !columns[fact].anyValues.isEmpty { columns[fact].anyValues[cell] = value }
    }
}

extension FactCells {
    /// Turns values into their growth from earlier ones, in millionths.
    fileprivate mutating func grow(from before: FactCells) {
        for cell in values.indices where !isMissing(cell) {
            guard !before.isMissing(cell) else {
                setMissing(cell, reason: before.values[cell])
                continue
            }
            let grown = Derivation.growth(
                from: .number(before.values[cell]), to: .number(values[cell]))
            switch grown {
            case .number(let number): values[cell] = number
            case .missing(.overflow): setMissing(cell, reason: Self.overflow)
            default: setMissing(cell, reason: Self.noBase)
            }
        }
    }
}

extension AccountReadings {
    /// The readings of every account of a shard, as its columns hold them.
    static func all(_ shard: borrowing ReplayShard, _ plan: ReplayPlan) -> [AccountReadings] {
        var all =
            shard.others.isEmpty
            ? Array(repeating: AccountReadings(plan.pack), count: shard.accounts.count)
            : shard.others
        let needed = plan.neededSources
        for (reading, source) in plan.sourceOfReading.enumerated() where needed.contains(source) {
            // An entry that only says that something happened has no value.
            let isNotice = plan.pack.readings[reading].value == nil
            let (column, content) = (
                shard.entries[source], isNotice ? .truth : plan.sources[source].content
            )
            for index in 0..<column.count {
                let value: FactValue =
                    switch content {
                    case .number: .number(column.values[index])
                    case .truth: .truth(isNotice || column.values[index] != 0)
                    case .text: .text(shard.texts[Int(column.values[index])])
                    case .any: column.anyValues[index]
                    }
                all[Int(column.accounts[index])].entries[reading].append(
                    FactEntry(
                        occurredAt: Instant(microseconds: column.occurredAt[index]),
                        position: Position(column.positions[index]), value: value,
                        currency: isNotice || column.currencies.isEmpty
                            ? .none : column.currencies[index],
                        known: .always))
            }
        }
        for account in all.indices { all[account].sort() }
        return all
    }
}
