import TransparencyLog

/// The tree of RFC 6962 §2.1 as it is written there: no edge, no tiles, one recursion.
/// https://www.rfc-editor.org/rfc/rfc6962#section-2.1
struct ReferenceTree {
    let leaves: [TreeHash]

    /// Leaves whose input is their index, as eight bytes, little-endian.
    init(size: Int) {
        leaves = (0..<UInt64(size)).map { index in
            let input = (0..<8).map { UInt8(truncatingIfNeeded: index >> ($0 * 8)) }
            return SHA256Hashing.hash(([0x00] + input).span)
        }
    }

    /// MTH(D[range]).
    func root(of range: Range<Int>) -> TreeHash {
        switch range.count {
        case 0: return SHA256Hashing.hash([UInt8]().span)
        case 1: return leaves[range.lowerBound]
        default:
            var split = 1
            while split * 2 < range.count { split *= 2 }
            let left = root(of: range.lowerBound..<range.lowerBound + split)
            let right = root(of: range.lowerBound + split..<range.upperBound)
            return SHA256Hashing.hash(([0x01] + left.bytes + right.bytes).span)
        }
    }
}

extension String {
    /// The bytes that pairs of hexadecimal digits stand for.
    var hexadecimalBytes: [UInt8] {
        stride(from: 0, to: utf8.count, by: 2).compactMap {
            UInt8(dropFirst($0).prefix(2), radix: 16)
        }
    }
}
