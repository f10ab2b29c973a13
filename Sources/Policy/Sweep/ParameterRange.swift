import CEL
import LedgerModel

/// The values that a sweep gives to one parameter: from one through another in equal steps.
package struct ParameterRange: Equatable, Sendable {
    /// The parameter, by its index in the pack.
    package let parameter: Int
    /// The first value, in the smallest parts of the parameter's unit: minor units, parts per
    /// million, days or a count.
    package let lower: Int64
    /// No value is greater.
    package let upper: Int64
    /// How far the values lie apart, above 0.
    package let step: Int64

    /// Reads `name=from..to:step`.
    package init(_ text: String, of pack: Pack) throws(SweepRefusal) {
        guard let sign = text.firstIndex(of: "="), let dots = text.firstRange(of: ".."),
            let colon = text.lastIndex(of: ":"), sign < dots.lowerBound, dots.upperBound <= colon
        else { throw .noRange(text) }
        let name = text[..<sign].trimmed
        guard let index = pack.parameters.firstIndex(where: { $0.name == name }) else {
            throw .unknownParameter(name, known: pack.parameters.map(\.name))
        }
        let parameter = pack.parameters[index]
        guard parameter.type == .int else { throw .noNumber(name, parameter.unit) }
        func number(_ text: Substring) throws(SweepRefusal) -> Int64 {
            guard let number = parameter.unit.sweptNumber(text.trimmed, in: pack.currency) else {
                throw .noValue(text.trimmed, of: name, parameter.unit)
            }
            return number
        }
        self.parameter = index
        lower = try number(text[text.index(after: sign)..<dots.lowerBound])
        upper = try number(text[dots.upperBound..<colon])
        step = try number(text[text.index(after: colon)...])
        guard lower <= upper, step > 0 else { throw .emptyRange(name) }
    }

    /// How many values there are, at most `Int.max`.
    package var count: Int {
        let steps = UInt64(bitPattern: upper &- lower) / UInt64(step)
        return Int(clamping: steps).addingReportingOverflow(1).overflow ? .max : Int(steps) + 1
    }

    /// The values, rising; those of a range that a grid has taken fit into memory.
    package var values: [Int64] { (0..<count).map { lower + Int64($0) * step } }
}

extension Quantity.Unit {
    /// A number as people write it on a command line, where the unit may be left out: amounts are
    /// then in the pack's currency and shares in percent.
    fileprivate func sweptNumber(_ text: String, in currency: CurrencyCode?) -> Int64? {
        if let number = Quantity.number(text, in: self, currency) { return number }
        switch self {
        case .share: return Quantity.number(text + " %", in: self, currency)
        case .days: return Quantity.number(text + " days", in: self, currency)
        case .money, .count, .text, .truth: return nil
        }
    }
}

extension Substring {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
