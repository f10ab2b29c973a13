import JSON
import LMDB
import LedgerModel

/// What accounts are called, read from the events that give a name, which columns tell where to
/// find.
enum AccountNames {
    /// Reads the names of some accounts as of an instant.
    ///
    /// - Returns: by account number; those that no event names are absent.
    static func read(
        of accounts: Set<UInt32>, _ reading: ReplayReading, before end: Instant
    ) throws(StorageError) -> [UInt32: String] {
        let (reader, environment) = (reading.reader, reading.ledger.environment)
        let definitions = reader.types.map { Catalogue.index(of: $0) ?? -1 }
        let naming = definitions.map { AccountState.readsProfile(definition: $0) }
        let found = reading.workers.map(LedgerFormat.shardCount) { shard in
            Result { () throws(StorageError) in
                var positions: [UInt64] = []
                try environment.read { (transaction) throws(StorageError) in
                    try reader.forEachBlock(of: shard, naming, transaction) { block, own in
                        reader.forEachCounted(own, block, shard) { row in
                            guard accounts.contains(own.layout.account(row, of: block)) else {
                                return
                            }
                            positions.append(own.layout.position(row, of: block))
                        }
                    }
                }
                return positions
            }
        }
        var (states, tape) = ([UInt32: AccountState](), JSONTape())
        func take(
            _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>
        ) throws(StorageError) -> LogReader.Step {
            guard !header.flags.contains(.annulment), accounts.contains(header.account),
                naming.indices.contains(Int(header.type)), naming[Int(header.type)],
                try reader.known.counts(position, header, json, &tape)
            else { return .next }
            let data = try tape.parseData(of: position, json)
            states[header.account, default: AccountState()].fold(
                definition: definitions[Int(header.type)], occurredAt: header.occurredAt,
                position: Position(position), tape, data: data, in: json)
            return .next
        }
        let log = LogReader(tables: reader.tables)
        var positions: [UInt64] = []
        for result in found { positions += try result.get() }
        try log.forEach(at: positions.sorted(), in: environment, take)
        try log.forEach(reader.covered..<reader.known.end, in: environment, take)
        return states.compactMapValues { AccountTimeline($0).profile(asOf: end).name }
    }
}
