import CEL

/// One fact of many accounts or instants: numbers, truths as 0 and 1, texts by code, or the code of
/// the reason why there is none.
struct FactCells: Sendable {
    /// Empty once all fit `smallValues`.
    var values: [Int64] = []
    /// The values in four bytes each: half the memory to write and to read.
    private(set) var smallValues: [Int32] = []
    /// 1 where the fact is missing; empty where none is.
    var absences: [UInt8] = []
    /// Whether all have the first value.
    private(set) var isConstant = false
    /// The values of a fact of no certain type, beside which the columns above say only what is
    /// missing; else empty.
    var anyValues: [FactValue] = []

    init() {}

    init(count: Int) { values = Array(repeating: 0, count: count) }

    init(values: [Int64], absences: [UInt8]) {
        self.values = values
        self.absences = absences
    }

    init(smallValues: [Int32], absences: [UInt8]) {
        self.smallValues = smallValues
        self.absences = absences
    }

    /// The same value for all.
    init(constant value: Int64) {
        values = [value]
        isConstant = true
    }

    /// The reasons that need no looking up, with their codes.
    static let commonReasons: [FactValue.Absence] = [.noEvent, .overflow, .noBase, .notYetSet]
    static let noEvent: Int64 = 0
    static let overflow: Int64 = 1
    static let noBase: Int64 = 2

    /// How many cells there are.
    var count: Int { values.count + smallValues.count }

    /// The value of a cell, or the code of the reason why there is none.
    func number(at cell: Int) -> Int64 {
        smallValues.isEmpty ? values[cell] : Int64(smallValues[cell])
    }

    /// Takes eight bytes for each value, so that any can be put in.
    mutating func widen() {
        guard !smallValues.isEmpty else { return }
        (values, smallValues) = (smallValues.map { Int64($0) }, [])
    }

    /// Takes four bytes for each value, where all fit. No value changes from then on.
    mutating func compact() {
        guard smallValues.isEmpty, !isConstant, let least = values.min(),
            let greatest = values.max(),
            least >= Int64(Int32.min), greatest <= Int64(Int32.max)
        else { return }
        let wide = values
        let own = wide.span
        var small: [Int32] = []
        small.append(addingCapacity: own.count) { output in
            for cell in own.indices { output.append(Int32(truncatingIfNeeded: own[cell])) }
        }
        (values, smallValues) = ([], small)
    }

    func isMissing(_ cell: Int) -> Bool { !absences.isEmpty && absences[cell] != 0 }

    /// Says of a cell why it has no value.
    mutating func setMissing(_ cell: Int, reason code: Int64) {
        if absences.isEmpty { absences = Array(repeating: 0, count: values.count) }
        values[cell] = code
        absences[cell] = 1
    }

    /// Gives a cell its value.
    mutating func set(_ cell: Int, _ value: Int64) {
        values[cell] = value
        if !absences.isEmpty { absences[cell] = 0 }
    }

    /// What stands in a cell.
    func value(
        at cell: Int, _ type: StaticType, _ reasons: [FactValue.Absence], _ texts: [String]
    ) -> FactValue {
        if !anyValues.isEmpty { return anyValues[cell] }
        let code = number(at: isConstant ? 0 : cell)
        if isMissing(cell) { return .missing(reasons[Int(code)]) }
        switch type {
        case .bool: return .truth(code != 0)
        case .string: return .text(texts[Int(code)])
        default: return .number(code)
        }
    }

    /// The cells from one on, for conditions over columns.
    func column(from start: Int) -> Column {
        Column(
            values: values, smallValues: smallValues, absences: absences, start: start,
            isConstant: isConstant)
    }
}
