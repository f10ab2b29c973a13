import LedgerEngine
import LedgerModel
import Policy

/// The pictures of a comparison.
extension ComparisonPage {
    /// How the accounts share out among the levels of each pack.
    var levelBars: Markup {
        Markup(
            PackComparison.Side.allCases.map { side in
                levelBar("\(told.name(side)) · \(told.title(side))", levelCounts(side))
            })
    }

    /// The levels of a pack with their accounts, and the colours that they have.
    func levelCounts(
        _ side: PackComparison.Side
    ) -> [(name: String, count: Int, color: String)] {
        let levels = comparison.conduct(of: side).levels
        let figures = compared.party(side).load.levels
        return told.places(levels) { figures[$0].accounts }.map { place in
            (
                name: told.reasons(side).name(ofPlace: place), count: figures[place].accounts,
                color: Self.color(place, of: levels)
            )
        }
    }

    private func levelBar(
        _ title: String, _ counts: [(name: String, count: Int, color: String)]
    ) -> Markup {
        let total = max(1, counts.reduce(0) { $0 + $1.count })
        var (seen, parts) = (0, [Markup]())
        for (name, count, color) in counts {
            let start = seen * 1_000 / total
            seen += count
            parts.append(
                .element(
                    "rect",
                    [
                        ("x", String(start)), ("y", "0"),
                        ("width", String(seen * 1_000 / total - start)), ("height", "28"),
                        ("fill", color),
                    ], .element("title", [], Markup("\(name) \(GroupedDigits.of(count))"))))
        }
        let legend = counts.map { name, count, color in
            Markup.element(
                "span", [("class", "key")], .element("i", [("style", "background:\(color)")]),
                .isolated(name), Markup(" " + GroupedDigits.of(count)))
        }
        let spoken = counts.map { "\($0.name) \(GroupedDigits.of($0.count))" }
        return .element(
            "div", [("class", "bar")], .element("b", [], Markup(heading(title))),
            picture("0 0 1000 28", title + words.afterName + words.list(spoken), parts),
            .element("div", [("class", "legend")], legend))
    }

    /// From the lowest level, light, to the highest, dark; grey for none.
    private static func color(_ place: Int, of levels: ComparedLevels) -> String {
        guard place < levels.names.count else {
            return place == levels.unrated ? "#b9bdc3" : "#e3c98b"
        }
        let share = levels.names.count > 1 ? place * 100 / (levels.names.count - 1) : 100
        func mixed(_ light: Int, _ dark: Int) -> Int { light + (dark - light) * share / 100 }
        return "rgb(\(mixed(190, 12)),\(mixed(221, 62)),\(mixed(236, 107)))"
    }

    /// How many accounts stand elsewhere, instant by instant: a column each.
    var course: Markup {
        let moved = comparison.moments.map(\.matrix.moved)
        guard moved.count > 1, let most = moved.max(), most > 0, let last = moved.last,
            let span = comparison.span
        else { return Markup([]) }
        let (width, height) = (10_000, 200)
        let columns = moved.enumerated().map { index, count in
            let (start, end) = (index * width / moved.count, (index + 1) * width / moved.count)
            let gap = (end - start) / 12
            let top = height - count * height / most
            return "M\(start + gap) \(height)V\(top)H\(end - gap)V\(height)Z"
        }
        let (from, to) = (told.day(span.lowerBound), told.day(span.upperBound))
        let spoken = words.courseSpoken(
            from, to, most: GroupedDigits.of(most), last: GroupedDigits.of(last))
        let path = Markup.element("path", [("d", columns.joined()), ("fill", "#3f7ba6")])
        func labels(_ name: String, _ texts: [String]) -> Markup {
            .element("div", [("class", name)], texts.map { .element("span", [], Markup($0)) })
        }
        return kept(
            words.courseTitle,
            .element(
                "div", [("class", "course")], labels("axis", [GroupedDigits.of(most), "0"]),
                picture("0 0 \(width) \(height)", spoken, [path]), labels("span", [from, to])))
    }

    /// A picture that is as wide as the page and has no text of its own.
    ///
    /// - Parameter spoken: what it shows, for those who don't see it.
    private func picture(_ box: String, _ spoken: String, _ parts: [Markup]) -> Markup {
        .element(
            "svg",
            [
                ("viewBox", box), ("preserveAspectRatio", "none"), ("role", "img"),
                ("aria-label", spoken),
            ], parts)
    }
}
