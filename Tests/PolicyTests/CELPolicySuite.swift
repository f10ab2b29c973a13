import CEL
import Foundation
import Policy

/// Policies with what they should give, in folders of `config.yaml`, `policy.yaml` and
/// `tests.yaml`: those of `shared/suites/cel-policy`, or those that `RAPPORT_CEL_POLICY_SUITE`
/// names.
enum CELPolicySuite {
    static let folder: URL? = {
        if let path = ProcessInfo.processInfo.environment["RAPPORT_CEL_POLICY_SUITE"] {
            return URL(fileURLWithPath: path)
        }
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared/suites/cel-policy")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// The names of the policies in a folder, sorted.
    static func policies(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter {
            FileManager.default.fileExists(
                atPath: folder.appendingPathComponent("\($0)/policy.yaml").path)
        }
    }

    static func document(_ path: String, in folder: URL) throws -> DocumentNode? {
        let url = folder.appendingPathComponent(path)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        return try DocumentNode.parse(try String(contentsOf: url, encoding: .utf8))
    }

    static func policy(_ name: String, in folder: URL) throws -> CELPolicy {
        let text = try String(
            contentsOf: folder.appendingPathComponent("\(name)/policy.yaml"), encoding: .utf8)
        let config = try document("\(name)/config.yaml", in: folder)
        var variables: [String: StaticType] = [:]
        for variable in config?["variables"]?.elements ?? [] {
            guard let name = variable["name"]?.text else { continue }
            variables[name] = type(variable["type"] ?? variable)
        }
        var functions: [String: [Signature]] = [:]
        for function in config?["functions"]?.elements ?? [] {
            guard let name = function["name"]?.text else { continue }
            functions[name] = (function["overloads"]?.elements ?? []).map { overload in
                Signature(
                    (overload["args"]?.elements ?? []).map { type($0) },
                    overload["return"].map { type($0) } ?? .dyn)
            }
        }
        return try CELPolicy.read(text, variables: variables, functions: functions)
    }

    private static func type(_ node: DocumentNode) -> StaticType {
        let parameters = (node["params"]?.elements ?? []).map { type($0) }
        switch node["type_name"]?.text {
        case "bool": return .bool
        case "int": return .int
        case "uint": return .uint
        case "double": return .double
        case "string": return .string
        case "google.protobuf.Timestamp": return .timestamp
        case "list": return .list(parameters.first ?? .dyn)
        case "map":
            return .map(key: parameters.first ?? .dyn, value: parameters.last ?? .dyn)
        default: return .dyn
        }
    }

    /// The value of a test: an expression, or a value as YAML writes it.
    static func value(_ node: DocumentNode) throws -> Value {
        if let text = node["expr"]?.text {
            var evaluator = Evaluator(Bindings(zoneSeconds: { _, _ in nil }))
            return try evaluator.evaluate(try Parser.parse(SourceText(text)))
        }
        return node["value"].map { plain($0) } ?? .null
    }

    private static func plain(_ node: DocumentNode) -> Value {
        switch node.content {
        case .list(let elements): return .list(elements.map { plain($0) })
        case .object(let members):
            var map = ValueMap()
            for member in members {
                _ = map.insert(plain(member.value), for: .string(member.name))
            }
            return .map(map)
        case .scalar(let text, _):
            switch node.plain {
            case .null?: return .null
            case .bool(let truth)?: return .bool(truth)
            case .number(let number)?: return .int(number)
            case nil: return .string(text)
            }
        }
    }
}
