/// The registers of a program while it works on one account at a time; kept from account to
/// account, it allocates nothing.
package struct ConditionLane: Sendable {
    private let instructions: [ColumnProgram.Instruction]
    private let result: Int
    private var numbers: [Int64]
    private var errors: [Bool]
    private var truths: [UInt8]

    /// - Parameter program: of one condition.
    package init(_ program: ColumnProgram) {
        instructions = program.instructions
        result = program.results[0]
        numbers = Array(repeating: 0, count: program.numberCount)
        errors = Array(repeating: false, count: program.numberCount)
        truths = Array(repeating: 0, count: program.truthCount)
    }

    /// The truth of the condition for one account.
    ///
    /// - Parameters:
    ///   - values: the value of each slot.
    ///   - absences: 1 for slots that are missing, else 0.
    package mutating func evaluate(_ values: Span<Int64>, _ absences: Span<UInt8>) -> UInt8 {
        for instruction in instructions { run(instruction, values, absences) }
        return truths[result]
    }

    private mutating func run(
        _ instruction: ColumnProgram.Instruction, _ values: Span<Int64>, _ absences: Span<UInt8>
    ) {
        switch instruction {
        case .loadNumber(let slot, let to):
            numbers[to] = values[slot]
            errors[to] = absences[slot] != 0
        case .loadTruth(let slot, let to):
            truths[to] = Truth.of(values[slot] != 0, hasError: absences[slot] != 0)
        case .number(let value, let to): numbers[to] = value
        case .truth(let value, let to): truths[to] = value
        case .compare(let sign, let left, let right, let to):
            truths[to] = Truth.of(
                sign.holds(numbers[left], numbers[right]), hasError: errors[left] || errors[right])
        case .compareWith(let sign, let left, let value, let to):
            truths[to] = Truth.of(sign.holds(numbers[left], value), hasError: errors[left])
        case .equalTruths(let left, let right, let isEqual, let to):
            truths[to] = Truth.equal(truths[left], truths[right], isEqual)
        case .arithmetic(let sign, let left, let right, let to):
            let (result, overflows) = sign.result(numbers[left], numbers[right])
            numbers[to] = result
            errors[to] = errors[left] || errors[right] || overflows
        case .not(let operand, let to): truths[to] = Truth.not(truths[operand])
        case .and(let left, let right, let to):
            truths[to] = Truth.and(truths[left], truths[right])
        case .or(let left, let right, let to): truths[to] = Truth.or(truths[left], truths[right])
        case .chooseNumber(let condition, let yes, let no, let to):
            let chosen = truths[condition] == Truth.yes ? yes : no
            numbers[to] = numbers[chosen]
            errors[to] = truths[condition] == Truth.error || errors[chosen]
        case .chooseTruth(let condition, let yes, let no, let to):
            truths[to] = Truth.choose(truths[condition], truths[yes], truths[no])
        }
    }
}
