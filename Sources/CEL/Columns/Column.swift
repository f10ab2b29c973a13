/// The values of one fact for many accounts, an account a lane.
package struct Column: Sendable {
    /// What the lanes hold.
    package enum Content: Sendable {
        /// 0 or 1.
        case bool
        case int
        /// Numbers that `TextCodes` gives.
        case text
    }

    /// A lane each; of a lane that is missing, anything. Empty where all fit `smallValues`.
    package var values: [Int64]
    /// The values in four bytes each; empty where they stand in `values`.
    package let smallValues: [Int32]
    /// 0 where the lane has its value, 1 where it is missing; empty where no lane is.
    package var absences: [UInt8]
    /// Where the first lane stands in both.
    package let start: Int
    /// Whether all lanes have the first value.
    package let isConstant: Bool

    package init(
        values: [Int64], smallValues: [Int32] = [], absences: [UInt8], start: Int = 0,
        isConstant: Bool = false
    ) {
        precondition(
            absences.isEmpty || values.count + smallValues.count == absences.count,
            "a column has a state for each value")
        self.values = values
        self.smallValues = smallValues
        self.absences = absences
        self.start = start
        self.isConstant = isConstant
    }

    /// Columns behind one another, of each as many lanes as are said.
    package init(joining parts: [(column: Column, count: Int)]) {
        let hasAbsences = parts.contains { !$0.column.absences.isEmpty }
        var (values, absences) = ([Int64](), [UInt8]())
        for (column, count) in parts {
            let lanes = column.start..<column.start + count
            for lane in 0..<count { values.append(column.value(at: column.index(ofLane: lane))) }
            guard hasAbsences else { continue }
            absences +=
                column.absences.isEmpty
                ? Array(repeating: 0, count: count) : Array(column.absences[lanes])
        }
        self.init(values: values, absences: absences)
    }

    /// The value at a place.
    func value(at index: Int) -> Int64 {
        smallValues.isEmpty ? values[index] : Int64(smallValues[index])
    }

    /// Where a lane stands.
    func index(ofLane lane: Int) -> Int { isConstant ? 0 : start + lane }
}

/// Texts as numbers, so that columns can hold them: equal texts have equal numbers.
package struct TextCodes: Sendable {
    private var codes: [[UInt8]: Int64] = [:]

    package init() {}

    /// The number of a text that has one.
    package func knownCode(of text: String) -> Int64? { codes[Array(text.utf8)] }

    /// The number of a text, given now where it is new.
    package mutating func code(of text: String) -> Int64 {
        let bytes = Array(text.utf8)
        if let code = codes[bytes] { return code }
        let code = Int64(codes.count)
        codes[bytes] = code
        return code
    }
}
