/// Why a sweep can't be made of what it was asked for.
package enum SweepRefusal: Error, Equatable, Sendable {
    /// The text is no range.
    case noRange(String)
    /// The pack has no parameter of that name.
    case unknownParameter(String, known: [String])
    /// The parameter is a text or a truth.
    case noNumber(String, Quantity.Unit)
    /// The text is no value of a parameter.
    case noValue(String, of: String, Quantity.Unit)
    /// The range ends before it begins, or its step leads nowhere.
    case emptyRange(String)
    /// The parameter has two ranges.
    case repeated(String)
    /// The ranges have more values, or pairs of values, than a sweep takes.
    case tooMany(Int)
    /// The rules asked for don't read the parameter.
    case unread(String, decision: String, read: [String])

    /// What is wrong, and what to do.
    package var sentence: String {
        switch self {
        case .noRange(let text):
            "'\(text)' is no range of a parameter; write name=from..to:step, as in "
                + "key_min=1000万..3000万:100万"
        case .unknownParameter(let name, let known) where known.isEmpty:
            "the pack has no parameter '\(name)', and no other; only packs with parameters are "
                + "swept"
        case .unknownParameter(let name, let known):
            "the pack has no parameter '\(name)'; it has \(known.joined(separator: ", "))"
        case .noNumber(let name, let unit):
            "the parameter '\(name)' is a \(unit.rawValue), not a number; a sweep needs a number"
        case .noValue(let text, let name, let unit):
            "'\(text)' is no value of the parameter '\(name)'; write \(unit.sweptExample)"
        case .emptyRange(let name):
            "the range of '\(name)' has no values; it goes from the lower value to the higher one "
                + "in steps above 0"
        case .repeated(let name):
            "the parameter '\(name)' has two ranges; give each parameter one"
        case .tooMany(let count):
            "the ranges have \(count) values together; a sweep takes \(SweepLimits.points) at "
                + "most, so widen the step"
        case .unread(let name, let decision, let read) where read.isEmpty:
            "the rules of '\(decision)' don't read the parameter '\(name)', nor any other"
        case .unread(let name, let decision, let read):
            "the rules of '\(decision)' don't read the parameter '\(name)'; they read "
                + "\(read.joined(separator: ", "))"
        }
    }
}

extension Quantity.Unit {
    /// How values are written.
    fileprivate var sweptExample: String {
        switch self {
        case .money: "an amount in the currency of the pack, like 2000万 or 20,000,000.00"
        case .share: "a share, like 80 %"
        case .days: "a number of days, like 90"
        case .count, .text, .truth: "a whole number"
        }
    }
}

/// The bounds of a sweep.
package enum SweepLimits {
    /// Values of a parameter, or pairs of two.
    package static let points = 1_000
    /// Parameters that are swept together.
    package static let parameters = 2
    /// Conditions whose truths tell values apart; where more read a parameter, each value is
    /// decided by itself.
    static let conditions = 32
}
