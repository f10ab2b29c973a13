import CEL

/// Reads the parts of a document as what they should be, and collects what is wrong with them, so
/// that a person sees all of it at once.
package struct DocumentReader {
    /// What was found wrong so far, in the order of the document once sorted.
    package private(set) var problems: [PackProblem] = []

    package init() {}

    /// Notes a problem.
    mutating func report(_ sentence: String, at place: TextPlace) {
        report(PackProblem(sentence, at: place))
    }

    /// Notes a problem.
    mutating func report(_ problem: PackProblem) {
        guard problems.count < PackLimits.problems else { return }
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// Requires an object whose members have known names, and among them the required ones.
    mutating func object(
        _ node: DocumentNode, known: [String], required: [String] = [], as what: String
    ) -> DocumentNode? {
        guard case .object(let members) = node.content else {
            report("\(what) must be an object, not \(node.kindName)", at: node.place)
            return nil
        }
        for member in members where !known.contains(member.name) {
            let near = known.nearest(to: member.name).map { "; did you mean '\($0)'?" }
            report(
                "\(what) has no '\(member.name)'"
                    + (near ?? "; it may have " + known.joined(separator: ", ")),
                at: member.place)
        }
        for name in required where node[name] == nil {
            report("\(what) needs '\(name)'", at: node.place)
        }
        return node
    }

    /// Requires a list.
    mutating func list(_ node: DocumentNode, as what: String) -> [DocumentNode] {
        guard case .list(let elements) = node.content else {
            report("\(what) must be a list, not \(node.kindName)", at: node.place)
            return []
        }
        return elements
    }

    /// Requires a text that is not empty.
    mutating func text(_ node: DocumentNode, as what: String) -> String? {
        guard let text = node.text, !text.isEmpty else {
            report("\(what) must be a text, not \(node.kindName)", at: node.place)
            return nil
        }
        return text
    }

    /// Requires one of some words.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: DocumentNode, as what: String
    ) -> Word? where Word.RawValue == String {
        if let text = node.text, let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        report("\(what) must be one of \(words), not \(node.kindName)", at: node.place)
        return nil
    }

    /// Requires a whole number of a range.
    mutating func number(
        _ node: DocumentNode, in range: ClosedRange<Int64>, as what: String
    ) -> Int64? {
        guard case .number(let number)? = node.plain, range.contains(number) else {
            report(
                "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not \(node.kindName)", at: node.place)
            return nil
        }
        return number
    }

    /// Requires `true`: the member only says which of several things is meant.
    mutating func mark(_ node: DocumentNode, as what: String) {
        if node.plain != .bool(true) {
            report("\(what) takes only true; leave it out otherwise", at: node.place)
        }
    }
}
