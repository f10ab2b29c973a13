import Foundation
import Testing

/// The contract as it stands in `schemas/`, found from this file.
enum EventContract {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "schemas")

    /// Schemas that describe no single event type.
    static let sharedSchemas: Set<String> = ["envelope.v1", "kinds.v1", "recorded-event.v1"]

    /// One example event.
    struct Example: CustomTestStringConvertible {
        let schema: String
        let name: String
        let text: [UInt8]

        var testDescription: String { "\(schema)/\(name)" }
    }

    /// The names of all schemas, such as `order.placed.v1`.
    static func schemaNames() throws -> [String] {
        try names(in: root.appending(path: "events"))
    }

    /// A schema as Foundation reads it.
    static func schema(_ name: String) throws -> [String: Any] {
        let file = root.appending(path: "events/\(name).json")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }

    /// All examples of a verdict, `valid` or `invalid`.
    static func examples(_ verdict: String) throws -> [Example] {
        let folder = root.appending(path: "examples/events")
        let schemas = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try schemas.flatMap { schema in
            let verdictFolder = folder.appending(path: "\(schema)/\(verdict)")
            return try names(in: verdictFolder).map { name in
                let data = try Data(contentsOf: verdictFolder.appending(path: "\(name).json"))
                return Example(schema: schema, name: name, text: Array(data))
            }
        }
    }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    }
}
