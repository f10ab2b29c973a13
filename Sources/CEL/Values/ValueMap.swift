/// A map in the order in which it was written. Keys are bool, int, uint or string; an int and a
/// uint of one value are one key.
package struct ValueMap: Sendable {
    /// A key as it is compared: strings by their bytes, for é in two spellings is two keys.
    enum Key: Hashable, Sendable {
        case bool(Bool)
        case int(Int64)
        /// Greater than any int.
        case uint(UInt64)
        case string([UInt8])
    }

    /// The keys in the order in which they were written.
    package private(set) var keys: [Value] = []
    /// The value of each key.
    package private(set) var values: [Value] = []
    private var indices: [Key: Int] = [:]

    package init() {}

    /// How many entries there are.
    package var count: Int { keys.count }

    /// The value of a key; nil where the map lacks it.
    package subscript(_ key: Value) -> Value? {
        guard let key = Key(lookingFor: key), let index = indices[key] else { return nil }
        return values[index]
    }

    /// Adds an entry; false where the key can't be one or is there already.
    package mutating func insert(_ value: Value, for key: Value) -> Bool {
        guard let own = Key(key), indices[own] == nil else { return false }
        indices[own] = keys.count
        keys.append(key)
        values.append(value)
        return true
    }

    /// The entries by their keys: false and true, then numbers, then strings by their bytes.
    package var sorted: [(key: Value, value: Value)] {
        zip(keys, values).map { ($0, $1) }.sorted { left, right in
            left.key.order(right.key).map { $0 == .less } ?? (left.key.rank < right.key.rank)
        }
    }

    /// Whether a value may be a key.
    static func canBeKey(_ value: Value) -> Bool { Key(value) != nil }
}

extension ValueMap.Key {
    init?(_ value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = Int64(exactly: value).map { .int($0) } ?? .uint(value)
        case .string(let value): self = .string(Array(value.utf8))
        default: return nil
        }
    }

    /// A double without fraction finds the int that it equals.
    init?(lookingFor value: Value) {
        guard case .double(let number) = value else {
            self.init(value)
            return
        }
        if let int = Int64(exactly: number) {
            self = .int(int)
        } else if let uint = UInt64(exactly: number) {
            self = .uint(uint)
        } else {
            return nil
        }
    }
}

extension Value {
    /// Where keys of its type stand among those of others.
    fileprivate var rank: Int {
        switch self {
        case .bool: 0
        case .string: 2
        default: 1
        }
    }
}
