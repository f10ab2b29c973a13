import LedgerModel

/// The last change of what counts in a history.
struct ChangeOfLevel {
    /// What the rules said otherwise from an evaluation on, which led to the change.
    struct Turn {
        /// What is asked again, to find out why it came out otherwise.
        enum Question {
            /// What the rule of a decision says, and what counted before.
            case rule(was: Outcome, is: Outcome, held: Outcome)
            /// Whether the guard into a state of a machine holds; before it did not.
            case rise(into: Int)
            /// Whether the guard that keeps a state fails; before it did not.
            case fall(from: Int)
            /// Why the guards around a state have no value; nil where they have.
            case value(around: Int, was: Unrated?, is: Unrated?)
        }

        let question: Question
        /// The evaluation from which on it came out otherwise.
        let instant: Instant
        /// The evaluation before; nil where there was none.
        let before: Instant?
    }

    /// The standing before, and the one that the change led to.
    let before: Standing
    let after: Standing
    /// Nil where the rules said nothing else.
    let turn: Turn?

    /// The last change in the standings of a decision; nil where nothing has changed since the
    /// first.
    init?(_ standings: [Standing], of decision: DecisionDefinition) {
        self.init(standings) { through in
            guard let after = through.last, let before = through.dropLast().last,
                before.held != after.held
            else { return nil }
            let leads = { (standing: Standing) in
                guard !standing.heldBy.contains(.band) else { return false }
                guard case .level(let old) = before.held, case .level(let wanted) = standing.raw
                else { return standing.raw == after.held }
                return .level(decision.hold.step(from: old, to: wanted)) == after.held
            }
            let evaluations = through.filter { $0.occasion == .evaluation }
            let turn = evaluations.indices.last {
                leads(evaluations[$0]) && ($0 == 0 || !leads(evaluations[$0 - 1]))
            }
            return turn.map {
                let (old, new) = ($0 == 0 ? before : evaluations[$0 - 1], evaluations[$0])
                return Turn(
                    question: .rule(was: old.raw, is: new.raw, held: before.held),
                    instant: new.instant,
                    before: $0 == 0 ? nil : old.instant)
            }
        }
    }

    /// The last change in the standings of a machine; nil where nothing has changed since the
    /// first.
    init?(ofMachine standings: [Standing]) {
        self.init(standings) { Self.turn(ofMachine: $0) }
    }

    /// - Parameter turn: of the standings through the change, at least two, which evaluation led to
    ///   it.
    private init?(_ standings: [Standing], _ turn: (ArraySlice<Standing>) -> Turn?) {
        let index = standings.indices.dropFirst().last {
            standings[$0].effective != standings[$0 - 1].effective
        }
        guard let index else { return nil }
        (before, after) = (standings[index - 1], standings[index])
        self.turn = turn(standings[...index])
    }

    private static func turn(ofMachine standings: ArraySlice<Standing>) -> Turn? {
        guard let after = standings.last, let before = standings.dropLast().last else { return nil }
        func turn(_ question: Turn.Question, _ instant: Instant) -> Turn {
            let earlier = standings.last { $0.occasion == .evaluation && $0.instant < instant }
            return Turn(question: question, instant: instant, before: earlier?.instant)
        }
        if case .level(let old) = before.effective, case .level(let new) = after.effective {
            return after.turnedAt.map { turn(new > old ? .rise(into: new) : .fall(from: old), $0) }
        }
        // Time about which nothing is known does not move it.
        let state = standings.dropLast().compactMap(\.effective.level).last ?? 0
        return turn(
            .value(around: state, was: before.effective.unrated, is: after.effective.unrated),
            after.instant)
    }
}

extension Outcome {
    /// The level; nil where there is none.
    fileprivate var level: Int? { if case .level(let level) = self { level } else { nil } }

    /// Why there is no level; nil where there is one.
    var unrated: Unrated? { if case .none(let reason) = self { reason } else { nil } }
}
