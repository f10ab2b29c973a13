/// How a piece of text stands out on a terminal that has colours.
enum Style: Hashable, Sendable, CaseIterable {
    case plain, bold, dim, red, yellow, green

    /// The parameter of Select Graphic Rendition (ECMA-48, 8.3.117), if any.
    var renditionParameter: Int? {
        switch self {
        case .plain: nil
        case .bold: 1
        case .dim: 2
        case .red: 31
        case .yellow: 33
        case .green: 32
        }
    }
}
