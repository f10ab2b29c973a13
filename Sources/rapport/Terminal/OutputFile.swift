import Foundation
import Glibc
import SystemPackage

/// Where a verb writes its lines: stdout, or a file that takes its name only once it is whole. An
/// unfinished one goes away with the verb, when it fails and when it is interrupted. It stays where
/// the verb is killed.
final class OutputFile {
    /// The file; nil for stdout.
    let file: UnfinishedFile?
    private let output: StandardOutput
    private var interruptions: [any DispatchSourceSignal] = []

    /// A file at a path, or stdout where there is none.
    ///
    /// - Parameters:
    ///   - ledger: the path of the ledger, which it must not be.
    ///   - keep: how many bytes of a file that was left behind are to stay.
    init(
        _ path: String?, sparing ledger: String,
        keeping keep: (UnfinishedFile) throws -> Int = { _ in 0 }
    ) throws {
        guard let path else {
            file = nil
            output = StandardOutput()
            return
        }
        let file = try UnfinishedFile(path, sparing: ledger)
        self.file = file
        output = StandardOutput(file.descriptor)
        removeOnInterruption(file)
        do {
            let kept = file.isOld ? try keep(file) : 0
            if kept == 0 { UnfinishedFile.remove(file.milestones) }
            try file.descriptor.resize(to: Int64(kept))
            try file.descriptor.seek(offset: 0, from: .end)
        } catch {
            throw UnfinishedFile.failure(error, path)
        }
    }

    /// After `close` there is nothing to remove.
    deinit { file?.abandon() }

    func write(_ bytes: [UInt8]) throws { try naming { try output.write(bytes) } }

    /// Hands everything written so far to the operating system.
    func flush() throws { try naming { try output.flush() } }

    /// Writes what is left, and gives the file its name.
    func close() throws {
        try flush()
        try file?.finish()
    }

    /// Says which file it is that can't be written.
    private func naming(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as OutputError {
            guard let file, case .failed(let reason) = error else { throw error }
            throw UnfinishedFile.failure(reason, file.path)
        }
    }

    private func removeOnInterruption(_ file: UnfinishedFile) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { file.abandon { exit(128 + number) } }
            source.resume()
            interruptions.append(source)
        }
    }
}
