import Dispatch
import Foundation
import Synchronization

/// Work on a range of things that don't depend on each other, shared by several cores.
enum SeveralCores {
    /// Cores that one piece of work is shared by at most: what each makes takes memory.
    private static let limit = 8
    /// The cores that are used.
    static let count = min(ProcessInfo.processInfo.activeProcessorCount, limit)

    /// The range in waves, each of which is worth a part for every core: what a wave makes stays
    /// small, however long the range.
    static func waves(of range: Range<Int>, partSize: Int) -> [Range<Int>] {
        parts(of: range, size: partSize * count)
    }

    /// Calls `body` with parts of the range, on several threads, and gives what it made in order.
    static func map<Made: Sendable>(
        _ range: Range<Int>, partSize: Int, _ body: @Sendable (Range<Int>) -> Made
    ) -> [Made] {
        let parts = parts(of: range, size: partSize)
        guard parts.count > 1 else { return parts.map(body) }
        let made = Mutex<[Made?]>(Array(repeating: nil, count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { number in
            let result = body(parts[number])
            made.withLock { $0[number] = result }
        }
        return made.withLock { $0.compactMap(\.self) }
    }

    private static func parts(of range: Range<Int>, size: Int) -> [Range<Int>] {
        stride(from: range.lowerBound, to: range.upperBound, by: size).map {
            $0..<min($0 + size, range.upperBound)
        }
    }
}
