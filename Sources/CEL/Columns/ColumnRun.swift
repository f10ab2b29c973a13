/// A program with the registers that it works in, which serve many columns one after the other.
package struct ColumnRun: Sendable {
    private var program: ColumnProgram
    private var block: ColumnBlock

    package init(_ program: ColumnProgram) {
        self.program = program
        block = ColumnBlock(program)
    }

    /// Goes on with the same condition under other constants, in the same registers.
    ///
    /// - Parameter count: how many lanes are asked for at most from now on.
    package mutating func load(_ program: ColumnProgram, count: Int) {
        precondition(
            program.numberCount == self.program.numberCount
                && program.truthCount == self.program.truthCount,
            "a condition has the same registers whatever its constants are")
        self.program = program
        block.fillConstants(of: program, lanes: min(count, ColumnProgram.blockLanes))
    }

    /// The truth of the condition for every lane.
    package mutating func truths(_ columns: [Column], count: Int) -> [UInt8] {
        var all: [UInt8] = []
        all.reserveCapacity(count)
        evaluate(columns, count: count) { _, truths in
            for lane in truths.indices { all.append(truths[lane]) }
        }
        return all
    }

    /// Gives the truth of the condition for every lane, block by block.
    ///
    /// - Parameters:
    ///   - columns: one for each slot; those that the condition doesn't read may be empty.
    ///   - count: how many lanes there are.
    ///   - take: takes the truths of some lanes, of which the first has that number.
    package mutating func evaluate(
        _ columns: [Column], count: Int, _ take: (_ first: Int, Span<UInt8>) -> Void
    ) {
        evaluateEach(columns, count: count) { _, first, truths in take(first, truths) }
    }

    /// The same for several conditions, in their order within each block.
    package mutating func evaluateEach(
        _ columns: [Column], count: Int,
        _ take: (_ condition: Int, _ first: Int, Span<UInt8>) -> Void
    ) {
        for start in stride(from: 0, to: count, by: ColumnProgram.blockLanes) {
            let lanes = start..<min(start + ColumnProgram.blockLanes, count)
            block.run(program, columns, lanes)
            for (condition, register) in program.results.enumerated() {
                let truths = block.truths[register]
                take(condition, start, truths.span.extracting(0..<lanes.count))
            }
        }
    }
}
