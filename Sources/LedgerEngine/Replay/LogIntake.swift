import JSON
import LMDB
import LedgerModel
import Policy

/// Takes from the log what a replay finds in no columns.
struct LogIntake: Sendable {
    /// A part of the log that has to be read.
    struct Piece: Equatable, Sendable {
        let positions: Range<UInt64>
        /// The segment of columns that holds the rest of it; nil behind the last one.
        let segment: Int?
        /// By type, the sources that are taken from its events.
        let sources: [[Int]]
    }

    private let types: [String]
    private let intake: ReplayIntake
    private let ledgerAccount: UInt32?
    /// What columns are asked for, by type.
    let uses: [ShardLoader.TypeUse]
    /// Whether events of a type say something that comes in no columns.
    private let readsWhole: [Bool]
    /// What has to be read, in its order.
    let pieces: [Piece]
    private var tape = JSONTape()

    init(_ plan: ReplayPlan, _ reader: ColumnReader, _ packs: PackColumns, takesRulings: Bool) {
        types = reader.types
        ledgerAccount = reader.ledgerAccount
        let intake = ReplayIntake(plan, takesRulings: takesRulings)
        let read = EventIntake(plan.pack).types
        let uses = types.map { type in
            var use = ShardLoader.TypeUse(plan, intake.sources(of: type), packs)
            use.isRead = read.contains(type)
            use.isAdmission = plan.pack.having.map { $0 == type } ?? true
            if plan.pack.followsLedgerCurrency {
                use.money = Catalogue.index(of: type).flatMap { MoneyColumns(definition: $0) }
            }
            return use
        }
        let readsWhole = types.map { intake.readsWhole($0) }
        let end = reader.known.end
        var pieces: [Piece] = []
        for (number, segment) in reader.segments.enumerated() where segment.first < end {
            let sources = uses.map { $0.unheld(in: number) }
            guard readsWhole.contains(true) || sources.contains(where: { !$0.isEmpty }) else {
                continue
            }
            let positions = segment.first..<min(segment.end, end)
            pieces.append(Piece(positions: positions, segment: number, sources: sources))
        }
        if reader.covered < end {
            let sources = types.map { intake.sources(of: $0) }
            pieces.append(
                Piece(positions: reader.covered..<end, segment: nil, sources: sources))
        }
        (self.intake, self.uses, self.readsWhole) = (intake, uses, readsWhole)
        self.pieces = pieces
    }

    /// Whether an event is of concern, by its header.
    func needs(_ header: EventHeader, _ piece: Piece) -> Bool {
        let type = Int(header.type)
        guard uses.indices.contains(type), header.account != ledgerAccount,
            !header.flags.contains(.annulment)
        else { return false }
        return readsWhole[type] || !piece.sources[type].isEmpty
            || piece.segment == nil && uses[type].isNoticed
    }

    mutating func take(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, _ piece: Piece,
        into shards: inout [ScoutedShard]
    ) throws(StorageError) {
        let (type, number) = (Int(header.type), AccountEntry.shard(of: header.account))
        let account = AccountEntry.local(of: header.account)
        guard account < shards[number].log.accounts.count else {
            throw .damaged(reason: "the event at position \(position) names no account")
        }
        let money = piece.segment == nil ? uses[type].money : nil
        if piece.segment == nil {
            let at = header.occurredAt.microseconds
            if uses[type].isAdmission { shards[number].admit(account, at) }
            if uses[type].isRead { shards[number].read(at...at) }
        }
        let wanted = piece.sources[type]
        guard !wanted.isEmpty || readsWhole[type] || money != nil else { return }
        let event = EventIntake.Event(
            type: types[type], occurredAt: header.occurredAt, position: Position(position))
        let data = try tape.parseData(of: position, json)
        if let money { shards[number].currencies.add(money, tape, data: data, in: json) }
        intake.take(
            event, of: UInt32(account), wanted, tape, data: data, in: json,
            into: &shards[number].log)
    }
}

extension ShardLoader.TypeUse {
    /// - Parameter sources: those that read the type.
    fileprivate init(_ plan: ReplayPlan, _ sources: [Int], _ packs: PackColumns) {
        for source in sources {
            let own = plan.sources[source]
            if let fixed = own.fixed {
                self.sources.append((source, fixed))
            } else if let taken = own.taken.flatMap({ TakenUse(source, $0, packs) }) {
                self.taken.append(taken)
            } else {
                unheld.append(source)
            }
        }
    }

    /// The sources that have to be read from the log where a segment holds the events.
    fileprivate func unheld(in segment: Int) -> [Int] {
        guard !taken.isEmpty else { return unheld }
        return unheld + taken.filter { !$0.isHeld(in: segment) }.map(\.source)
    }
}
