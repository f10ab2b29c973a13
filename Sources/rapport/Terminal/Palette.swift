/// Whether and how text is coloured; decided once and passed along.
struct Palette: Hashable, Sendable {
    let isColoured: Bool

    /// Leaves every text as it is.
    static let plain = Palette(isColoured: false)
    /// Colours whatever the terminal.
    static let coloured = Palette(isColoured: true)

    init(isColoured: Bool) { self.isColoured = isColoured }

    /// Colours only for a person: on a terminal that can, unless `NO_COLOR` holds anything
    /// (https://no-color.org).
    init(isTerminal: Bool, environment: [String: String]) {
        let refused = !(environment["NO_COLOR"] ?? "").isEmpty
        isColoured = isTerminal && !refused && environment["TERM"] != "dumb"
    }

    /// The text in a style.
    func paint(_ text: String, _ style: Style) -> String {
        guard isColoured, !text.isEmpty, let parameter = style.renditionParameter else {
            return text
        }
        return "\u{1B}[\(parameter)m\(text)\u{1B}[0m"
    }
}
