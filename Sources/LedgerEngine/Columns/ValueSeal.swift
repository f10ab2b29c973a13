import JSON
import LMDB
import LedgerModel
import Policy
import TransparencyLog

/// Makes columns of packs for a segment of columns from the log.
struct ValueSeal: Sendable {
    /// The blocks by key.
    let blocks: [(key: UInt128, words: [UInt64])]
    /// One for each column that was asked for.
    let segments: [ValueSegment]

    /// - Parameters:
    ///   - wanted: numbers of columns of the registry.
    ///   - byteLimit: bytes of the blocks of one column; one that has more isn't kept.
    init(
        _ wanted: ArraySlice<UInt16>, of segment: ColumnSegment, _ registry: ValueRegistry,
        byteLimit: Int, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        var takers: [TypeValues?] = []
        for (type, name) in try TypeDirectory(transaction, tables).names.enumerated() {
            let own = wanted.filter { registry.columns[Int($0)].eventType == name }
            takers.append(
                own.isEmpty
                    ? nil
                    : try TypeValues(
                        type, Array(own), registry, segment.first, byteLimit: byteLimit))
        }
        var made = wanted.reduce(into: [:]) { $0[$1] = MadeColumn(byteLimit: byteLimit) }
        if takers.contains(where: { $0 != nil }) {
            try Self.read(segment, &takers, &made, transaction, tables)
        }
        var blocks: [(key: UInt128, words: [UInt64])] = []
        var segments: [ValueSegment] = []
        for column in wanted {
            let own = made[column]?.sorted()
            blocks += own ?? []
            segments.append(
                ValueSegment(column: column, of: segment, checksums: own?.map { $0.words[0] }))
        }
        self.blocks = blocks
        self.segments = segments
    }

    private static func read(
        _ segment: ColumnSegment, _ takers: inout [TypeValues?],
        _ made: inout [UInt16: MadeColumn], _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) {
        var tape = JSONTape()
        var cursor = try transaction.cursor(in: tables.events)
        var found = try cursor.seek(segment.first)
        for position in segment.first..<segment.end {
            guard found, try cursor.key == position else {
                throw .damaged(reason: "there is no event at position \(position)")
            }
            let header = try EventHeader(cursor.value, at: position)
            let type = Int(header.type)
            guard takers.indices.contains(type) else {
                throw .damaged(reason: "the event at position \(position) names no type")
            }
            if takers[type] != nil, !header.flags.contains(.annulment) {
                let row = cursor.value
                let json = row.extracting(EventHeader.json(of: row)).elements
                let data = try tape.parseData(of: position, json)
                takers[type]?.take(header.account, tape, data, json, &made)
            }
            found = try cursor.next()
        }
        for type in takers.indices { takers[type]?.finish(&made) }
    }

    /// Stores the columns in the place of those of their numbers.
    func write(
        _ transaction: borrowing WriteTransaction, _ tables: ValueTables
    ) throws(StorageError) {
        for (key, words) in blocks {
            try transaction.put(words.span.raw, at: key, in: tables.blocks)
        }
        for segment in segments {
            try transaction.put(segment.encoded().span.raw, at: segment.key, in: tables.manifest)
        }
    }

    /// Removes the columns of events from a position on, which must be the first of a segment.
    static func removeAll(
        from first: UInt64, _ transaction: borrowing WriteTransaction, _ tables: ValueTables
    ) throws(StorageError) {
        for table in [tables.blocks, tables.manifest] {
            var keys: [UInt128] = []
            do {
                let reading = transaction.reading
                var cursor = try reading.cursor(in: table)
                var found = try cursor.seek(UInt128(first) << 64)
                while found {
                    keys.append(try cursor.wideKey)
                    found = try cursor.next()
                }
            }
            for key in keys { try transaction.remove(key, from: table) }
        }
    }
}

/// The blocks of one column as they are made.
private struct MadeColumn: Sendable {
    private let byteLimit: Int
    private var blocks: [(key: UInt128, words: [UInt64])] = []
    private var bytes = 0
    private var isTooLarge = false

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    mutating func add(_ words: [UInt64], at key: UInt128) {
        bytes += 8 * words.count
        if bytes > byteLimit { giveUp() }
        if !isTooLarge { blocks.append((key, words)) }
    }

    mutating func giveUp() {
        isTooLarge = true
        blocks = []
    }

    /// The blocks by key; nil where they are too large together.
    func sorted() -> [(key: UInt128, words: [UInt64])]? {
        isTooLarge ? nil : blocks.sorted { $0.key < $1.key }
    }
}

/// What is taken of the events of one type, by account shard.
private struct TypeValues: Sendable {
    private let type: Int
    private let first: UInt64
    private let columns: [UInt16]
    private let taker: ValueTaker
    /// By shard, then by column.
    private var builders: [[ValueBlock.Builder]]
    /// By shard, how many blocks are full.
    private var fullBlocks: [Int]
    /// By column, bytes of texts in blocks that aren't full.
    private var waiting: [Int]
    private let byteLimit: Int

    init(
        _ type: Int, _ columns: [UInt16], _ registry: ValueRegistry, _ first: UInt64,
        byteLimit: Int
    ) throws(StorageError) {
        (self.type, self.columns, self.first) = (type, columns, first)
        self.byteLimit = byteLimit
        guard let taker = ValueTaker(columns.map { registry.columns[Int($0)].expression }) else {
            throw .damaged(reason: "the columns of packs can't be read")
        }
        self.taker = taker
        builders = Array(
            repeating: Array(repeating: ValueBlock.Builder(), count: columns.count),
            count: LedgerFormat.shardCount)
        fullBlocks = Array(repeating: 0, count: LedgerFormat.shardCount)
        waiting = Array(repeating: 0, count: columns.count)
    }

    mutating func take(
        _ account: UInt32, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ json: Span<UInt8>, _ made: inout [UInt16: MadeColumn]
    ) {
        let (shard, taker) = (AccountEntry.shard(of: account), taker)
        taker.take(tape, data: data, in: json) { index, value in
            let before = builders[shard][index].textBytes
            builders[shard][index].append(waiting[index] > byteLimit ? nil : value)
            waiting[index] += builders[shard][index].textBytes - before
            if waiting[index] > byteLimit { made[columns[index]]?.giveUp() }
        }
        guard builders[shard][0].count == ColumnBlock.capacity else { return }
        flush(shard, &made)
    }

    mutating func finish(_ made: inout [UInt16: MadeColumn]) {
        for shard in builders.indices where builders[shard][0].count > 0 { flush(shard, &made) }
    }

    private mutating func flush(_ shard: Int, _ made: inout [UInt16: MadeColumn]) {
        let block = ColumnSegment.key(
            first: first, shard: shard, type: UInt16(type), block: fullBlocks[shard])
        for (index, column) in columns.enumerated() {
            if waiting[index] <= byteLimit { waiting[index] -= builders[shard][index].textBytes }
            made[column]?.add(
                builders[shard][index].take(first: first),
                at: ValueSegment.key(of: block, column: column))
        }
        fullBlocks[shard] += 1
    }
}
