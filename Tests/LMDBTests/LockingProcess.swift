import Foundation

/// Another process that holds the writer lock of a file: `flock(1)` of util-linux.
final class LockingProcess {
    private let process = Process()
    private let input = Pipe()

    /// Comes back when the lock is held.
    init(locking path: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["flock", "-x", path, "sh", "-c", "echo held; cat"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.readData(ofLength: 5)
    }

    var identifier: Int32 { process.processIdentifier }

    /// Gives the lock back.
    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    deinit { end() }
}
