import Dispatch
import Foundation
import Synchronization

/// Work on a range of things that don't depend on each other, shared by all cores.
enum AllCores {
    /// The range in waves, each of which is worth a piece for every core: what a wave makes stays
    /// small, however long the range.
    static func waves(of range: Range<Int>, pieceCount: Int) -> [Range<Int>] {
        pieces(of: range, count: pieceCount * ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Calls `body` with pieces of the range, on several threads, and gives what it made in order.
    static func map<Made: Sendable>(
        _ range: Range<Int>, pieceCount: Int, _ body: @Sendable (Range<Int>) -> Made
    ) -> [Made] {
        let pieces = pieces(of: range, count: pieceCount)
        guard pieces.count > 1 else { return pieces.map(body) }
        let made = Mutex<[Made?]>(Array(repeating: nil, count: pieces.count))
        DispatchQueue.concurrentPerform(iterations: pieces.count) { number in
            let result = body(pieces[number])
            made.withLock { $0[number] = result }
        }
        return made.withLock { $0.compactMap(\.self) }
    }

    private static func pieces(of range: Range<Int>, count: Int) -> [Range<Int>] {
        stride(from: range.lowerBound, to: range.upperBound, by: count).map {
            $0..<min($0 + count, range.upperBound)
        }
    }
}
