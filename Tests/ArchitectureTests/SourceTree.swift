import Foundation

/// The repository this test was built from, read once.
struct SourceTree {
    static let project = SourceTree(
        root: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent())

    /// What stands at the top and is not ignored by `.gitignore`.
    let topLevel: [String]
    /// Every text file of the repository, by path.
    let files: [SourceFile]

    private init(root: URL) {
        let ignored = IgnoredNames(
            (try? String(contentsOf: root.appending(path: ".gitignore"), encoding: .utf8)) ?? "")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        topLevel = names.filter { $0 != ".git" && !ignored.contains($0) }.sorted()
        files = topLevel.flatMap { Self.paths(below: $0, in: root, ignored) }
            .compactMap { path in
                let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
                return text.map { SourceFile(path, $0) }
            }
    }

    private static func paths(
        below top: String, in root: URL, _ ignored: IgnoredNames
    ) -> [String] {
        let path = root.appending(path: top).path
        guard let below = FileManager.default.enumerator(atPath: path) else { return [top] }
        let paths = below.compactMap { $0 as? String }.filter { path in
            !path.split(separator: "/").contains { ignored.contains(String($0)) }
        }
        return paths.isEmpty ? [top] : paths.sorted().map { "\(top)/\($0)" }
    }
}

/// The patterns of `.gitignore` as far as ours go: a name, `*` at its start or end.
struct IgnoredNames {
    private let patterns: [Substring]

    init(_ text: String) {
        patterns = text.split(separator: "\n").map { $0.hasSuffix("/") ? $0.dropLast() : $0 }
    }

    func contains(_ name: String) -> Bool {
        patterns.contains { pattern in
            if pattern.hasPrefix("*") { return name.hasSuffix(pattern.dropFirst()) }
            if pattern.hasSuffix("*") { return name.hasPrefix(pattern.dropLast()) }
            return name == pattern
        }
    }
}
