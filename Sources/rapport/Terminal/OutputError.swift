import SystemPackage

/// Why nothing more can be written to stdout.
enum OutputError: Error, Equatable {
    /// Whoever read the pipe has seen enough; a verb that meets it ends with success.
    case readerGone
    case failed(Errno)

    /// What to tell the user.
    var sentence: String {
        switch self {
        case .readerGone: "The reader of the output has gone."
        case .failed(let reason): "The output could not be written: \(reason)."
        }
    }
}
