extension Value {
    /// Equality of the language: numbers of different types compare by value, values of different
    /// types are unequal, and NaN equals nothing
    /// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#equality).
    package func equals(_ other: Value) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.type(let left), .type(let right)): left == right
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
        case (.map(let left), .map(let right)): left.equals(right)
        case (.optional(let left), .optional(let right)):
            switch (left, right) {
            case (nil, nil): true
            case (let left?, let right?): left.equals(right)
            default: false
            }
        default: numericOrder(other) == .equal
        }
    }

    /// How two values are ordered; nil where they are not comparable.
    enum Order: Equatable {
        case less
        case equal
        case greater
        /// Of a NaN with anything.
        case unordered

        init<Bound: Comparable>(_ left: Bound, _ right: Bound) {
            self =
                left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
        }

        init(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) {
            if left.lexicographicallyPrecedes(right) {
                self = .less
            } else {
                self = right.lexicographicallyPrecedes(left) ? .greater : .equal
            }
        }
    }

    /// The order of two values; nil where `<` has no meaning for them. Strings are ordered by code
    /// points, which is the order of their UTF-8 bytes.
    func order(_ other: Value) -> Order? {
        switch (self, other) {
        case (.bool(let left), .bool(let right)): Order(left ? 1 : 0, right ? 1 : 0)
        case (.string(let left), .string(let right)): Order(left.utf8, right.utf8)
        case (.bytes(let left), .bytes(let right)): Order(left, right)
        case (.timestamp(let left), .timestamp(let right)):
            Order(left.nanoseconds, right.nanoseconds)
        case (.duration(let left), .duration(let right)):
            Order(left.nanoseconds, right.nanoseconds)
        default: numericOrder(other)
        }
    }

    private func numericOrder(_ other: Value) -> Order? {
        switch (self, other) {
        case (.int(let left), .int(let right)): Order(left, right)
        case (.uint(let left), .uint(let right)): Order(left, right)
        case (.double(let left), .double(let right)): Order(left, right)
        case (.int(let left), .uint(let right)): left < 0 ? .less : Order(UInt64(left), right)
        case (.uint(let left), .int(let right)): right < 0 ? .greater : Order(left, UInt64(right))
        case (.double(let left), .int(let right)): Self.order(left, right)
        case (.double(let left), .uint(let right)): Self.order(left, right)
        case (.int(let left), .double(let right)): Self.order(right, left).reversed
        case (.uint(let left), .double(let right)): Self.order(right, left).reversed
        default: nil
        }
    }

    /// The integer is compared as the double nearest to it, as the conformance cases ask
    /// (`not_gt_dyn_big_double_int`): beyond 2^53 neighbours may come out equal.
    private static func order(_ left: Double, _ right: some BinaryInteger) -> Order {
        Order(left, Double(right))
    }
}

extension Value.Order {
    fileprivate var reversed: Value.Order {
        switch self {
        case .less: .greater
        case .greater: .less
        case .equal, .unordered: self
        }
    }
}

extension ValueMap {
    fileprivate func equals(_ other: ValueMap) -> Bool {
        count == other.count
            && zip(keys, values).allSatisfy { key, value in
                other[key].map { value.equals($0) } ?? false
            }
    }
}
