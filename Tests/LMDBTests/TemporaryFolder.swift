import Foundation
import LMDB

/// A folder of its own that goes away with the test.
final class TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "rapport-lmdb-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A path inside the folder.
    func path(_ name: String) -> String { url.appending(path: name).path }

    /// The names of what lies in the folder.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }

    /// Opens a file of the folder with limits that suit tests.
    func open(
        _ name: String, _ access: Environment.Access, mapBytes: Int = 1 << 30,
        headroomBytes: Int = 1 << 20
    ) throws(StorageError) -> Environment {
        let options = Environment.Options(
            mapBytes: mapBytes, tableCount: 8, headroomBytes: headroomBytes)
        return try Environment(path(name), access: access, options: options)
    }

    /// The error of an opening that is expected to fail.
    func openingError(_ name: String, _ access: Environment.Access) -> StorageError? {
        do throws(StorageError) {
            _ = try open(name, access)
            return nil
        } catch {
            return error
        }
    }

    /// Makes a file with one table `rows` of so many values of 1,000 bytes.
    func make(_ name: String, rows: Int) throws(StorageError) {
        let environment = try open(name, .creating)
        try environment.write { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            for row in 0..<UInt64(rows) {
                let value = [UInt8](repeating: UInt8(truncatingIfNeeded: row), count: 1_000)
                try transaction.append(value.span.raw, at: row, in: table)
            }
        }
    }

    func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    }

    func size(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return attributes[.size] as? Int ?? -1
    }
}

extension Environment {
    /// The error of a transaction that is expected to fail.
    func writingError(
        _ body: (borrowing WriteTransaction) throws(StorageError) -> Void
    ) -> StorageError? {
        do throws(StorageError) {
            try write(body)
            return nil
        } catch {
            return error
        }
    }

    /// The bytes of a value, copied.
    func copy(of key: UInt64, in name: String = "rows") throws(StorageError) -> [UInt8]? {
        try read { (transaction) throws(StorageError) in
            guard let table = try transaction.table(name) else { return nil }
            return try transaction.value(of: key, in: table)?.copy()
        }
    }
}
