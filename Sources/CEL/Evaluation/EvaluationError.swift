/// Why an expression has no value.
package struct EvaluationError: Error, Equatable, Sendable {
    /// What went wrong.
    package enum Reason: Equatable, Sendable {
        /// A function, operator or method isn't defined for values of these types.
        case noOverload(function: String, [ValueType])
        /// No variable of that name is bound.
        case undeclared(name: String)
        /// A map lacks the key, or a value has no fields.
        case noSuchKey(String)
        /// A result, index or conversion beyond what its type holds.
        case outOfRange(String)
        case divisionByZero
        /// A text that can't be read as what is asked for.
        case invalid(String)
        /// The expression would take more steps or memory than one may.
        case tooExpensive(String)
    }

    /// What went wrong.
    package let reason: Reason
    /// Byte offset in the text of the expression.
    package let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// For people.
    package var sentence: String {
        switch reason {
        case .noOverload(let function, let types):
            "\(function) is not defined for (\(types.map(\.rawValue).joined(separator: ", ")))"
        case .undeclared(let name): "there is no variable '\(name)'"
        case .noSuchKey(let key): "there is no key \(key)"
        case .outOfRange(let what): "\(what) is out of range"
        case .divisionByZero: "division by zero"
        case .invalid(let sentence): sentence
        case .tooExpensive(let sentence): sentence
        }
    }
}

/// Thrown by functions, which don't know where they stand.
struct FunctionFailure: Error {
    let reason: EvaluationError.Reason

    init(_ reason: EvaluationError.Reason) { self.reason = reason }

    static func outOfRange(_ what: String) -> FunctionFailure { FunctionFailure(.outOfRange(what)) }
    static func invalid(_ sentence: String) -> FunctionFailure {
        FunctionFailure(.invalid(sentence))
    }
}
