import Foundation
import Testing

/// `rapport cel eval` as anyone would use it.
struct CELEvalTests {
    private static let suite = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/suites/cel/core.jsonl")

    static var isThere: Bool { FileManager.default.fileExists(atPath: suite.path) }

    private func answers(_ lines: String) throws -> [String] {
        let run = try RapportProcess(
            ["cel", "eval"], input: Array(lines.utf8), in: TemporaryFolder())
        #expect(run.code == 0, "\(run.messages)")
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test func `every line has its answer, typed values or an error with its place`() throws {
        let rows = [
            (#"{"expr":"a + 1","bindings":{"a":{"int":"41"}}}"#, #"{"value":{"int":"42"}}"#),
            (
                #"{"expr":"{'b': 1u, 'a': [null, b'\\xff']}"}"#,
                #"{"value":{"map":[[{"string":"a"},{"list":[{"null":null},{"bytes":"/w=="}]}],"#
                    + #"[{"string":"b"},{"uint":"1"}]]}}"#
            ),
            (
                #"{"expr":"t.getHours('Asia/Shanghai')","#
                    + #""bindings":{"t":{"timestamp":"2026-03-01T00:00:00Z"}}}"#,
                #"{"value":{"int":"8"}}"#
            ),
            (
                #"{"expr":"duration('90s') + d","bindings":{"d":{"duration":"1.5s"}}}"#,
                #"{"value":{"duration":"91.5s"}}"#
            ),
            (
                #"{"expr":"[1.0, 1e30, -0.0, 0.1]"}"#,
                #"{"value":{"list":[{"double":"1.0"},{"double":"1e+30"},{"double":"-0.0"},"#
                    + #"{"double":"0.1"}]}}"#
            ),
            (#"{"expr":"type(optional.of(1))"}"#, #"{"value":{"type":"optional_type"}}"#),
            (
                #"{"expr":"a / 0","bindings":{"a":{"int":"1"}}}"#,
                #"{"error":"line 1, column 3: division by zero\na / 0\n  ^"}"#
            ),
            (
                #"{"expr":"1 +"}"#,
                #"{"error":"line 1, column 4: a value is expected, not the end of the expression\n"#
                    + #"1 +\n   ^"}"#
            ),
            (
                #"{"expr":"a","bindings":{"a":{"int":"x"}}}"#,
                #"{"error":"the binding a: this is no value of the type 'int'"}"#
            ),
            (#"{"bindings":{}}"#, #"{"error":"the line needs the member expr, a string"}"#),
            (
                #"{"expr":"1","bindings":[]}"#,
                #"{"error":"the member bindings must be an object"}"#
            ),
            ("", #"{"error":"the line is not JSON: "#),
            ("nonsense", #"{"error":"the line is not JSON: "#),
            ("", #"{"error":"the line is not JSON: "#),
        ]
        let found = try answers(rows.map(\.0).joined(separator: "\n") + "\n")
        #expect(found.count == rows.count)
        for (answer, row) in zip(found, rows) {
            #expect(row.1.hasSuffix("}") ? answer == row.1 : answer.hasPrefix(row.1), "\(row.0)")
        }
    }

    @Test(.enabled(if: isThere, "the conformance cases lie beside the checkout, not in it"))
    func `all conformance cases of the core pass`() throws {
        let text = try String(contentsOf: Self.suite, encoding: .utf8)
        let cases = try text.split(separator: "\n").map { try object(String($0)) }
        let found = try answers(text).map(object)
        #expect(found.count == cases.count && cases.count > 500)
        for (own, expected) in zip(found, cases) {
            let name = "\(expected["file"] ?? "") \(expected["name"] ?? "")"
            if let value = expected["value"] {
                let answer = try #require(own["value"], "\(name): \(own)")
                #expect(plain(answer) == plain(value), "\(name)")
            } else {
                #expect(own["error"] != nil, "\(name)")
            }
        }
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    /// A typed value as text, entries of maps in the order of their text.
    private func plain(_ value: Any) -> String {
        guard let (type, content) = (value as? [String: Any])?.first else { return "\(value)" }
        switch type {
        case "list": return "[" + parts(content).map(plain).joined(separator: ",") + "]"
        case "map":
            return parts(content).map { parts($0).map(plain).joined(separator: ":") }.sorted()
                .joined(separator: ",")
        case "double": return "double \(Double(content as? String ?? "") ?? .nan)"
        default: return "\(type) \(content)"
        }
    }

    private func parts(_ value: Any) -> [Any] { value as? [Any] ?? [] }
}
