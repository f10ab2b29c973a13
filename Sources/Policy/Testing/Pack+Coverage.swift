import CivilCalendar
import LedgerModel

extension Pack {
    /// What came of the coverage that a test expects.
    ///
    /// - Parameters:
    ///   - standings: of the tier, by time.
    ///   - touches: what was done before the instant of the expectation.
    func check(
        _ expected: CoverageExpectation, _ expectation: PackTest.Expectation,
        _ standings: [Standing], _ touches: TouchTimes
    ) -> [PackProblem] {
        let calendar = ContactCalendar(touches, asOf: expectation.asOf, in: zone) { instant in
            standings.last { $0.instant <= instant }.flatMap { self.cadence(of: $0.effective) }
        }
        var found: [Cadence.Channel: [Coverage]] = [:]
        for channel in Cadence.Channel.allCases {
            found[channel] = calendar.coverages(of: channel, within: expected.period)
        }
        var sentences: [String] = []
        for (channel, share) in expected.shares {
            let given = CoverageExpectation.Share(of: found[channel] ?? [])
            if given != share {
                sentences.append("\(channel.rawValue) are \(given.text), not \(share.text)")
            }
        }
        if let missing = expected.missing {
            let given = Self.missing(Cadence.Channel.allCases.flatMap { found[$0] ?? [] })
            if given != missing.map(\.text) {
                let wanted = missing.map(\.text).joined(separator: ", ")
                sentences.append(
                    "missing are [\(given.joined(separator: ", "))], not [\(wanted)]")
            }
        }
        return sentences.map { PackProblem($0, at: expectation.place) }
    }

    /// The periods that lack something, each once, by time.
    private static func missing(_ coverages: [Coverage]) -> [String] {
        var names: [String] = []
        let lacking = coverages.filter { $0.missing > 0 }.map(\.period)
        for period in lacking.sorted(by: { $0.first < $1.first })
        where !names.contains(period.text) {
            names.append(period.text)
        }
        return names
    }
}
