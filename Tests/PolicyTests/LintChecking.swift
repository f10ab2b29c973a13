import CivilCalendar
import Policy
import Testing

/// What tests of the lint share.
protocol LintChecking {}

extension LintChecking {
    /// What the lint says of a pack, line by line.
    func check(
        _ text: String, finds expected: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(PackRefusal) {
            let pack = try PackReader.read(text) { _ in .utc }
            let findings = PackLint.findings(of: pack)
            ChineseWords.expect(of: findings.map(\.problem), sourceLocation: sourceLocation)
            let found = findings.map { $0.text(in: "p") }
            #expect(found == expected, sourceLocation: sourceLocation)
        } catch {
            Issue.record("refused: \(error.problems)", sourceLocation: sourceLocation)
        }
    }
}
