import LMDB
import LedgerModel

/// The numbers of event types inside one ledger, given in order of first use.
struct TypeDirectory: Sendable {
    private(set) var names: [String] = []
    /// By the bytes of the name: strings would take é and e with an accent for the same.
    private var numbers: [[UInt8]: UInt16] = [:]
    private var numbersOfDefinitions: [UInt16?]
    private var unwritten: [UInt16] = []

    init() { numbersOfDefinitions = Array(repeating: nil, count: Catalogue.definitions.count) }

    init(
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        self.init()
        var cursor = try transaction.cursor(in: tables.types)
        while try cursor.next() {
            guard try cursor.key == UInt64(names.count) else {
                throw .damaged(reason: "the event types have a gap at \(names.count)")
            }
            let name = String(decoding: cursor.value.copy(), as: UTF8.self)
            _ = add(name)
        }
        unwritten = []
    }

    /// The number of a type, given now where it is new; nil where the ledger has no room for one.
    mutating func number(of entry: EventBatch.Entry, in batch: EventBatch) -> UInt16? {
        if entry.definition >= 0, let number = numbersOfDefinitions[entry.definition] {
            return number
        }
        if let number = numbers[Array(batch.names[entry.type])] { return number }
        guard names.count < Limits.eventTypes else { return nil }
        return add(batch.type(of: entry))
    }

    /// Whether the type of an event has its number.
    func hasNumber(_ entry: EventBatch.Entry, in batch: EventBatch) -> Bool {
        if entry.definition >= 0 { return numbersOfDefinitions[entry.definition] != nil }
        return numbers[Array(batch.names[entry.type])] != nil
    }

    /// The number of a type by name, where the ledger has it.
    func number(of name: String) -> UInt16? { numbers[Array(name.utf8)] }

    mutating func write(
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        for number in unwritten {
            let name = Array(names[Int(number)].utf8)
            try transaction.put(name.span.raw, at: UInt64(number), in: tables.types)
        }
        unwritten = []
    }

    private mutating func add(_ name: String) -> UInt16 {
        let number = UInt16(names.count)
        names.append(name)
        numbers[Array(name.utf8)] = number
        if let definition = Catalogue.index(of: name) { numbersOfDefinitions[definition] = number }
        unwritten.append(number)
        return number
    }
}
