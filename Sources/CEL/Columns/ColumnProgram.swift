/// A condition compiled for columns: every instruction works on a block of lanes, so that its cost
/// is shared and the compiler can use vector instructions. It gives what `Evaluator` gives, lane by
/// lane.
///
/// Columns carry comparisons, logic and arithmetic of ints, bools and the equality of texts; what
/// else an expression may hold is evaluated account by account.
package struct ColumnProgram: Sendable {
    /// A fact that expressions name.
    package struct Slot: Sendable {
        /// Index of its column.
        let index: Int
        let content: Column.Content

        package init(index: Int, content: Column.Content) {
            self.index = index
            self.content = content
        }
    }

    /// A register of numbers or of truths.
    typealias Register = Int

    enum Instruction: Sendable {
        case loadNumber(slot: Int, to: Register)
        case loadTruth(slot: Int, to: Register)
        case number(Int64, to: Register)
        case truth(UInt8, to: Register)
        case compare(BinaryOperator, Register, Register, to: Register)
        case compareWith(BinaryOperator, Register, Int64, to: Register)
        /// The truth of equality of two truths.
        case equalTruths(Register, Register, isEqual: Bool, to: Register)
        case arithmetic(BinaryOperator, Register, Register, to: Register)
        case not(Register, to: Register)
        case and(Register, Register, to: Register)
        case or(Register, Register, to: Register)
        case chooseNumber(Register, Register, Register, to: Register)
        case chooseTruth(Register, Register, Register, to: Register)
    }

    let instructions: [Instruction]
    let numberCount: Int
    let truthCount: Int
    /// The register with the outcome of each condition.
    let results: [Register]

    /// Lanes that an instruction works on at a time: their registers stay in the first cache.
    static let blockLanes = 1_024

    /// Compiles a condition; nil where it holds what columns can't carry.
    ///
    /// - Parameters:
    ///   - slots: facts by the name that expressions use, such as `facts.revenue`.
    ///   - bindings: parameters by name, of which ints, bools and strings are used, and functions,
    ///     which may be called on constants.
    package init?(
        _ expression: ParsedExpression, slots: [String: Slot], bindings: Bindings,
        texts: inout TextCodes
    ) {
        self.init([expression], slots: slots, bindings: bindings, texts: &texts)
    }

    /// Compiles several conditions that are asked together: what they have in common is calculated
    /// once. Nil where one of them holds what columns can't carry.
    package init?(
        _ conditions: [ParsedExpression], slots: [String: Slot], bindings: Bindings,
        texts: inout TextCodes
    ) {
        var compiler = ColumnCompiler(slots: slots, bindings: bindings, texts: texts)
        var results: [Register] = []
        for condition in conditions {
            guard case .truth(let result)? = compiler.compile(condition) else { return nil }
            results.append(result)
        }
        texts = compiler.texts
        instructions = compiler.instructions
        numberCount = compiler.numberCount
        truthCount = compiler.truthCount
        self.results = results
    }

    /// The slots that the conditions read.
    package var readSlots: Set<Int> {
        var slots: Set<Int> = []
        for instruction in instructions {
            switch instruction {
            case .loadNumber(let slot, _), .loadTruth(let slot, _): slots.insert(slot)
            default: continue
            }
        }
        return slots
    }

    /// The truth of the condition for every lane.
    ///
    /// - Parameters:
    ///   - columns: one for each slot; those that the condition doesn't read may be empty.
    ///   - count: how many lanes there are.
    package func evaluate(_ columns: [Column], count: Int) -> [UInt8] {
        var truths = [UInt8](repeating: 0, count: count)
        var run = ColumnRun(self)
        run.evaluate(columns, count: count) { first, found in
            var output = truths.mutableSpan
            for lane in found.indices { output[first + lane] = found[lane] }
        }
        return truths
    }
}
