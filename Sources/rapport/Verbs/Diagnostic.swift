import Foundation
import LedgerEngine
import SystemPackage

/// What the program says to a person, on stderr.
enum Diagnostic {
    /// The words of the language in which the process speaks.
    static var words: Words { Words(language: .spoken) }

    /// Writes one sentence in the person's language, with the program's name before it.
    ///
    /// - Parameter place: what stands before the sentence: a file, a line.
    static func write(_ sentence: String, at place: String = "") {
        let text = place + words.sentence(sentence)
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
        case let error as BacktestError: error.sentence
        case let error as VerbError: error.sentence
        default: nil
        }
    }

    /// What the argument parser says of a command line, line by line.
    static func usage(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let start = line.firstIndex { $0 != " " } ?? line.endIndex
            return line[..<start] + words.sentence(String(line[start...]))
        }.joined(separator: "\n")
    }
}

/// Why a verb can't do what the command line asks, in a sentence.
struct VerbError: Error {
    let sentence: String
}
