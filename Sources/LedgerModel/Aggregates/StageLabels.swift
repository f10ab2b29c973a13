/// What people say of the stage of a relationship, beside the one that a machine computes.
package struct StageLabels: Equatable, Sendable {
    /// A stage that somebody judged the relationship to be in.
    package struct Assessment: Equatable, Sendable {
        /// The stage, by its name in a pack.
        package let stage: String
        /// When it was judged.
        package let at: Instant
        /// Who judged; nil where the event doesn't say.
        package let rater: String?
    }

    /// A stage that we aim at.
    package struct Target: Equatable, Sendable {
        /// The stage, by its name in a pack.
        package let stage: String
        /// When it was set.
        package let at: Instant
        /// By when it should be reached, as the event has it; nil where it doesn't say.
        package let by: String?
    }

    /// The last assessment; nil for none.
    package internal(set) var assessed: Assessment?
    /// The last target; nil for none.
    package internal(set) var target: Target?
}

extension AccountTimeline {
    /// The last stage that was assessed, and the last that was aimed at, before an instant.
    package func stageLabels(asOf: Instant) -> StageLabels {
        var labels = StageLabels()
        for entry in entries(before: asOf) {
            guard entry.kind == .stageAssessed || entry.kind == .stageTargeted else { continue }
            let beside = entry.detail == .empty ? nil : string(entry.detail)
            if entry.kind == .stageAssessed {
                labels.assessed = StageLabels.Assessment(
                    stage: string(entry.text), at: entry.occurredAt, rater: beside)
            } else {
                labels.target = StageLabels.Target(
                    stage: string(entry.text), at: entry.occurredAt, by: beside)
            }
        }
        return labels
    }
}
