/// The rows, or the columns, of a transition matrix: the levels of a decision from low to high,
/// behind them what is no level.
package struct ComparedLevels: Equatable, Sendable {
    /// The names of the levels.
    package let names: [String]
    /// What accounts without a level are called: `not_rated`, of a machine `unknown`.
    package let unratedName: String

    package init(names: [String], unratedName: String = "not_rated") {
        self.names = names
        self.unratedName = unratedName
    }

    /// Those of a decision or machine of a pack.
    package init(_ pack: Pack, track: Int) {
        names = pack.levels(ofTrack: track).map(\.name)
        unratedName = track < pack.decisions.count ? "not_rated" : "unknown"
    }

    /// How many places there are.
    package var count: Int { names.count + 2 }
    /// Of accounts without a level.
    package var unrated: Int { names.count }
    /// Of accounts whose first level waits for its approval.
    package var unapproved: Int { names.count + 1 }

    /// Where an outcome stands.
    package func place(of outcome: Outcome) -> Int {
        switch outcome {
        case .level(let level): level
        case .none: unrated
        case .unapproved: unapproved
        }
    }

    /// The name of a place.
    package func name(ofPlace place: Int) -> String {
        if place < names.count { return names[place] }
        return place == unrated ? unratedName : "unapproved"
    }

    /// Whether a place here and one of other levels are the same: levels by their names, and so are
    /// accounts without one, whatever is missing.
    func isSame(_ place: Int, _ other: Int, of levels: ComparedLevels) -> Bool {
        switch (place < names.count, other < levels.names.count) {
        case (true, true): names[place] == levels.names[other]
        case (false, false): place - names.count == other - levels.names.count
        case (true, false), (false, true): false
        }
    }
}
