import Foundation

/// One run of the built binary in a folder of its own.
struct RapportProcess {
    /// How it ended; nil where a signal ended it.
    let code: Int32?
    let output: String
    let messages: String

    init(
        _ arguments: [String], input: [UInt8] = [], in folder: TemporaryFolder,
        language: String = "C"
    ) throws {
        try self.init(Self.binary(), arguments, input: input, in: folder, language: language)
    }

    /// Runs a program, such as a shell that sets a limit first.
    ///
    /// - Parameter language: the one that the environment asks for.
    init(
        _ program: URL, _ arguments: [String], input: [UInt8] = [], in folder: TemporaryFolder,
        language: String = "C"
    ) throws {
        let name = UUID().uuidString
        let files = ["in", "out", "err"].map { folder.url.appendingPathComponent("\(name).\($0)") }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        try Data(input).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no", "LC_ALL": language]) { _, new in new }
        try process.run()
        process.waitUntilExit()
        code = process.terminationReason == .exit ? process.terminationStatus : nil
        output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
        messages = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
    }

    /// The executable that was built beside the tests.
    static func binary() throws -> URL {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own).deletingLastPathComponent()
            .appendingPathComponent("rapport")
    }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("rapport-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: url.appendingPathComponent(name))
    }

    func bytes(of name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
    }

    /// An order, whose attributes can be replaced or added by JSON text.
    static func event(_ id: String, _ changes: [String: String] = [:]) -> String {
        var members = [
            "specversion": #""1.0""#, "id": #""\#(id)""#, "source": #""/s""#,
            "type": #""order.placed""#, "subject": #""a1""#, "time": #""2026-01-01T00:00:00Z""#,
            "data": #"{"order_id":"1","currency":"CNY","amount_minor":1}"#,
        ]
        members.merge(changes) { _, new in new }
        return "{"
            + members.sorted { $0.key < $1.key }.map { #""\#($0)":\#($1)"# }
            .joined(separator: ",") + "}"
    }

    /// A ledger with some events, and one of them annulled.
    func makeLedger(events count: Int = 2) throws {
        _ = try RapportProcess(["init", "l.rapport"], in: self)
        var lines = (0..<count).map { Self.event("e\($0)", ["subject": #""a\#($0 % 9)""#]) }
        lines.append(
            Self.event(
                "x0",
                [
                    "type": #""event.annulled""#, "subject": #""a0""#,
                    "data": #"{"source":"/s","id":"e0"}"#,
                ]))
        try write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "first.ndjson")
        _ = try RapportProcess(["import", "l.rapport", "first.ndjson"], in: self)
    }

    /// How many events the ledger has; nil where it doesn't verify.
    func verifiedEvents() throws -> Int? {
        let run = try RapportProcess(["verify", "l.rapport", "--json"], in: self)
        guard run.code == 0, let start = run.output.firstRange(of: #""events":"#)?.upperBound
        else { return nil }
        return Int(run.output[start...].prefix(while: \.isNumber))
    }
}
