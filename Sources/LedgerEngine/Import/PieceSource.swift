import Dispatch
import JSON
import Synchronization
import TransparencyLog

/// Cuts pieces off an input on a thread of its own: an input that is silent, as a pipe whose writer
/// thinks, holds up nobody who waits for a task.
final class PieceSource: Sendable {
    private let pieces: Mutex<LinePieces>
    private let nextChunk: @Sendable (inout [UInt8]) throws -> Bool
    private let thread = DispatchQueue(label: "import input")

    /// - Parameter nextChunk: appends the next bytes; false at the end.
    init(
        _ size: LinePieces.Size, nextChunk: @escaping @Sendable (inout [UInt8]) throws -> Bool
    ) {
        pieces = Mutex(LinePieces(size))
        self.nextChunk = nextChunk
    }

    /// The hash of all bytes that came in. No piece may be awaited meanwhile.
    var hash: TreeHash { pieces.withLock { $0.hash } }

    /// The next piece, in the memory of `spare`, which is empty; nil at the end of the input.
    func next(reusing spare: Handover<[UInt8]>) async throws -> LinePieces.Piece? {
        try await withCheckedThrowingContinuation { continuation in
            thread.async {
                continuation.resume(
                    with: Result {
                        try self.pieces.withLock {
                            try $0.next(reusing: spare.take(), self.nextChunk)
                        }
                    })
            }
        }
    }
}
