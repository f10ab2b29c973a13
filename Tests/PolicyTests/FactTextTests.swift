import LedgerModel
import Policy
import Testing

/// Texts that look the same are told apart by their bytes, as expressions tell them.
struct FactTextTests {
    private let composed = "caf\u{e9}"
    private let decomposed = "cafe\u{301}"

    @Test func `facts with other bytes are other facts`() {
        #expect(composed == decomposed)
        #expect(FactValue.text(composed) != .text(decomposed))
        #expect(Set([FactValue.text(composed), .text(decomposed)]).count == 2)
        #expect(FactValue.text(composed) == .text("caf" + "\u{e9}"))
    }

    @Test func `a shard gives texts with other bytes other codes`() {
        var shard = ReplayShard([], sourceCount: 0)
        let codes = [composed, decomposed, composed].map { shard.code(of: $0) }
        #expect(codes == [0, 1, 0])
        let kept = shard.texts.map { Array($0.utf8) }
        #expect(kept == [Array(composed.utf8), Array(decomposed.utf8)])
    }
}
