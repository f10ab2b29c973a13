import CEL

/// The condition of `condition.c` over the same columns: as a program over columns, and one account
/// at a time. Prints how many accounts meet it, how many have an error, and the nanoseconds that an
/// account takes both ways.
@main
enum ConditionBenchmark {
    private static let accounts = 100_000
    private static let rounds = 200
    private static let text =
        "facts.rev >= params.key_min && (facts.share < percent(80) || facts.sat >= 4000) "
        + "&& !(facts.open > 3)"

    static func main() throws {
        let columns = columns()
        let slots = Dictionary(
            uniqueKeysWithValues: ["rev", "share", "sat", "open"].enumerated().map {
                ("facts.\($1)", ColumnProgram.Slot(index: $0, content: .int))
            })
        let bindings = Bindings(
            ["params.key_min": .int(2_000_000_000)],
            functions: [
                "percent": { arguments in
                    guard case .int(let percent)? = arguments.first else { return nil }
                    return .int(percent * 10_000)
                }
            ], zoneSeconds: { _, _ in nil })
        var texts = TextCodes()
        let expression = try Parser.parse(SourceText(text))
        guard
            let program = ColumnProgram(
                expression, slots: slots, bindings: bindings, texts: &texts)
        else { preconditionFailure("columns can't carry the condition") }
        let (truths, whole) = overColumns(program, columns)
        let (single, one) = oneAtATime(program, columns)
        precondition(single == truths, "both ways must agree")
        let met = truths.count { $0 == Truth.yes }
        let errors = truths.count { $0 == Truth.error }
        print(met, errors, hundredths(whole), hundredths(one))
    }

    /// SplitMix64, as in `condition.c`.
    private static func columns() -> [Column] {
        var state: UInt64 = 42
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        let ranges: [UInt64] = [4_000_000_000, 1_000_001, 10_001, 8]
        var values: [[Int64]] = [[], [], [], []]
        var absences: [[UInt8]] = [[], [], [], []]
        for _ in 0..<accounts {
            for (fact, range) in ranges.enumerated() {
                values[fact].append(Int64(next() % range))
                absences[fact].append(next() % 16 == 0 ? 1 : 0)
            }
        }
        return zip(values, absences).map { Column(values: $0, absences: $1) }
    }

    private static func overColumns(
        _ program: ColumnProgram, _ columns: [Column]
    ) -> ([UInt8], Double) {
        let clock = ContinuousClock()
        var truths: [UInt8] = []
        let time = clock.measure {
            for _ in 0..<rounds { truths = program.evaluate(columns, count: accounts) }
        }
        return (truths, nanoseconds(time) / Double(rounds * accounts))
    }

    private static func oneAtATime(
        _ program: ColumnProgram, _ columns: [Column]
    ) -> ([UInt8], Double) {
        let clock = ContinuousClock()
        var lane = ConditionLane(program)
        var truths: [UInt8] = []
        truths.reserveCapacity(accounts)
        var (values, absences) = ([Int64](repeating: 0, count: 4), [UInt8](repeating: 0, count: 4))
        let time = clock.measure {
            for account in 0..<accounts {
                for fact in 0..<4 {
                    values[fact] = columns[fact].values[account]
                    absences[fact] = columns[fact].absences[account]
                }
                truths.append(lane.evaluate(values.span, absences.span))
            }
        }
        return (truths, nanoseconds(time) / Double(accounts))
    }

    private static func nanoseconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
