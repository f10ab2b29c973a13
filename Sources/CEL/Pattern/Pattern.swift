/// A regular expression in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax), as
/// `matches` takes it. It is run as a nondeterministic automaton, all of whose states advance
/// together, so that the time is proportional to the text whatever the pattern.
struct Pattern: Sendable {
    /// One state of the automaton.
    enum Instruction: Sendable {
        /// Goes on where the scalar belongs to the set.
        case scalar(ScalarSet)
        /// Goes on where nothing is read and the place is such a one.
        case assert(Assertion)
        /// Goes on at both.
        case fork(Int, Int)
        case jump(Int)
        case match
    }

    enum Assertion: Sendable {
        case textStart
        case textEnd
        case lineStart
        case lineEnd
        case wordBoundary
        case noWordBoundary
    }

    private let program: [Instruction]

    init(_ text: String) throws(FunctionFailure) {
        var parser = PatternParser(Array(text.unicodeScalars))
        do throws(PatternError) {
            var compiler = PatternCompiler()
            try compiler.add(try parser.pattern())
            program = compiler.program + [.match]
        } catch {
            throw .invalid("the pattern '\(text)' can't be read: \(error.sentence)")
        }
    }

    /// What looking for the pattern may cost: each place of the text may reach each instruction.
    func steps(in text: String) -> Int {
        (text.utf8.count + 1) * program.count / CELLimits.textBytesPerStep
    }

    /// Whether the pattern matches anywhere in a text.
    func isFound(in text: String) -> Bool {
        var run = PatternRun(program)
        let scalars = Array(text.unicodeScalars)
        for offset in 0...scalars.count {
            let before = offset > 0 ? scalars[offset - 1] : nil
            let after = offset < scalars.count ? scalars[offset] : nil
            if run.advance(between: before, after) { return true }
        }
        return false
    }
}

/// Why a text is no pattern.
struct PatternError: Error {
    let sentence: String
}

/// The states of an automaton that are reached.
private struct PatternRun {
    private let program: [Pattern.Instruction]
    private var reached: [Int] = []
    private var following: [Int] = []
    private var isReached: [Bool]
    private var pending: [Int] = []

    init(_ program: [Pattern.Instruction]) {
        self.program = program
        isReached = Array(repeating: false, count: program.count)
    }

    /// Follows all states over the place between two scalars, a new attempt included, and then over
    /// the second one; whether a match ends at the place.
    mutating func advance(between before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
        reached.removeAll(keepingCapacity: true)
        for index in isReached.indices { isReached[index] = false }
        for state in following + [0] {
            if follow(state, before, after) { return true }
        }
        following.removeAll(keepingCapacity: true)
        guard let after else { return false }
        for state in reached {
            if case .scalar(let set) = program[state], set.contains(after) {
                following.append(state + 1)
            }
        }
        return false
    }

    /// Adds a state and all that follow it without a scalar; whether the match is among them.
    private mutating func follow(
        _ state: Int, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?
    ) -> Bool {
        pending.append(state)
        while let state = pending.popLast() {
            guard !isReached[state] else { continue }
            isReached[state] = true
            switch program[state] {
            case .match:
                pending.removeAll(keepingCapacity: true)
                return true
            case .scalar: reached.append(state)
            case .jump(let target): pending.append(target)
            case .fork(let first, let second): pending += [second, first]
            case .assert(let assertion):
                if assertion.holds(between: before, after) { pending.append(state + 1) }
            }
        }
        return false
    }
}

extension Pattern.Assertion {
    fileprivate func holds(between before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
        func isWord(_ scalar: Unicode.Scalar?) -> Bool {
            scalar.map(ScalarSet.word.contains) ?? false
        }
        return switch self {
        case .textStart: before == nil
        case .textEnd: after == nil
        case .lineStart: before == nil || before == "\n"
        case .lineEnd: after == nil || after == "\n"
        case .wordBoundary: isWord(before) != isWord(after)
        case .noWordBoundary: isWord(before) == isWord(after)
        }
    }
}
