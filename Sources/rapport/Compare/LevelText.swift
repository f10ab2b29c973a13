import Policy

/// What the levels of a decision are called.
struct LevelText {
    let pack: Pack
    let track: Int
    let words: Words

    private var levels: [Level] { pack.levels(ofTrack: track) }

    /// What an outcome is called.
    func name(of outcome: Outcome) -> String {
        switch outcome {
        case .level(let level): levels[level].text(in: words.language.rawValue)
        case .unapproved(let level):
            words.unapproved(levels[level].text(in: words.language.rawValue))
        case .none: track < pack.decisions.count ? words.notRated : words.unknown
        }
    }

    /// What a place is called.
    func name(ofPlace place: Int) -> String {
        if place < levels.count { return levels[place].text(in: words.language.rawValue) }
        let places = ComparedLevels(pack, track: track)
        return place == places.unrated ? name(of: .none(.nothingApplies)) : words.waiting
    }
}
