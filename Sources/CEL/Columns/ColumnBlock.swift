/// The registers of a program while it works on one block of lanes.
///
/// An instruction fills a register that no later one fills again, so that what it reads is never
/// what it writes.
struct ColumnBlock {
    private var numbers: [[Int64]]
    /// For each register of numbers, 1 in the lanes that have an error.
    private var errors: [[UInt8]]
    private(set) var truths: [[UInt8]]

    init(_ program: ColumnProgram) {
        let lanes = ColumnProgram.blockLanes
        numbers = Array(repeating: Array(repeating: 0, count: lanes), count: program.numberCount)
        errors = Array(repeating: Array(repeating: 0, count: lanes), count: program.numberCount)
        truths = Array(repeating: Array(repeating: 0, count: lanes), count: program.truthCount)
        for instruction in program.instructions { fillConstant(instruction) }
    }

    /// Constants are the same in every block.
    private mutating func fillConstant(_ instruction: ColumnProgram.Instruction) {
        switch instruction {
        case .number(let value, let to):
            for lane in numbers[to].indices { numbers[to][lane] = value }
        case .truth(let value, let to):
            for lane in truths[to].indices { truths[to][lane] = value }
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
        let values = column.values.span.extracting(lanes)
        let absences = column.absences.span.extracting(lanes)
        var numbers = numbers[to].mutableSpan
        var errors = errors[to].mutableSpan
        for lane in values.indices { numbers[lane] = values[lane] }
        for lane in absences.indices { errors[lane] = absences[lane] }
    }

    private mutating func load(_ column: Column, _ lanes: Range<Int>, truth to: Int) {
        let values = column.values.span.extracting(lanes)
        let absences = column.absences.span.extracting(lanes)
        var truths = truths[to].mutableSpan
        for lane in values.indices {
            truths[lane] = Truth.of(values[lane] != 0, hasError: absences[lane] != 0)
        }
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

    private mutating func compare(
        _ left: Int, _ right: Int, _ count: Int, to: Int, _ holds: (Int64, Int64) -> Bool
    ) {
        let (left, leftErrors) = (numbers[left], errors[left])
        let (right, rightErrors) = (numbers[right], errors[right])
        fill(to, count) { lane in
            Truth.of(
                holds(left[lane], right[lane]),
                hasError: leftErrors[lane] | rightErrors[lane] != 0)
        }
    }

    private mutating func test(_ left: Int, _ count: Int, to: Int, _ holds: (Int64) -> Bool) {
        let (left, errors) = (numbers[left], errors[left])
        fill(to, count) { lane in Truth.of(holds(left[lane]), hasError: errors[lane] != 0) }
    }

    private mutating func map(
        _ left: Int, _ right: Int, _ count: Int, to: Int, _ combine: (UInt8, UInt8) -> UInt8
    ) {
        let (left, right) = (truths[left], truths[right])
        fill(to, count) { lane in combine(left[lane], right[lane]) }
    }

    private mutating func choose(
        _ condition: Int, _ yes: Int, _ no: Int, _ count: Int, truth to: Int
    ) {
        let (conditions, yes, no) = (truths[condition], truths[yes], truths[no])
        fill(to, count) { lane in Truth.choose(conditions[lane], yes[lane], no[lane]) }
    }

    /// Fills a register of truths lane by lane.
    private mutating func fill(_ register: Int, _ count: Int, _ truth: (Int) -> UInt8) {
        var lanes = truths[register].mutableSpan
        for lane in 0..<count { lanes[lane] = truth(lane) }
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

    /// Overflow and division by zero are errors of their lane.
    private mutating func calculate(
        _ sign: BinaryOperator, _ left: Int, _ right: Int, _ count: Int, to: Int
    ) {
        var (output, failed) = (Self.take(&numbers, to), Self.take(&errors, to))
        for lane in 0..<count {
            let (result, overflows) = sign.result(numbers[left][lane], numbers[right][lane])
            output[lane] = result
            failed[lane] = errors[left][lane] | errors[right][lane] | (overflows ? 1 : 0)
        }
        (numbers[to], errors[to]) = (output, failed)
    }

    /// Takes a register out, so that the others can be read while it is filled.
    private static func take<Lane>(_ registers: inout [[Lane]], _ index: Int) -> [Lane] {
        var taken: [Lane] = []
        swap(&taken, &registers[index])
        return taken
    }
}
