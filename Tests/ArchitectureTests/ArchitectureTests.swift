import Testing

/// The house rules hold for every file of the repository.
struct ArchitectureTests {
    private static let tree = SourceTree.project

    private func check(
        _ rule: (SourceFile) -> [Violation], where applies: (SourceFile) -> Bool,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let files = Self.tree.files.filter(applies)
        #expect(!files.isEmpty, "the rule applies to nothing", sourceLocation: location)
        let violations = files.flatMap(rule).map(\.description)
        guard !violations.isEmpty else { return }
        Issue.record("\(violations.joined(separator: "\n"))", sourceLocation: location)
    }

    @Test func `modules import only what the table allows`() {
        check(ImportRules.importTable, where: \.isSource)
        #expect(ImportRules.pureRows().isEmpty)
    }

    @Test func `no file is longer than 500 lines and no line than 100 characters`() {
        check(SizeRules.fileLength, where: \.isSwift)
        check(SizeRules.lineLength, where: \.isSwift)
    }

    @Test func `no function is longer than 70 lines`() {
        check(SizeRules.functionLength, where: \.isSwift)
    }

    @Test func `the README has at most 120 lines`() {
        check(SizeRules.readmeLength) { $0.path == "README.md" }
    }

    @Test func `nothing is left to be done later`() {
        check(WordRules.unfinishedWork) { _ in true }
    }

    @Test func `no file names a path of one machine`() {
        check(WordRules.machinePath) { _ in true }
    }

    @Test func `calls that hide a bug are not made`() {
        check(WordRules.bannedCall, where: \.isSwift)
    }

    @Test func `tests neither sleep nor are switched off`() {
        check(WordRules.idleTest, where: \.isTest)
    }

    @Test func `no optional is unwrapped by force`() {
        check(WordRules.forcedUnwrapping, where: \.isSource)
    }

    @Test func `unsafe code stands in LMDB and one other file only`() {
        check(WordRules.unsafeCode, where: \.isSwift)
    }

    @Test func `what is computed from events has no floating point`() {
        check(WordRules.floatingPoint, where: \.isSource)
    }

    @Test func `names say what a thing is for`() {
        check(NameRules.emptyName, where: \.isSwift)
    }

    @Test func `types have the words of the glossary`() {
        check(NameRules.glossaryName, where: \.isSource)
    }

    @Test func `a file is named after its primary type`() {
        check(NameRules.primaryType) { ($0.isSource || $0.isTest) && $0.stem != "Placeholder" }
    }

    @Test func `what crosses a module's edge is documented`() {
        check(DocumentationRules.documentation, where: \.isSource)
    }

    @Test func `the top of the repository holds what the architecture names`() {
        #expect(LayoutRules.topLevel(Self.tree.topLevel).isEmpty)
    }
}
