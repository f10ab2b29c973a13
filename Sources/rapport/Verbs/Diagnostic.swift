import Foundation
import LedgerEngine
import SystemPackage

/// What the program says to a person, on stderr.
enum Diagnostic {
    /// Writes one message with the program's name before it.
    static func write(_ text: String) {
        // Nobody is left to tell when stderr itself fails.
        _ = try? FileDescriptor.standardError.writeAll(Array("rapport: \(text)\n".utf8))
    }

    /// The sentence of an error of the layers below; nil for one of the command line.
    static func sentence(of error: any Error) -> String? {
        switch error {
        case let error as LedgerError: error.sentence
        case let error as AppendError: error.sentence
        case let error as QueryError: error.sentence
        case let error as ByteSourceError: error.sentence
        case let error as OutputError: error.sentence
        case let error as VerbError: error.sentence
        default: nil
        }
    }
}

/// Why a verb can't do what the command line asks, in a sentence.
struct VerbError: Error {
    let sentence: String
}
