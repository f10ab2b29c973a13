import Foundation
import Glibc
import Synchronization

@testable import CrashWriter

/// A process that appends to a ledger until it is killed with SIGKILL.
struct CrashedProcess {
    /// What decides the moment of the kill.
    enum Moment {
        /// So many lines after the start.
        case receipts(Int)
        /// So long after the start.
        case milliseconds(Int)
    }

    /// A batch whose receipt was read before the process died.
    struct Receipt {
        let batch: CrashBatch
        let places: [String: UInt64]
    }

    private(set) var receipts: [Receipt] = []

    init(ledger: String, seed: UInt64, round: Int, killedAfter moment: Moment) throws {
        let process = Process()
        process.executableURL = try Self.binary()
        process.arguments = [ledger, String(seed), String(round)]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let identifier = process.processIdentifier
        if case .milliseconds(let delay) = moment {
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) {
                kill(identifier, SIGKILL)
            }
        }
        var text = Data()
        while true {
            let piece = pipe.fileHandleForReading.availableData
            guard !piece.isEmpty else { break }
            text.append(piece)
            guard case .receipts(let count) = moment else { continue }
            if text.count(where: { $0 == UInt8(ascii: "\n") }) >= count {
                kill(identifier, SIGKILL)
            }
        }
        process.waitUntilExit()
        guard process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGKILL
        else { throw Failure(reason: "it ended with \(process.terminationStatus)") }
        // What follows the last line break was cut by the kill.
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .dropLast()
        {
            receipts.append(try Self.receipt(String(decoding: line, as: UTF8.self), seed, round))
        }
    }

    struct Failure: Error { let reason: String }

    private static func receipt(
        _ line: String, _ seed: UInt64, _ round: Int
    ) throws -> Receipt {
        let words = line.split(separator: " ")
        guard words.count > 2, let task = Int(words[0]), let number = Int(words[1]) else {
            throw Failure(reason: "it printed \(line)")
        }
        var places: [String: UInt64] = [:]
        for word in words.dropFirst(2) {
            let parts = word.split(separator: "@")
            places[String(parts[0])] = UInt64(parts[1])
        }
        let batch = CrashBatch(seed: seed, round: round, task: task, number: number)
        guard places.count == batch.eventCount else {
            throw Failure(reason: "it printed \(line)")
        }
        return Receipt(batch: batch, places: places)
    }

    /// The executable that was built beside the tests.
    private static func binary() throws -> URL {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own).deletingLastPathComponent()
            .appendingPathComponent("CrashWriter")
    }
}
