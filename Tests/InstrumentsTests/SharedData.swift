import Foundation
import Testing

/// The histories with ground truths, which lie in `shared/data` next to the checkout or further up
/// (its `README.md` says what they hold). They are never copied into the project.
enum SharedData {
    /// Nil where this machine doesn't have them, so that their tests are skipped.
    static let folder: URL? = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: "shared/data")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }()

    /// The bytes of a file, decompressed by the program that its name asks for.
    static func read(_ path: String) throws -> [UInt8] {
        let url = try #require(folder).appending(path: path)
        if path.hasSuffix(".zst") { return try output(of: "zstd", ["-dcq", url.path]) }
        if path.hasSuffix(".gz") { return try output(of: "zcat", [url.path]) }
        return Array(try Data(contentsOf: url))
    }

    static func contains(_ path: String) -> Bool {
        guard let folder else { return false }
        return FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    private static func output(of program: String, _ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = pipe
        try process.run()
        let bytes = Array(pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) failed on \(arguments)")
        return bytes
    }
}
