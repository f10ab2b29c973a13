import Foundation
import Testing

extension TemporaryFolder {
    /// Writes the sample of `tools/generate-sample` as `sample.ndjson`.
    func makeSample() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let generator = Process()
        generator.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        generator.arguments = [
            "python3", root.appendingPathComponent("tools/generate-sample").path, "--out",
            path("sample.ndjson"),
        ]
        try generator.run()
        generator.waitUntilExit()
        try #require(generator.terminationStatus == 0)
    }
}
