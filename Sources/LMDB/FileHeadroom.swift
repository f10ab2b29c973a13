import Glibc

/// Keeps the file longer than its last commit needs while a writer has it open. Pages that a commit
/// numbers but never writes (freed within it) then lie inside the file, so that a file shorter than
/// its last commit is always a truncated one. That holds for commits of up to half the reserve; a
/// larger one is made good right after it.
struct FileHeadroom: ~Copyable {
    /// Bytes.
    let reserve: Int
    private var length = 0

    init(reserve: Int) { self.reserve = reserve }

    /// Makes the file longer where less than half of the reserve is left after so many pages.
    mutating func extend(_ path: String, pages: Int) throws(StorageError) {
        let used = pages * DataFileProbe.pageSize
        guard length < used + reserve / 2 else { return }
        length = used + reserve
        guard unsafe truncate(path, off_t(length)) == 0 else { throw .system("extend \(path)") }
    }

    /// On a clean close: back to the length of the last commit.
    func trim(_ path: String) {
        guard length > 0, let file = try? FileDescriptorBox(openingForReading: path),
            let pages = try? DataFileProbe.committedPages(file)
        else { return }
        _ = unsafe truncate(path, off_t(pages * DataFileProbe.pageSize))
    }
}
