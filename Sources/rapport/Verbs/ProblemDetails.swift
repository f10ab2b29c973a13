import JSON
import LedgerEngine
import LedgerModel

/// A refusal for programs: problem details (https://www.rfc-editor.org/rfc/rfc9457).
enum ProblemDetails {
    /// One violation as an object.
    static func json(of violation: Violation) -> [UInt8] {
        var bytes = Array("{\"line\":\(violation.line),\"pointer\":".utf8)
        JSONWriter.appendQuoted(violation.pointer, to: &bytes)
        bytes.append(contentsOf: ",\"sentence\":".utf8)
        JSONWriter.appendQuoted(violation.sentence, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// A whole refusal.
    ///
    /// - Parameter status: the status that the same refusal has over HTTP.
    static func text(title: String, status: Int, _ violations: [Violation]) -> String {
        var bytes = Array("{\"status\":\(status),\"title\":".utf8)
        JSONWriter.appendQuoted(title, to: &bytes)
        bytes.append(contentsOf: ",\"type\":\"about:blank\",\"violations\":[".utf8)
        for (index, violation) in violations.prefix(Limits.reportedViolations).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: json(of: violation))
        }
        bytes.append(contentsOf: "],\"violations_total\":\(violations.count)}".utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}
