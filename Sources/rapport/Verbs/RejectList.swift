import Foundation
import JSON
import LedgerEngine
import LedgerModel
import SystemPackage

/// Tells which lines of an import were refused and why: the first on stderr, all in a file where
/// the user names one.
final class RejectList {
    /// Violations that stderr shows.
    static let shownCount = 20

    private let source: String
    private var file: FileDescriptor?
    private let path: String?
    private var shown = 0
    private var hidden = 0

    init(path: String?, source: String) {
        self.source = source
        self.path = path
    }

    /// Makes the file, or empties it. Called once the lines are sure to be read.
    ///
    /// - Parameter spared: the files that it must not be, each with what messages call it.
    func open(sparing spared: [(name: String, identity: FileIdentity?)]) throws {
        guard let path else { return }
        if let own = FileIdentity(path: path),
            let other = spared.first(where: { $0.identity == own })
        {
            let sentence = "--rejects \(path) would overwrite \(other.name); name another file"
            throw VerbError(sentence: sentence)
        }
        do {
            file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite.union([.groupRead, .otherRead]))
        } catch {
            throw VerbError(sentence: "\(path) can't be written: \(error)")
        }
    }

    deinit { try? file?.close() }

    func add(_ rejections: [Rejection]) throws {
        for rejection in rejections {
            for violation in rejection.violations {
                guard shown < Self.shownCount else {
                    hidden += 1
                    continue
                }
                shown += 1
                let place = violation.pointer.isEmpty ? "" : " \(violation.pointer):"
                let text = "\(source):\(violation.line):\(place) \(violation.sentence)"
                Diagnostic.write(PrintableText.of(text))
            }
            try write(rejection)
        }
    }

    /// Says how much was not shown.
    func finish() throws {
        guard hidden > 0 else { return }
        let place = path.map { "see \($0)" } ?? "name a file with --rejects to see all"
        Diagnostic.write("\(GroupedDigits.of(hidden)) more violations; \(place)")
    }

    private func write(_ rejection: Rejection) throws {
        guard let file else { return }
        var line: [UInt8] = Array("{\"line\":\(rejection.line),\"text\":".utf8)
        JSONWriter.appendQuoted(rejection.text, to: &line)
        line.append(contentsOf: ",\"violations\":[".utf8)
        for (index, violation) in rejection.violations.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            line.append(contentsOf: ProblemDetails.json(of: violation))
        }
        line.append(contentsOf: "]}\n".utf8)
        try file.writeAll(line)
    }
}
