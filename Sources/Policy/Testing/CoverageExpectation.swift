/// What a test expects of the visits and calls of a stretch of the calendar:
/// `{period: 2025-Q1, visits: 2 of 2, calls: 2 of 3, missing: [2025-02]}`.
///
/// Done are at most as many as each period asks, so that two calls in one month don't stand in for
/// another one.
package struct CoverageExpectation: Sendable {
    /// So many of so many: `2 of 3`.
    package struct Share: Equatable, Sendable {
        /// How many were done, of those asked.
        package let done: Int
        /// How many were asked.
        package let required: Int

        /// What several periods add up to.
        package init(of coverages: [Coverage]) {
            done = coverages.reduce(0) { $0 + min($1.done, $1.required) }
            required = coverages.reduce(0) { $0 + $1.required }
        }

        /// Reads `2 of 3`; nil for another text.
        package init?(_ text: String) {
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 3, words[1] == "of", let done = Int(words[0]),
                let required = Int(words[2]), 0 <= done, done <= required, required <= 999
            else { return nil }
            self.done = done
            self.required = required
        }

        /// The text that reads as this share.
        package var text: String { "\(done) of \(required)" }
    }

    /// The stretch: a year, a quarter or a month.
    package let period: CivilPeriod
    /// What is expected of each channel that the test names.
    package let shares: [(channel: Cadence.Channel, share: Share)]
    /// The periods that lack a visit or a call, by time; nil where the test doesn't say.
    package let missing: [CivilPeriod]?
}
