import LedgerModel
import Testing

/// Every example of the contract gets the verdict of its folder.
struct ExampleTests {
    private static func examples(_ verdict: String) throws -> [EventContract.Example] {
        try EventContract.examples(verdict).filter { $0.schema != "recorded-event.v1" }
    }

    @Test func `every valid example is accepted`() throws {
        let examples = try Self.examples("valid")
        #expect(examples.count >= 70)
        for example in examples {
            let read = ReadProposal(example.text, acceptsVerbEvents: true)
            #expect(read.violations == [], "\(example.testDescription)")
            #expect(read.batch.entries.count == 1, "\(example.testDescription)")
        }
    }

    @Test func `every invalid example is refused with a place and a sentence`() throws {
        let examples = try Self.examples("invalid")
        #expect(examples.count >= 200)
        for example in examples {
            let read = ReadProposal(example.text, acceptsVerbEvents: true)
            #expect(read.batch.isEmpty && read.batch.bytes.isEmpty, "\(example.testDescription)")
            #expect(!read.violations.isEmpty, "\(example.testDescription) is accepted")
            #expect(
                read.violations.allSatisfy { !$0.sentence.isEmpty && $0.line == 7 },
                "\(example.testDescription)")
        }
    }

    @Test func `an invalid example is refused at the member that its name says`() throws {
        var checked = 0
        for example in try Self.examples("invalid") {
            let words = example.name.split(separator: "-").joined(separator: "_")
            let read = ReadProposal(example.text, acceptsVerbEvents: true)
            for violation in read.violations where violation.pointer.hasPrefix("/data/") {
                let field = violation.pointer.dropFirst("/data/".count)
                #expect(words.hasPrefix(field), "\(example.testDescription): \(violation)")
                checked += 1
            }
        }
        #expect(checked > 150)
    }

    @Test func `an event that was recorded is refused as a proposal`() throws {
        for example in try EventContract.examples("valid")
        where example.schema == "recorded-event.v1" {
            let read = ReadProposal(example.text)
            #expect(read.pointers == ["/accountrevision", "/ledgertime", "/sequence"])
        }
    }
}
