/// What can go wrong between this process and a data file.
package enum StorageError: Error, Equatable {
    /// There is no file at the path.
    case absent(path: String)
    /// The file is not a data file of LMDB with 4,096-byte pages, or its format is newer.
    case foreign(reason: String)
    /// The file is one of ours, but its content can't be what was committed.
    case damaged(reason: String)
    /// The disk or the memory map has no room for the commit; nothing of it was kept.
    case full(reason: String)
    /// The file or its folder can't be written, or lies where locks don't hold.
    case unsuitable(reason: String)
    /// Another process holds the writer lock; `processID` is 0 where the system doesn't tell it.
    case busy(processID: Int32)
    /// This process has opened the same file already; a second opening would break its locks.
    case alreadyOpen
    /// A call of the operating system or of LMDB failed.
    case failed(operation: String, code: Int32, reason: String)
}
