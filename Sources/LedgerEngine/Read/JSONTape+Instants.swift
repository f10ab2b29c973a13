import JSON
import LedgerModel

extension JSONTape {
    /// The instant that a member of the parsed event tells; nil where it tells none.
    func instant(_ name: JSONName, in text: Span<UInt8>) -> Instant? {
        guard let value = member(name, of: root, in: text), self[value].kind == .string else {
            return nil
        }
        let node = self[value]
        return try? Instant(parsing: text.extracting(node.start..<node.end))
    }
}
