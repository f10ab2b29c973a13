import Testing

@testable import rapport

struct PaletteTests {
    private func check(
        isTerminal: Bool = true, _ environment: [String: String], isColoured: Bool,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let palette = Palette(isTerminal: isTerminal, environment: environment)
        #expect(palette.isColoured == isColoured, sourceLocation: location)
    }

    @Test func `only a terminal is coloured`() {
        check(["TERM": "xterm"], isColoured: true)
        check([:], isColoured: true)
        check(isTerminal: false, ["TERM": "xterm"], isColoured: false)
    }

    @Test func `any value of NO_COLOR but the empty one refuses colours`() {
        check(["NO_COLOR": "1"], isColoured: false)
        check(["NO_COLOR": "0"], isColoured: false)
        check(["NO_COLOR": ""], isColoured: true)
    }

    @Test func `a dumb terminal is not coloured`() {
        check(["TERM": "dumb"], isColoured: false)
    }

    @Test func `a style is switched off after its text`() {
        #expect(Palette.coloured.paint("late", .red) == "\u{1B}[31mlate\u{1B}[0m")
        #expect(Palette.coloured.paint("late", .plain) == "late")
        #expect(Palette.coloured.paint("", .red) == "")
        #expect(Palette.plain.paint("late", .red) == "late")
    }

    @Test func `progress is shown on an able terminal at stderr only`() {
        func shows(_ errorIsTerminal: Bool, _ environment: [String: String]) -> Bool {
            Terminal(
                outputIsTerminal: false, errorIsTerminal: errorIsTerminal,
                environment: environment
            ).showsProgress
        }
        #expect(shows(true, ["NO_COLOR": "1"]))
        #expect(!shows(true, ["TERM": "dumb"]))
        #expect(!shows(false, [:]))
    }
}
