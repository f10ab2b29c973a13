/// A look at a data file before LMDB maps it: LMDB 0.9.24 trusts what it finds, so that a truncated
/// file would be a SIGBUS and a foreign one undefined behaviour.
enum DataFileProbe {
    static let pageSize = 4_096

    /// Refuses what is not a whole data file with sound meta pages.
    static func inspect(_ path: String) throws(StorageError) {
        let file = try FileDescriptorBox(openingForReading: path)
        let size = try file.size()
        guard size > 0 else { throw .foreign(reason: "the file is empty") }
        guard size >= 2 * pageSize else {
            throw .foreign(reason: "the file has \(size) bytes, less than two pages")
        }
        let needed = try committedPages(file)
        // Measured after the meta pages were read: a writer may commit in between, and never makes
        // the file shorter than any commit needs.
        let pages = try file.size() / pageSize
        guard needed <= pages else {
            throw .damaged(
                reason: "the file is truncated: it has \(pages) pages of 4096 bytes "
                    + "and its last commit needs \(needed)")
        }
    }

    /// How many pages the last commit needs.
    static func committedPages(_ file: FileDescriptorBox) throws(StorageError) -> Int {
        let pages = try file.firstBytes(2 * pageSize)
        let metas = [MetaPage(pages[..<pageSize]), MetaPage(pages[pageSize...])]
        let sound = metas.filter(\.isOfLMDB)
        guard !sound.isEmpty else { throw .foreign(reason: "it isn't a data file of LMDB") }
        guard sound.count == metas.count else {
            throw .damaged(reason: "one of its two meta pages is overwritten")
        }
        for meta in metas { try meta.validate() }
        let newest = metas[0].transaction > metas[1].transaction ? metas[0] : metas[1]
        return Int(newest.lastPage) + 1
    }
}

/// One of the two meta pages (`MDB_meta` of lmdb 0.9, 64-bit layout), of which the one of the later
/// transaction counts.
private struct MetaPage {
    private static let magic: UInt32 = 0xBEEF_C0DE
    private static let readableVersion: UInt32 = 1
    private static let metaPageFlag: UInt16 = 0x08
    private static let noPage = UInt64.max

    let isOfLMDB: Bool
    let lastPage: UInt64
    let transaction: UInt64
    private let version: UInt32
    private let pageBytes: UInt32
    private let roots: [UInt64]

    init(_ page: ArraySlice<UInt8>) {
        func integer<T: FixedWidthInteger>(at offset: Int, _: T.Type) -> T {
            let bytes = page[(page.startIndex + offset)...].prefix(MemoryLayout<T>.size)
            return bytes.reversed().reduce(0) { $0 << 8 | T(truncatingIfNeeded: $1) }
        }
        isOfLMDB =
            integer(at: 10, UInt16.self) & Self.metaPageFlag != 0
            && integer(at: 16, UInt32.self) == Self.magic
        version = integer(at: 20, UInt32.self)
        pageBytes = integer(at: 40, UInt32.self)
        roots = [integer(at: 80, UInt64.self), integer(at: 128, UInt64.self)]
        lastPage = integer(at: 136, UInt64.self)
        transaction = integer(at: 144, UInt64.self)
    }

    /// Refuses a format that this build doesn't read, and pages that no file has.
    func validate() throws(StorageError) {
        guard version == Self.readableVersion else {
            throw .foreign(
                reason: "it has LMDB's data format \(version), this build reads "
                    + "\(Self.readableVersion)")
        }
        guard pageBytes == UInt32(DataFileProbe.pageSize) else {
            throw .foreign(
                reason: "its pages have \(pageBytes) bytes, this build reads "
                    + "\(DataFileProbe.pageSize)")
        }
        guard lastPage < 1 << 51 else {
            throw .damaged(reason: "a meta page counts \(lastPage) pages")
        }
        for root in roots where root != Self.noPage && root > lastPage {
            throw .damaged(reason: "a meta page points at page \(root) of \(lastPage)")
        }
    }
}
