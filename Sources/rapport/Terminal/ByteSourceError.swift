/// Why a file could not be read.
enum ByteSourceError: Error, Equatable {
    case absent(path: String)
    case directory(path: String)
    case forbidden(path: String)
    case failed(path: String, reason: String)

    /// What to tell the user.
    var sentence: String {
        switch self {
        case .absent(let path): "There is no file \(path)."
        case .directory(let path): "\(path) is a directory; name a file."
        case .forbidden(let path): "\(path) may not be read: permission denied."
        case .failed(let path, let reason): "\(path) could not be read: \(reason)."
        }
    }
}
