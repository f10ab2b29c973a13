import CLMDB

/// A named table of a file. Keys are 8 bytes (`UInt64`), 16 bytes (`UInt128`), both stored
/// big-endian so that their order is the numbers' order, or free bytes (1…511).
package struct Table: Sendable {
    let handle: MDB_dbi
}
