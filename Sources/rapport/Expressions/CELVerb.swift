import ArgumentParser

struct CELVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel", abstract: "Work with expressions of policy packs (CEL).",
        subcommands: [CELEvalVerb.self])
}

struct CELEvalVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate expressions, one a line, with typed values.",
        discussion: """
            Every line is {"expr":"a + 1","bindings":{"a":{"int":"41"}}}; other members are \
            passed over. The answer has one line for each, a blank one too: \
            {"value":{"int":"42"}}, or {"error":…} with a sentence. Types are int, uint, double, \
            string, bytes (base64), bool, null, list, map (an array of pairs), timestamp, \
            duration and type. Nothing is checked before it is evaluated.
            """)

    @Argument(help: "The file; - is standard input.")
    var file: String = "-"

    func run() throws {
        let source = try ByteSource(path: file)
        let output = StandardOutput()
        var lines = ExpressionLines()
        var text: [UInt8] = []
        while try source.read(into: &text) > 0 {}
        let parts = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Behind the last line break there is no line.
        for line in parts.last?.isEmpty == true ? parts.dropLast() : parts[...] {
            try output.writeLine(lines.answer(to: Array(line)))
        }
        try output.flush()
    }
}
