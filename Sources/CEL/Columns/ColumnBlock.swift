/// The registers of a program while it works on one block of lanes.
///
/// An instruction fills a register that no later one fills again, so that what it reads is never
/// what it writes.
struct ColumnBlock: Sendable {
    private var numbers: [[Int64]]
    /// For each register of numbers, 1 in the lanes that have an error.
    private var errors: [[UInt8]]
    private(set) var truths: [[UInt8]]

    init(_ program: ColumnProgram) {
        let lanes = ColumnProgram.blockLanes
        numbers = Array(repeating: Array(repeating: 0, count: lanes), count: program.numberCount)
        errors = Array(repeating: Array(repeating: 0, count: lanes), count: program.numberCount)
        truths = Array(repeating: Array(repeating: 0, count: lanes), count: program.truthCount)
        fillConstants(of: program, lanes: lanes)
    }

    /// Puts the constants of a program into their registers.
    mutating func fillConstants(of program: ColumnProgram, lanes: Int) {
        for instruction in program.instructions { fillConstant(instruction, lanes) }
    }

    /// Constants are the same in every block.
    private mutating func fillConstant(_ instruction: ColumnProgram.Instruction, _ lanes: Int) {
        switch instruction {
        case .number(let value, let to):
            Self.fill(&numbers[to], lanes, with: value)
        case .truth(let value, let to):
            Self.fill(&truths[to], lanes, with: value)
        default: return
        }
    }

    /// Runs all instructions for some lanes of the columns.
    mutating func run(_ program: ColumnProgram, _ columns: [Column], _ lanes: Range<Int>) {
        for instruction in program.instructions { run(instruction, columns, lanes) }
    }

    private mutating func run(
        _ instruction: ColumnProgram.Instruction, _ columns: [Column], _ lanes: Range<Int>
    ) {
        let count = lanes.count
        switch instruction {
        case .number, .truth: return
        case .loadNumber(let slot, let to): load(columns[slot], lanes, number: to)
        case .loadTruth(let slot, let to): load(columns[slot], lanes, truth: to)
        case .compare(let sign, let left, let right, let to):
            compare(sign, left, right, count, to: to)
        case .compareWith(let sign, let left, let value, let to):
            compare(sign, left, with: value, count, to: to)
        case .arithmetic(let sign, let left, let right, let to):
            calculate(sign, left, right, count, to: to)
        case .not(let operand, let to):
            map(operand, operand, count, to: to) { value, _ in Truth.not(value) }
        case .and(let left, let right, let to): map(left, right, count, to: to, Truth.and)
        case .or(let left, let right, let to): map(left, right, count, to: to, Truth.or)
        case .equalTruths(let left, let right, let isEqual, let to):
            map(left, right, count, to: to) { Truth.equal($0, $1, isEqual) }
        case .chooseTruth(let condition, let yes, let no, let to):
            choose(condition, yes, no, count, truth: to)
        case .chooseNumber(let condition, let yes, let no, let to):
            choose(condition, yes, no, count, number: to)
        }
    }

    private mutating func load(_ column: Column, _ lanes: Range<Int>, number to: Int) {
        var (output, failed) = (Self.take(&numbers, to), Self.take(&errors, to))
        if column.smallValues.isEmpty {
            Self.copy(column.values, column, lanes, to: &output)
        } else {
            Self.widen(column, lanes, to: &output)
        }
        if column.absences.isEmpty {
            Self.fill(&failed, lanes.count, with: 0)
        } else {
            Self.copy(column.absences, column, lanes, to: &failed)
        }
        (numbers[to], errors[to]) = (output, failed)
    }

    private mutating func load(_ column: Column, _ lanes: Range<Int>, truth to: Int) {
        var output = Self.take(&truths, to)
        for lane in 0..<lanes.count {
            let index = column.index(ofLane: lanes.lowerBound + lane)
            let isMissing = !column.absences.isEmpty && column.absences[index] != 0
            output[lane] = Truth.of(column.value(at: index) != 0, hasError: isMissing)
        }
        truths[to] = output
    }

    private static func widen(
        _ column: Column, _ lanes: Range<Int>, to register: inout [Int64]
    ) {
        let start = column.start + lanes.lowerBound
        let values = column.smallValues.span.extracting(start..<start + lanes.count)
        var register = register.mutableSpan
        for lane in values.indices { register[lane] = Int64(values[lane]) }
    }

    /// Copies the lanes of a column, or the one value that all of them have.
    private static func copy<Lane: BitwiseCopyable>(
        _ values: [Lane], _ column: Column, _ lanes: Range<Int>, to register: inout [Lane]
    ) {
        guard !column.isConstant else {
            fill(&register, lanes.count, with: values[0])
            return
        }
        let start = column.start + lanes.lowerBound
        let values = values.span.extracting(start..<start + lanes.count)
        var register = register.mutableSpan
        for lane in values.indices { register[lane] = values[lane] }
    }

    private static func fill<Lane: BitwiseCopyable>(
        _ register: inout [Lane], _ count: Int, with value: Lane
    ) {
        var register = register.mutableSpan
        for lane in 0..<count { register[lane] = value }
    }

    private mutating func compare(
        _ sign: BinaryOperator, _ left: Int, _ right: Int, _ count: Int, to: Int
    ) {
        switch sign {
        case .equal: compare(left, right, count, to: to, ==)
        case .notEqual: compare(left, right, count, to: to, !=)
        case .less: compare(left, right, count, to: to, <)
        case .lessOrEqual: compare(left, right, count, to: to, <=)
        case .greater: compare(left, right, count, to: to, >)
        default: compare(left, right, count, to: to, >=)
        }
    }

    private mutating func compare(
        _ sign: BinaryOperator, _ left: Int, with value: Int64, _ count: Int, to: Int
    ) {
        switch sign {
        case .equal: test(left, count, to: to) { $0 == value }
        case .notEqual: test(left, count, to: to) { $0 != value }
        case .less: test(left, count, to: to) { $0 < value }
        case .lessOrEqual: test(left, count, to: to) { $0 <= value }
        case .greater: test(left, count, to: to) { $0 > value }
        default: test(left, count, to: to) { $0 >= value }
        }
    }

    @inline(__always)
    private mutating func compare(
        _ left: Int, _ right: Int, _ count: Int, to: Int, _ holds: (Int64, Int64) -> Bool
    ) {
        var output = Self.take(&truths, to)
        Self.compare(
            numbers[left], errors[left], numbers[right], errors[right], count, to: &output, holds)
        truths[to] = output
    }

    @inline(__always)
    private static func compare(
        _ left: [Int64], _ leftErrors: [UInt8], _ right: [Int64], _ rightErrors: [UInt8],
        _ count: Int, to output: inout [UInt8], _ holds: (Int64, Int64) -> Bool
    ) {
        let (left, right) = (left.span.extracting(0..<count), right.span.extracting(0..<count))
        let leftErrors = leftErrors.span.extracting(0..<count)
        let rightErrors = rightErrors.span.extracting(0..<count)
        var lanes = output.mutableSpan
        for lane in 0..<count {
            lanes[lane] = Truth.of(
                holds(left[lane], right[lane]), error: leftErrors[lane] | rightErrors[lane])
        }
    }

    @inline(__always)
    private mutating func test(_ left: Int, _ count: Int, to: Int, _ holds: (Int64) -> Bool) {
        var output = Self.take(&truths, to)
        let (numbers, errors) = (numbers[left], errors[left])
        let (values, failed) = (
            numbers.span.extracting(0..<count), errors.span.extracting(0..<count)
        )
        var lanes = output.mutableSpan
        for lane in 0..<count {
            lanes[lane] = Truth.of(holds(values[lane]), error: failed[lane])
        }
        truths[to] = output
    }

    @inline(__always)
    private mutating func map(
        _ left: Int, _ right: Int, _ count: Int, to: Int, _ combine: (UInt8, UInt8) -> UInt8
    ) {
        var output = Self.take(&truths, to)
        let (left, right) = (truths[left], truths[right])
        let (one, other) = (left.span.extracting(0..<count), right.span.extracting(0..<count))
        var lanes = output.mutableSpan
        for lane in 0..<count { lanes[lane] = combine(one[lane], other[lane]) }
        truths[to] = output
    }

    private mutating func choose(
        _ condition: Int, _ yes: Int, _ no: Int, _ count: Int, truth to: Int
    ) {
        var output = Self.take(&truths, to)
        for lane in 0..<count {
            output[lane] = Truth.choose(
                truths[condition][lane], truths[yes][lane], truths[no][lane])
        }
        truths[to] = output
    }

    private mutating func choose(
        _ condition: Int, _ yes: Int, _ no: Int, _ count: Int, number to: Int
    ) {
        var (output, failed) = (Self.take(&numbers, to), Self.take(&errors, to))
        for lane in 0..<count {
            let chosen = truths[condition][lane] == Truth.yes ? yes : no
            output[lane] = numbers[chosen][lane]
            failed[lane] = truths[condition][lane] == Truth.error ? 1 : errors[chosen][lane]
        }
        (numbers[to], errors[to]) = (output, failed)
    }

    private mutating func calculate(
        _ sign: BinaryOperator, _ left: Int, _ right: Int, _ count: Int, to: Int
    ) {
        var (output, failed) = (Self.take(&numbers, to), Self.take(&errors, to))
        let operands = Operands(
            left: numbers[left], right: numbers[right], leftErrors: errors[left],
            rightErrors: errors[right])
        switch sign {
        case .add: operands.calculate(count, &output, &failed) { $0.addingReportingOverflow($1) }
        case .multiply:
            operands.calculate(count, &output, &failed) { $0.multipliedReportingOverflow(by: $1) }
        default: operands.calculate(count, &output, &failed) { sign.result($0, $1) }
        }
        (numbers[to], errors[to]) = (output, failed)
    }

    /// The two registers that arithmetic works on.
    private struct Operands {
        let left: [Int64]
        let right: [Int64]
        let leftErrors: [UInt8]
        let rightErrors: [UInt8]

        @inline(__always)
        func calculate(
            _ count: Int, _ output: inout [Int64], _ failed: inout [UInt8],
            _ result: (Int64, Int64) -> (Int64, Bool)
        ) {
            let (one, other) = (left.span.extracting(0..<count), right.span.extracting(0..<count))
            let oneErrors = leftErrors.span.extracting(0..<count)
            let otherErrors = rightErrors.span.extracting(0..<count)
            var lanes = output.mutableSpan
            var errors = failed.mutableSpan
            for lane in 0..<count {
                let (value, overflows) = result(one[lane], other[lane])
                lanes[lane] = value
                errors[lane] = oneErrors[lane] | otherErrors[lane] | (overflows ? 1 : 0)
            }
        }
    }

    private static func take<Lane>(_ registers: inout [[Lane]], _ index: Int) -> [Lane] {
        var taken: [Lane] = []
        swap(&taken, &registers[index])
        return taken
    }
}
