package import LedgerModel

/// Where accounts stood over time, under one pack.
package struct HistoryRun {
    /// What was known at each instant.
    package enum Knowledge: Sendable {
        /// The same at all: what the records hold.
        case fixed
        /// At each instant what was known by then.
        case then
    }

    private let population: Population
    private let lists: [FrozenList]
    private let rates: [QuotedRate]
    let knowledge: Knowledge

    /// - Parameters:
    ///   - records: what the pack reads of each account's events, in the order of time.
    ///   - lists: the lists that the ledger holds, by time.
    package init(
        _ pack: Pack, _ records: [(account: AccountID, record: AccountReadings)],
        lists: [FrozenList] = [], rates: [QuotedRate] = [], span: ClosedRange<Instant>? = nil,
        knowledge: Knowledge = .fixed
    ) {
        population = Population(
            pack, records, lists: lists, rates: rates.table, span: span)
        self.lists = lists
        self.rates = rates
        self.knowledge = knowledge
    }

    /// The pack that decides.
    package var pack: Pack { population.pack }

    /// From the first to the last event that the pack reads; nil where it reads none.
    package var span: ClosedRange<Instant>? { population.span }

    /// The facts of one account of those events that count, annulled ones among what is asked.
    func facts(
        of account: Int, where counts: (_ occurredAt: Instant, KnownSpan) -> Bool
    ) -> AccountFacts {
        AccountFacts(
            population.accounts[account], population.records[account].filtered(counts), pack,
            lists: lists.filter { counts($0.occurredAt, $0.known) },
            rates: rates.filter { counts(.earliest, $0.known) }.table)
    }

    /// What people decided about an account in one decision.
    func rulings(of account: Int, in decision: DecisionDefinition) -> Rulings {
        Rulings(population.records[account], of: decision, knowledge)
    }

    /// The last instant at which a ruling on some tracks begins or ends; nil where there is none.
    package func lastRuling(onTracks tracks: Set<Int>) -> Instant? {
        pack.lastRuling(onTracks: tracks, in: population.records)
    }

    /// The accounts, by the bytes of their ids.
    package var accounts: [AccountID] { population.accounts }

    /// What was known at an instant.
    package func population(knownAt instant: Instant) -> Population {
        guard knowledge == .then else { return population }
        let records = zip(population.accounts, population.records).map {
            (account: $0, record: $1.known(at: instant))
        }
        return Population(
            population.pack, records, lists: lists.filter { $0.known.holds(at: instant) },
            rates: rates.filter { $0.known.holds(at: instant) }.table)
    }

    /// The standings of accounts through an instant, by account and by the index of the decision,
    /// machines behind decisions.
    ///
    /// - Parameters:
    ///   - wanted: the accounts by index; nil for all.
    ///   - tracks: the decisions and machines that are asked for; nil for all. Others are taken
    ///     only where these need them.
    ///   - kept: by track, the instants whose last standing before or at them is wanted, besides
    ///     the last of all; nil for every one.
    package func standings(
        of wanted: [Int]? = nil, tracks: [Int]? = nil, through end: Instant,
        keeping kept: [Int: [Instant]]? = nil
    ) -> [[[Standing]]] {
        let wanted = wanted ?? Array(population.accounts.indices)
        let rules = RunRules(pack)
        var runs = wanted.map { account in
            AccountRun(rules, population.records[account], knowledge, keeping: kept)
        }
        evaluate(&runs, of: wanted, tracks: tracks, through: end)
        for run in runs.indices { runs[run].advance(to: end, inclusive: true) }
        return runs.map(\.standings)
    }

    /// Takes the decisions of accounts at the instants through an end at which they are due.
    private func evaluate(
        _ runs: inout [AccountRun], of wanted: [Int], tracks: [Int]?, through end: Instant
    ) {
        guard let span = population.span else { return }
        let tracks = tracks.map { pack.closure(ofTracks: $0) } ?? Set(pack.names.indices)
        let needed = pack.facts(ofTracks: tracks)
        let timetable = Timetable(pack, span: span, through: end, tracks: tracks)
        var agenda = Agenda(timetable, wanted.map { population.records[$0] })
        var epoch = pack.parameterEpoch(at: span.lowerBound)
        var context = RuleContext(pack, at: span.lowerBound)
        var (compiled, open) = (CompiledTracks(context), OpenRows(context))
        for instant in agenda.instants {
            let known = population(knownAt: instant)
            let table = facts(at: instant, in: known, needed)
            if pack.parameterEpoch(at: instant) != epoch {
                epoch = pack.parameterEpoch(at: instant)
                context = RuleContext(pack, at: instant)
                (compiled, open) = (CompiledTracks(context), OpenRows(context))
            }
            for (run, slot) in agenda.due(at: instant) {
                guard let facts = table(wanted[run]) else { continue }
                runs[run].advance(to: instant, inclusive: false)
                compiled.load(facts)
                runs[run].evaluate(at: slot, in: context, &compiled, &open)
            }
        }
    }

    /// The instants at which a decision or machine that follows the calendar is due for all
    /// accounts.
    package func instants(ofTrack track: Int, through end: Instant) -> [Instant] {
        guard let span else { return [] }
        let timetable = Timetable(pack, span: span, through: end, tracks: [track])
        return timetable.calendar.keys.sorted()
    }

    /// All facts of accounts at an instant, by index; those of accounts that the pack doesn't know
    /// by then are absent.
    package func facts(of accounts: [Int], at instant: Instant) -> [Int: [FactValue]] {
        let values = facts(
            at: instant, in: population(knownAt: instant), Set(pack.facts.indices))
        var found: [Int: [FactValue]] = [:]
        for account in accounts { found[account] = values(account) }
        return found
    }

    /// The facts of accounts at an instant, those that are needed. Only those that need the other
    /// accounts, and what these are computed of, are computed for all; the rest when an account is
    /// asked for.
    func facts(
        at instant: Instant, in known: Population, _ needed: Set<Int>
    ) -> (Int) -> [FactValue]? {
        let shared = pack.sharedFacts(among: needed)
        let table = shared.isEmpty ? nil : known.facts(at: instant, shared)
        return { account in
            guard known.records[account].isAdmitted(at: instant) else { return nil }
            let row = table?.row(of: account)
            return pack.facts.indices.map { fact in
                if let table, let row, shared.contains(fact) { return table.columns[fact][row] }
                return needed.contains(fact)
                    ? known.facts[account].value(of: fact, at: instant) : .missing(.noEvent)
            }
        }
    }
}
