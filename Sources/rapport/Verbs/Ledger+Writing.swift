import LedgerEngine

extension Ledger {
    /// Lends a writer, which is closed whatever comes.
    func writing<Result: Sendable>(
        _ body: (LedgerWriter) async throws -> Result
    ) async throws -> Result {
        let writer = try LedgerWriter(self, clock: SystemClock.now)
        do {
            let result = try await body(writer)
            await writer.close()
            return result
        } catch {
            await writer.close()
            throw error
        }
    }
}
