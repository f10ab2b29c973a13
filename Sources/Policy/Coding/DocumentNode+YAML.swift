import Yams

extension DocumentNode {
    /// Reads one YAML document.
    package static func parse(_ text: String) throws(PackProblem) -> DocumentNode {
        let start = TextPlace(line: 1, column: 1)
        guard text.utf8.count <= PackLimits.documentBytes else {
            throw PackProblem(
                "the document has more than \(PackLimits.documentBytes) bytes; split it", at: start)
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw problem(of: error)
        }
        guard let root else { throw PackProblem("the document is empty", at: start) }
        var budget = NodeBudget()
        return try DocumentNode(root, depth: 1, &budget)
    }

    private struct NodeBudget {
        var left = PackLimits.nodes
    }

    private init(
        _ node: Node, depth: Int, _ budget: inout NodeBudget
    ) throws(PackProblem) {
        place = TextPlace(node.mark)
        budget.left -= 1
        guard budget.left >= 0 else {
            throw PackProblem(
                "with its aliases the document has more than \(PackLimits.nodes) parts", at: place)
        }
        guard depth <= PackLimits.depth else {
            throw PackProblem(
                "the document is nested deeper than \(PackLimits.depth)", at: place)
        }
        switch node {
        case .scalar(let scalar): content = .scalar(scalar.string, style: ScalarStyle(scalar.style))
        case .sequence(let sequence):
            var elements: [DocumentNode] = []
            for element in sequence {
                elements.append(try DocumentNode(element, depth: depth + 1, &budget))
            }
            content = .list(elements)
        case .mapping(let mapping):
            var members: [Member] = []
            for (key, value) in mapping {
                guard case .scalar(let name) = key else {
                    throw PackProblem("a name must be a text", at: TextPlace(key.mark))
                }
                members.append(
                    Member(
                        name: name.string, place: TextPlace(key.mark),
                        value: try DocumentNode(value, depth: depth + 1, &budget)))
            }
            content = .object(members)
        case .alias:
            throw PackProblem("an alias stands before what it repeats", at: place)
        }
    }

    private static func problem(of error: any Error) -> PackProblem {
        let start = TextPlace(line: 1, column: 1)
        switch error as? YamlError {
        case .scanner(_, let sentence, let mark, _), .parser(_, let sentence, let mark, _),
            .composer(_, let sentence, let mark, _):
            return PackProblem(
                "this is not YAML: \(sentence)", at: TextPlace(line: mark.line, column: mark.column)
            )
        case .duplicatedKeysInMapping(let names, let context):
            let sorted = names.map { $0.description }.sorted()
            return PackProblem(
                "a name stands twice: \(sorted.joined(separator: ", "))",
                at: TextPlace(line: context.mark.line, column: context.mark.column))
        case .some(let other): return PackProblem("this is not YAML: \(other)", at: start)
        case nil: return PackProblem("this is not YAML", at: start)
        }
    }
}

extension TextPlace {
    fileprivate init(_ mark: Mark?) {
        self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }
}

extension DocumentNode.ScalarStyle {
    fileprivate init(_ style: Node.Scalar.Style) {
        switch style {
        case .literal, .folded: self = .block
        case .singleQuoted, .doubleQuoted: self = .quoted
        case .any, .plain: self = .plain
        }
    }
}
