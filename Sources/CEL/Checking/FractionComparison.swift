/// A name that is compared with a fraction.
package struct FractionComparison: Equatable, Sendable {
    /// The name, with its dots.
    package let name: String
    /// Byte offset of the comparison.
    package let offset: Int
}

extension ParsedExpression {
    /// Where one of some names is compared with a literal of the type double.
    package func doubleComparisons(of names: Set<String>) -> [FractionComparison] {
        var found = kind.parts.flatMap { $0.doubleComparisons(of: names) }
        guard case .binary(let sign, let left, let right) = kind, sign.isOrdering else {
            return found
        }
        for (name, other) in [(left, right), (right, left)] {
            guard let name = name.dottedName, names.contains(name),
                case .literal(.double) = other.kind
            else { continue }
            found.append(FractionComparison(name: name, offset: offset))
        }
        return found
    }
}

extension BinaryOperator {
    fileprivate var isOrdering: Bool {
        [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual].contains(self)
    }
}
