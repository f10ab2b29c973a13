import ArgumentParser
import Policy

struct PackTableVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Take a decision table to a spreadsheet and back.",
        discussion: """
            With --decision the table of a pack is written as comma-separated values: the inputs \
            and the hit policy in the first line, then a line a row. With --from such a file is \
            written as the part 'table:' of a pack.
            """)

    @Argument(help: "The pack, or the file with --from.")
    var file: String

    @Option(help: ArgumentHelp("The decision whose table is written.", valueName: "name"))
    var decision: String = "tier"

    @Flag(help: "Read comma-separated values and write YAML.")
    var from = false

    func run() throws {
        let output = StandardOutput()
        if from {
            guard let table = DecisionTable(csv: try PackSource(file).text) else {
                throw VerbError(
                    sentence: "\(file) is no table: its first line needs the inputs and one of "
                        + "U, A, P, F, and every line as many fields")
            }
            try output.write(Array(table.yaml(indent: 0).utf8))
        } else {
            let argument = try PackArgument.parse([file])
            let pack = try argument.read().pack
            guard let own = pack.decisions.first(where: { $0.name == decision })?.table else {
                throw VerbError(sentence: "\(pack.name) has no table for '\(decision)'")
            }
            try output.write(Array(own.csv.utf8))
        }
        try output.flush()
    }
}
