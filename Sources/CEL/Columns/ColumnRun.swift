/// A program with the registers that it works in, which serve many columns one after the other.
package struct ColumnRun: Sendable {
    private let program: ColumnProgram
    private var block: ColumnBlock

    package init(_ program: ColumnProgram) {
        self.program = program
        block = ColumnBlock(program)
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
        for start in stride(from: 0, to: count, by: ColumnProgram.blockLanes) {
            let lanes = start..<min(start + ColumnProgram.blockLanes, count)
            block.run(program, columns, lanes)
            let truths = block.truths[program.result]
            take(start, truths.span.extracting(0..<lanes.count))
        }
    }
}
