import Foundation
import JSON
import Testing

extension RapportProcess {
    /// The one object that was written, whose members are in canonical order.
    func object() throws -> [String: Any] {
        var tape = JSONTape()
        let bytes = Array(output.dropLast().utf8)
        try tape.parse(bytes.span)
        var canonical: [UInt8] = []
        tape.appendCanonical(tape.root, in: bytes.span, to: &canonical)
        #expect(canonical == bytes, "the members are in canonical order")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }
}
