import JSON
import SeededRandom
import Testing

struct RoundTripTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `random values are written as the reference writes them`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var tape = JSONTape()
        for round in 0..<150 {
            let value = ReferenceValue.random(depth: 4, using: &generator)
            let text = value.spelled(using: &generator)
            let output = try canonical(Array(text.utf8), &tape)
            let written = String(decoding: output, as: UTF8.self)
            try #require(
                written.utf8.elementsEqual(value.canonical.utf8),
                "seed \(seed), round \(round): \(text)")
            let again = try canonical(output, &tape)
            try #require(again == output, "seed \(seed), round \(round)")
            // Numbers with an exponent are always written anew.
            let isMarked = tape[tape.root].isCanonical || written.contains("2.5e-9")
            try #require(isMarked, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `mutated texts are refused or have a canonical form that is stable`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var tape = JSONTape()
        let alphabet =
            Array("{}[]:,\"\\ue0-+.19tfn \n".utf8) + [0x00, 0x80, 0xC2, 0xED, 0xF4, 0xFF]
        for round in 0..<600 {
            let value = ReferenceValue.random(depth: 3, using: &generator)
            var text = Array(value.spelled(using: &generator).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0...text.count, using: &generator)
                let end = min(text.count, place + Int.random(in: 0...2, using: &generator))
                let byte = alphabet.randomElement(using: &generator)
                text.replaceSubrange(place..<end, with: byte.map { [$0] } ?? [])
            }
            if let error = refusal(text) {
                try #require(0...text.count ~= error.offset, "seed \(seed), round \(round)")
            } else {
                let output = try canonical(text, &tape)
                let again = try canonical(output, &tape)
                try #require(again == output, "seed \(seed), round \(round)")
            }
        }
    }

    @Test(arguments: [21] as [UInt64])
    func `every proper prefix of an object is refused as incomplete`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<40 {
            let member = ReferenceValue.random(depth: 2, using: &generator)
            let text = Array(ReferenceValue.object(["é😂": member]).canonical.utf8)
            for length in text.indices {
                let reason = refusal(Array(text[..<length]))?.reason
                let expected: Set<JSONError.Reason> = [.incompleteText, .invalidUTF8]
                try #require(
                    reason.map(expected.contains) == true, "seed \(seed), round \(round), \(length)"
                )
            }
        }
    }
}
