import SeededRandom
import Testing

@testable import JSON

struct LimitTests {
    private func nested(_ open: String, _ close: String, _ depth: Int) -> [UInt8] {
        let opening = String(repeating: open, count: depth)
        return Array((opening + "1" + String(repeating: close, count: depth)).utf8)
    }

    @Test func `nesting is read at the limit and refused one past it`() throws {
        var tape = JSONTape()
        for (open, close) in [("[", "]"), (#"{"a":"#, "}"), ("[ ", "]")] {
            let deepest = nested(open, close, JSONLimits.depth)
            let compact = deepest.filter { $0 != UInt8(ascii: " ") }
            #expect(try canonical(deepest, &tape) == compact)
            let error = refusal(nested(open, close, JSONLimits.depth + 1))
            #expect(error?.reason == .nestingTooDeep)
            #expect(error?.offset == open.utf8.count * JSONLimits.depth)
        }
    }

    @Test func `a text is read at the limit and refused one past it`() {
        var text = [UInt8](repeating: UInt8(ascii: " "), count: JSONLimits.textBytes)
        text[0] = UInt8(ascii: "1")
        #expect(refusal(text) == nil)
        text.append(UInt8(ascii: " "))
        #expect(refusal(text)?.reason == .textTooLong)
    }

    @Test(arguments: [
        JSONLimits.insertedMembers - 1, JSONLimits.insertedMembers, JSONLimits.insertedMembers + 1,
        100, 1000,
    ])
    func `objects are sorted whether by insertion or at the end`(count: Int) throws {
        var tape = JSONTape()
        var generator = SeededGenerator(seed: UInt64(count))
        let members = (0..<count).map { "\"\(1_000_000_000 + $0)\":\($0)" }
        let sorted = Array("{\(members.joined(separator: ","))}".utf8)
        for order in [members, members.reversed(), members.shuffled(using: &generator)] {
            let text = Array("{\(order.joined(separator: ","))}".utf8)
            #expect(try canonical(text, &tape) == sorted)
            #expect(tape.count(of: tape.root) == count)
            let twice = Array("{\(order.joined(separator: ",")),\(order[count / 2])}".utf8)
            let error = refusal(twice)
            #expect(error?.reason == .duplicateMember)
            #expect(error?.offset == text.count)
        }
    }

    @Test func `a line of descending names is not quadratic`() throws {
        let members = (0..<100_000).map { "\"\(100_000 + $0)\":1" }
        var tape = JSONTape()
        let ascending = Array("{\(members.joined(separator: ","))}".utf8)
        let ordered = try ContinuousClock().measure { try tape.parse(ascending.span) }
        let descending = Array("{\(members.reversed().joined(separator: ","))}".utf8)
        let elapsed = try ContinuousClock().measure { try tape.parse(descending.span) }
        // Measured beside a line in order, as other tests share the machine. Quadratic insertion
        // would make five billion comparisons, sorting makes two million.
        #expect(elapsed < ordered * 20)
        #expect(tape.count(of: tape.root) == 100_000)
    }
}
