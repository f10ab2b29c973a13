/// What a JSON text may not exceed.
package enum JSONLimits {
    /// The deepest nesting of arrays and objects: a text of 128 opening brackets is still read.
    package static let depth = 128
    /// The longest text in bytes (64 MiB, the size of the largest batch); offsets in nodes are 32
    /// bits wide.
    package static let textBytes = 67_108_864
    /// The largest magnitude of an integer, 2^53 − 1 (RFC 7493 §2.2,
    /// https://www.rfc-editor.org/rfc/rfc7493#section-2.2).
    package static let integerMagnitude: Int64 = 9_007_199_254_740_991
    /// An object of at most this many members is kept in order by insertion; from the first
    /// unordered member of a larger one it is sorted when it closes, so that no text is quadratic.
    static let insertedMembers = 32
}
