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
    /// Bytes gathered before a system call.
    private static let bufferBytes = 64 << 10

    private let source: String
    private var file: FileDescriptor?
    private let path: String?
    private var buffer: [UInt8] = []
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

    /// What was found before an import failed is written too; the failure itself is told already.
    deinit {
        try? flush()
        try? file?.close()
    }

    func add(_ rejections: [Rejection]) throws {
        for rejection in rejections {
            let told = rejection.violations.prefix(Self.shownCount - shown)
            shown += told.count
            hidden += rejection.violationCount - told.count
            for violation in told {
                let source = Diagnostic.words.sentence(source, chapter: "file")
                let place = violation.pointer.isEmpty ? "" : " \(violation.pointer):"
                Diagnostic.write(
                    PrintableText.of(violation.sentence),
                    at: PrintableText.of("\(source):\(violation.line):\(place) "))
            }
            try write(rejection)
        }
    }

    /// Writes what is still to be written, and says how much was not shown.
    func finish() throws {
        try flush()
        guard hidden > 0 else { return }
        let place = path.map { "see \($0)" } ?? "name a file with --rejects to see all"
        Diagnostic.write("\(GroupedDigits.of(hidden)) more violations; \(place)")
    }

    private func write(_ rejection: Rejection) throws {
        guard file != nil else { return }
        buffer.append(contentsOf: "{\"line\":\(rejection.line),\"text\":".utf8)
        JSONWriter.appendQuoted(rejection.text, to: &buffer)
        buffer.append(contentsOf: ",\"violations\":[".utf8)
        for (index, violation) in rejection.violations.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            buffer.append(contentsOf: ProblemDetails.json(of: violation))
        }
        let total = rejection.violationCount
        buffer.append(contentsOf: "],\"violations_total\":\(total)}\n".utf8)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    private func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        try file?.writeAll(buffer)
    }
}
