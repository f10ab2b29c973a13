/// Fixed-width little-endian integers inside bytes that LMDB holds. Small values are only two-byte
/// aligned, so that a typed span over them would trap; these loads need no alignment.
extension RawSpan {
    /// The two bytes at `offset`. Traps beyond the end.
    @inlinable package func uint16(at offset: Int) -> UInt16 {
        unsafe UInt16(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The four bytes at `offset`. Traps beyond the end.
    @inlinable package func uint32(at offset: Int) -> UInt32 {
        unsafe UInt32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The eight bytes at `offset`. Traps beyond the end.
    @inlinable package func uint64(at offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The eight bytes at `offset` as a signed number. Traps beyond the end.
    @inlinable package func int64(at offset: Int) -> Int64 {
        Int64(bitPattern: uint64(at: offset))
    }

    /// The same bytes as elements.
    package var elements: Span<UInt8> {
        @_lifetime(copy self)
        get { Span<UInt8>(_bytes: self) }
    }

    /// A copy of the bytes.
    package func copy() -> [UInt8] {
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// Whether both spans hold the same bytes.
    package func equals(_ other: RawSpan) -> Bool {
        guard byteCount == other.byteCount else { return false }
        return unsafe withUnsafeBytes { own in
            unsafe other.withUnsafeBytes { theirs in
                unsafe own.elementsEqual(theirs)
            }
        }
    }
}

extension Span where Element: FixedWidthInteger & BitwiseCopyable {
    /// The same elements as bytes, in the byte order of the machine. Safe for integers, which have
    /// no padding.
    package var raw: RawSpan {
        @_lifetime(copy self)
        get { unsafe bytes }
    }
}
