package import CEL

/// A policy of CEL Policy that stands alone: a rule over variables that its user declares
/// (https://github.com/cel-expr/cel-policy/blob/main/README.md#top-level-fields).
package struct CELPolicy: Sendable {
    /// The name of the policy.
    package let name: String
    /// Its rule.
    package let rule: Rule
    /// The type of what the rule gives, where it gives something.
    package let outputType: StaticType

    /// Reads and checks a policy.
    ///
    /// - Parameters:
    ///   - variables: the types of what expressions may name; names may have dots.
    ///   - functions: what functions of the user take and give, by name.
    package static func read(
        _ text: String, variables: [String: StaticType] = [:],
        functions: [String: [Signature]] = [:]
    ) throws(PackRefusal) -> CELPolicy {
        let root: DocumentNode
        do throws(PackProblem) {
            root = try DocumentNode.parse(text)
        } catch {
            throw PackRefusal(problems: [error])
        }
        var reader = DocumentReader()
        let policy = reader.policy(root)
        guard let policy, reader.problems.isEmpty else {
            throw PackRefusal(problems: reader.problems)
        }
        var check = RuleCheck(functions: functions)
        let type = check.type(of: policy.rule, variables)
        guard check.problems.isEmpty else { throw PackRefusal(problems: check.problems) }
        return CELPolicy(name: policy.name, rule: policy.rule, outputType: type)
    }
}

extension DocumentReader {
    fileprivate mutating func policy(_ root: DocumentNode) -> (name: String, rule: Rule)? {
        guard
            let root = object(
                root, known: ["name", "description", "imports", "rule"],
                required: ["name", "rule"], as: "a policy")
        else { return nil }
        for item in root["imports"]?.elements ?? [] { checkImport(item) }
        guard let name = root["name"].flatMap({ text($0, as: "the name of a policy") }),
            let rule = root["rule"].flatMap({ rule($0) })
        else { return nil }
        return (name, rule)
    }

    /// Imports shorten the names of messages, of which there are none here; what they name must
    /// still be a name.
    private mutating func checkImport(_ node: DocumentNode) {
        guard let name = node["name"].flatMap({ text($0, as: "an import") }) else { return }
        let trimmed = String(
            name.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        let parts = trimmed.split(separator: ".", omittingEmptySubsequences: false)
        let isQualified = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
                        || (0x61...0x7A).contains(byte | 0x20)
                }
        }
        if !isQualified {
            report(
                "invalid qualified name: \(trimmed), wanted name of the form 'qualified.name'",
                at: node.place)
        }
    }
}
