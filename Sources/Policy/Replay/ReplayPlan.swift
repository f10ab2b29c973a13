import CEL
package import LedgerModel

/// How a pack is replayed: what it takes from the events, which facts fold as columns, and when
/// which of its decisions are evaluated.
package struct ReplayPlan: Sendable {
    /// What a reading takes, for all readings that take the same.
    package struct Source: Sendable {
        /// One of the readings.
        package let reading: EventReading
        /// How its values stand in columns.
        package let content: Content
    }

    /// How the values of a source stand in columns.
    package enum Content: Sendable {
        case number
        case truth
        case text
        /// One at a time.
        case any
    }

    /// The pack that decides.
    package let pack: Pack
    /// What is taken from the events, each once.
    package let sources: [Source]
    /// The source of each reading of the pack.
    package let sourceOfReading: [Int]
    /// The decisions and machines that are asked for.
    package let asked: Set<Int>
    /// The decisions and machines that are replayed: also those whose levels the former read.
    let tracks: Set<Int>
    /// The facts that they read, and those that these are made of.
    package let neededFacts: Set<Int>
    /// By fact, whether it is needed, and whether it needs no other account.
    let isNeeded: [Bool]
    let isOwn: [Bool]

    /// - Parameters:
    ///   - tracks: the decisions and machines wanted, by `Pack.trackIndex(of:)`.
    ///   - facts: what is wanted besides the facts that they read, by index.
    package init(_ pack: Pack, tracks: [Int], facts: Set<Int> = []) {
        self.pack = pack
        asked = Set(tracks)
        self.tracks = pack.closure(ofTracks: tracks)
        neededFacts = pack.facts(ofTracks: self.tracks).union(pack.withBases(facts))
        isNeeded = pack.facts.indices.map { [neededFacts] in neededFacts.contains($0) }
        isOwn = pack.facts.map(\.isOwn)
        var (sources, known): ([Source], [String: Int]) = ([], [:])
        sourceOfReading = pack.readings.map { own in
            let reading = pack.reading(for: own)
            if let source = known[reading.key] { return source }
            known[reading.key] = sources.count
            sources.append(Source(reading: reading, content: reading.content))
            return sources.count - 1
        }
        self.sources = sources
    }

    /// The sources that the needed facts are folded from.
    package var neededSources: Set<Int> {
        var needed: Set<Int> = []
        for fact in neededFacts {
            let readings: [Int] =
                switch pack.facts[fact].content {
                case .events(let own): own.readings
                case .open(let own):
                    [own.opening, own.closing] + (own.reopening.map { [$0] } ?? [])
                case .contacts, .growth, .share, .total, .population: []
                }
            needed.formUnion(readings.map { sourceOfReading[$0] })
        }
        return needed
    }

    /// The same plan for a pack in the currency of the ledger.
    package func inCurrency(ofLedger currency: CurrencyCode) -> ReplayPlan {
        ReplayPlan(self, pack.inCurrency(ofLedger: currency))
    }

    private init(_ other: ReplayPlan, _ pack: Pack) {
        self.pack = pack
        sources = other.sources
        sourceOfReading = other.sourceOfReading
        (asked, tracks) = (other.asked, other.tracks)
        neededFacts = other.neededFacts
        (isNeeded, isOwn) = (other.isNeeded, other.isOwn)
    }

    /// Whether a needed fact is of touches and contacts, which come in no columns.
    package var readsContacts: Bool {
        neededFacts.contains { fact in
            if case .contacts = pack.facts[fact].content { true } else { false }
        }
    }

    /// Whether every evaluation is on a calendar, so that all accounts share its instants.
    package var isOnCalendar: Bool {
        tracks.allSatisfy { pack.schedule(ofTrack: $0) != .onEvent }
    }

    /// Whether a decision counts only once it was approved.
    package var needsApproval: Bool {
        tracks.contains { $0 < pack.decisions.count && pack.decisions[$0].needsApproval }
    }

    /// Whether each decision is what its rule says of the facts of its instant, and told for every
    /// instant: no machine, no hold, no level before, nothing daily.
    package var isPlain: Bool {
        isHeldOnly
            && tracks.allSatisfy {
                !pack.givesChangesOnly($0) && pack.decisions[$0].hold == Hold()
            }
    }

    /// Whether each decision is what its hold leaves of what its rule says of the facts of its
    /// instant: no machine, no level before, no band, which asks for facts beside those.
    package var isHeldOnly: Bool {
        tracks.allSatisfy { track in
            track < pack.decisions.count && pack.decisions[track].hold.band == nil
                && !pack.names(ofTrack: track).contains { $0.hasPrefix("previous.") }
        }
    }
}

extension Pack {
    /// The reading whose entries serve another one too: where that only notices events, one that
    /// takes of the same events a number which they all have.
    fileprivate func reading(for own: EventReading) -> EventReading {
        guard own.value == nil, let definition = Catalogue.index(of: own.eventType) else {
            return own
        }
        let serving = readings.first { other in
            guard other.eventType == own.eventType, other.type == .int,
                other.condition?.text == own.condition?.text, case .field(let name)? = other.value
            else { return false }
            return Catalogue.definitions[definition].fields.contains {
                $0.name == name && $0.isRequired
            }
        }
        return serving ?? own
    }

    /// Whether a replay tells of a track only what changes: of machines and of what is decided
    /// daily or after every event, as it would repeat every day what stays.
    package func givesChangesOnly(_ track: Int) -> Bool {
        track >= decisions.count || [.daily, .onEvent].contains(schedule(ofTrack: track))
    }

    /// When a decision or machine is evaluated.
    package func schedule(ofTrack track: Int) -> Schedule {
        track < decisions.count
            ? decisions[track].schedule : machines[track - decisions.count].schedule
    }
}

extension EventReading {
    /// Equal for readings that take the same from every event, their sign aside.
    var key: String {
        let taken =
            switch value {
            case nil: ""
            case .field(let name): "field \(name)"
            case .formula(let formula): "formula \(formula.text)"
            }
        return [eventType, condition?.text ?? "", taken, type.name, "\(isMoney)"]
            .joined(separator: "\u{0}")
    }

    fileprivate var content: ReplayPlan.Content {
        guard value != nil else { return .truth }
        switch type {
        case .int: return .number
        case .bool: return .truth
        case .string: return .text
        default: return .any
        }
    }
}
