import Foundation
import SystemPackage

/// Where a verb writes its lines: stdout, or a file that takes its name only once it is whole. An
/// unfinished one goes away with the verb, when it fails and when it is interrupted.
final class OutputFile {
    private let output: StandardOutput
    private let descriptor: FileDescriptor?
    private let path: String
    private let unfinished: String
    private var interruptions: [any DispatchSourceSignal] = []

    /// A file at a path, or stdout where there is none.
    ///
    /// - Parameter ledger: the path of the ledger, which it must not be.
    init(_ path: String?, sparing ledger: String) throws {
        guard let path else {
            (descriptor, self.path, unfinished) = (nil, "", "")
            output = StandardOutput()
            return
        }
        if let own = FileIdentity(path: path), own == FileIdentity(path: ledger) {
            let sentence = "--output \(path) would overwrite the ledger; name another file"
            throw VerbError(sentence: sentence)
        }
        self.path = path
        unfinished = path + ".unfinished"
        do {
            let opened = try FileDescriptor.open(
                FilePath(unfinished), .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite.union([.groupRead, .otherRead]))
            descriptor = opened
            output = StandardOutput(opened)
        } catch {
            throw VerbError(sentence: "\(path) can't be written: \(error)")
        }
        removeOnInterruption()
    }

    /// After `close` there is nothing to remove.
    deinit { if descriptor != nil { try? FileManager.default.removeItem(atPath: unfinished) } }

    func write(_ bytes: [UInt8]) throws { try output.write(bytes) }

    /// Writes what is left, and gives the file its name.
    func close() throws {
        try output.flush()
        guard let descriptor else { return }
        do {
            try descriptor.close()
            let files = FileManager.default
            if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
            try files.moveItem(atPath: unfinished, toPath: path)
        } catch {
            throw VerbError(sentence: "\(path) can't be written: \(error.localizedDescription)")
        }
    }

    private func removeOnInterruption() {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { [unfinished] in
                try? FileManager.default.removeItem(atPath: unfinished)
                exit(128 + number)
            }
            source.resume()
            interruptions.append(source)
        }
    }
}
