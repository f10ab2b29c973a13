import LedgerModel
import Testing

/// Ids compare by their bytes, whatever Unicode thinks of them.
struct IdentifierTests {
    @Test func `account ids that look alike differ`() {
        let (composed, decomposed) = (AccountID("\u{E9}"), AccountID("e\u{301}"))
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed < composed)
        #expect([composed, decomposed] == [AccountID("\u{E9}"), AccountID("e\u{301}")])
    }

    @Test func `account ids are in byte order`() {
        let ids = ["", "A", "B", "a", "ab", "~ledger", "é", "客户"].map { AccountID($0) }
        #expect(ids.reversed().sorted() == ids)
        #expect(AccountID.ledger.description == "~ledger")
    }

    @Test func `positions and revisions are in number order`() {
        #expect(Position(9) < Position(10) && Revision(9) < Revision(10))
    }
}
