import Foundation
public import LedgerModel

/// The one writer of a ledger: requests from any task wait in line, and what waits is committed in
/// one transaction (group commit) on a thread of its own, since a commit blocks.
public final class LedgerWriter: Sendable {
    /// Bytes of recorded events that one commit takes, so that its pages stay under about 64 MiB.
    static let commitBytes = 24 << 20

    private let line: WaitingLine

    /// Takes up writing. The ledger must be open for it.
    ///
    /// - Parameter clock: what time it is; read once a commit.
    public convenience init(
        _ ledger: Ledger, clock: @escaping @Sendable () -> Instant
    ) throws(LedgerError) {
        try self.init(ledger, clock: clock, tuning: .standard)
    }

    package init(
        _ ledger: Ledger, clock: @escaping @Sendable () -> Instant, tuning: IndexTuning
    ) throws(LedgerError) {
        let line = WaitingLine()
        self.line = line
        let start = Handover(try Writer(ledger, tuning: tuning))
        let thread = Thread { WriterLoop.run(start.take(), line, clock) }
        thread.name = "ledger writer"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Appends a batch whole or not at all. Returns once it is durable.
    ///
    /// - Parameter pack: a pack that the batch activates.
    package func append(
        _ prepared: PreparedBatch, _ condition: AppendCondition, actor: String,
        keeping pack: StoredPack? = nil
    ) async throws(AppendError) -> AppendOutcome {
        var request = Writer.Request.atomic(prepared, condition, actor: actor)
        request.pack = pack
        let response = try await send(request)
        guard case .atomic(let outcome) = response else {
            preconditionFailure("an atomic request was answered as an import")
        }
        return outcome
    }

    /// Appends each event of a batch that breaks no rule. Returns once they are durable.
    package func importEvents(
        _ prepared: PreparedBatch, actor: String
    ) async throws(AppendError) -> ImportOutcome {
        let response = try await send(.each(prepared, actor: actor))
        guard case .each(let outcome) = response else {
            preconditionFailure("an import was answered as an atomic request")
        }
        return outcome
    }

    /// Finishes the segment work that is due and gives the file free for another writer.
    public func close() async {
        await withCheckedContinuation { line.close($0) }
    }

    private func send(_ request: Writer.Request) async throws(AppendError) -> Writer.Response {
        let result = await withCheckedContinuation { continuation in
            line.add(WaitingRequest(request: request, continuation: continuation))
        }
        return try result.get()
    }
}

typealias AppendResult = Result<Writer.Response, AppendError>

/// A request with the task that waits for its response.
struct WaitingRequest: Sendable {
    let request: Writer.Request
    let continuation: CheckedContinuation<AppendResult, Never>
}

/// The requests that wait for the writer's thread.
///
/// `@unchecked`: every access to the fields stands between `lock` and `unlock` of the condition.
final class WaitingLine: @unchecked Sendable {
    private let condition = NSCondition()
    private var requests: [WaitingRequest] = []
    private var closing: [CheckedContinuation<Void, Never>] = []
    private var isClosed = false

    func add(_ request: WaitingRequest) {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed, closing.isEmpty else {
            let reason = "the writer was closed"
            request.continuation.resume(returning: .failure(.poisoned(reason: reason)))
            return
        }
        requests.append(request)
        condition.signal()
    }

    func close(_ continuation: CheckedContinuation<Void, Never>) {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed else {
            continuation.resume()
            return
        }
        closing.append(continuation)
        condition.signal()
    }

    /// The requests of the next commit; empty where none came and there is other work to do, nil
    /// once the writer is to close and nothing waits.
    func next(waits: Bool) -> [WaitingRequest]? {
        condition.lock()
        defer { condition.unlock() }
        while waits, requests.isEmpty, closing.isEmpty { condition.wait() }
        guard !requests.isEmpty || closing.isEmpty else { return nil }
        var (count, bytes) = (0, 0)
        for waiting in requests {
            bytes += waiting.request.recordedBytes
            guard count == 0 || bytes <= LedgerWriter.commitBytes else { break }
            count += 1
        }
        defer { requests.removeFirst(count) }
        return Array(requests.prefix(count))
    }

    func finish() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        for continuation in closing { continuation.resume() }
        closing = []
    }
}

/// What the writer's thread does until it is closed.
enum WriterLoop {
    static func run(
        _ writer: consuming Writer, _ line: WaitingLine, _ clock: @Sendable () -> Instant
    ) {
        work(writer, line, clock)
        // Only now that the writer is gone can another one open the file.
        line.finish()
    }

    private static func work(
        _ writer: consuming Writer, _ line: WaitingLine, _ clock: @Sendable () -> Instant
    ) {
        var writer = writer
        var hasWork = true
        while let waiting = line.next(waits: !hasWork) {
            commit(waiting, &writer, now: clock())
            hasWork = (try? writer.maintain()) ?? false
        }
        while (try? writer.settle()) ?? false {}
    }

    private static func commit(
        _ waiting: [WaitingRequest], _ writer: inout Writer, now: Instant
    ) {
        guard !waiting.isEmpty else { return }
        do throws(AppendError) {
            let responses = try writer.commit(waiting.map(\.request), now: now)
            for (waiting, response) in zip(waiting, responses) {
                waiting.continuation.resume(returning: .success(response))
            }
        } catch {
            for waiting in waiting { waiting.continuation.resume(returning: .failure(error)) }
        }
    }
}
