/// What stands at the top of the repository.
enum LayoutRules {
    private static let topLevel: Set<String> = [
        ".ci", ".gitignore", ".swift-format", "Package.swift", "README.md", "Sources", "Tests",
        "schemas", "tools",
    ]

    /// Only what the architecture names; no plans, notes or second folders.
    static func topLevel(_ names: [String]) -> [Violation] {
        names.filter { !topLevel.contains($0) }.map {
            Violation(path: $0, line: 1, sentence: "the top of the repository has no place for it")
        }
    }
}
