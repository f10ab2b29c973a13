/// Turns the parts of a regular expression into instructions (Ken Thompson, "Regular Expression
/// Search Algorithm", CACM 11(6), 1968).
struct PatternCompiler {
    private(set) var program: [Pattern.Instruction] = []

    mutating func add(_ node: PatternNode) throws(PatternError) {
        switch node {
        case .empty: return
        case .scalar(let set): try append(.scalar(set))
        case .assert(let assertion): try append(.assert(assertion))
        case .sequence(let nodes): for node in nodes { try add(node) }
        case .alternatives(let nodes): try addAlternatives(nodes)
        case .repeated(let node, let least, let most): try addRepeated(node, least, most)
        }
    }

    private mutating func append(_ instruction: Pattern.Instruction) throws(PatternError) {
        guard program.count < CELLimits.patternInstructions else {
            throw PatternError(sentence: "it is too large; repeat less")
        }
        program.append(instruction)
    }

    private mutating func addAlternatives(_ nodes: [PatternNode]) throws(PatternError) {
        var ends: [Int] = []
        for node in nodes.dropLast() {
            let fork = program.count
            try append(.jump(0))
            try add(node)
            ends.append(program.count)
            try append(.jump(0))
            program[fork] = .fork(fork + 1, program.count)
        }
        if let last = nodes.last { try add(last) }
        for end in ends { program[end] = .jump(program.count) }
    }

    private mutating func addRepeated(
        _ node: PatternNode, _ least: Int, _ most: Int?
    ) throws(PatternError) {
        for _ in 0..<least { try add(node) }
        guard let most else {
            let fork = program.count
            try append(.jump(0))
            try add(node)
            try append(.jump(fork))
            program[fork] = .fork(fork + 1, program.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<most {
            forks.append(program.count)
            try append(.jump(0))
            try add(node)
        }
        for fork in forks { program[fork] = .fork(fork + 1, program.count) }
    }
}
