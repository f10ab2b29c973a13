/// That a field of a name is a text.
package struct FieldEquality: Equatable, Sendable {
    /// The field.
    package let field: String
    /// The text that it must be.
    package let text: String
}

extension ParsedExpression {
    /// The equalities that an expression asks for, where it asks for nothing else: of
    /// `event.a == 'x' && event.b == 'y'` both. Nil for other expressions.
    package func equalities(of name: String) -> [FieldEquality]? {
        switch kind {
        case .logical(.and, let operands):
            var all: [FieldEquality] = []
            for operand in operands {
                guard let own = operand.equalities(of: name) else { return nil }
                all += own
            }
            return all
        case .binary(.equal, let left, let right):
            guard let field = left.field(of: name), case .string(let text)? = right.literal else {
                return nil
            }
            return [FieldEquality(field: field, text: text)]
        default: return nil
        }
    }
}
