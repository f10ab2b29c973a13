/// The event types that are validated. Other types are legal and kept as they are.
package enum Catalogue {
    /// All definitions; the index of one is its number inside this process, never on disk.
    package static let definitions: [EventDefinition] =
        accountEvents + contactEvents + touchEvents + commerceEvents + moneyEvents + voiceEvents
        + judgementEvents + jointEvents + lossEvents + governEvents

    /// The index of the definition of a type's UTF-8 name; nil for a type of the user's own.
    package static func index(of name: Span<UInt8>) -> Int? { slots.index(of: name) }

    /// The index of the definition of a type; nil for a type of the user's own.
    package static func index(of name: String) -> Int? { index(of: Array(name.utf8).span) }

    /// The index of `event.annulled`.
    package static let annulled = index(of: "event.annulled")

    private static let slots = NameSlots(definitions.map(\.name))
}

/// A fixed set of names with their indices, found by their bytes without making a string.
private struct NameSlots: Sendable {
    private var slots: [(name: [UInt8], index: Int)?]

    init(_ names: [String]) {
        slots = Array(repeating: nil, count: 512)
        for (index, name) in names.enumerated() {
            let bytes = Array(name.utf8)
            var slot = Self.slot(of: bytes.span)
            while slots[slot] != nil { slot = (slot + 1) & 511 }
            slots[slot] = (bytes, index)
        }
    }

    func index(of name: Span<UInt8>) -> Int? {
        var slot = Self.slot(of: name)
        while let candidate = slots[slot] {
            if Self.equal(candidate.name.span, name) { return candidate.index }
            slot = (slot + 1) & 511
        }
        return nil
    }

    /// FNV-1a, folded to nine bits.
    private static func slot(of name: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in name.indices { hash = (hash ^ UInt64(name[index])) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 511)
    }

    private static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
