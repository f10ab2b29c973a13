import Foundation
import Glibc

/// What this process is connected to, read once by the composition root.
struct Terminal: Sendable {
    let outputIsTerminal: Bool
    let errorIsTerminal: Bool
    let environment: [String: String]

    /// What holds for this process now.
    static func current() -> Terminal {
        Terminal(
            outputIsTerminal: isatty(STDOUT_FILENO) == 1,
            errorIsTerminal: isatty(STDERR_FILENO) == 1,
            environment: ProcessInfo.processInfo.environment)
    }

    /// The colours of what goes to stdout.
    var palette: Palette {
        Palette(isTerminal: outputIsTerminal, environment: environment)
    }

    /// Whether a line that redraws itself makes sense on stderr.
    var showsProgress: Bool { errorIsTerminal && environment["TERM"] != "dumb" }
}
