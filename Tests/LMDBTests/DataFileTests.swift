import Foundation
import LMDB
import SeededRandom
import Testing

/// A file that LMDB would choke on is refused by a typed error before it is mapped.
struct DataFileTests {
    private enum Verdict { case foreign, damaged }

    /// Opens bytes as a file; what the error says of them, or nil where they are taken.
    private func verdict(
        on bytes: [UInt8], in folder: TemporaryFolder, _ access: Environment.Access = .reading
    ) throws -> Verdict? {
        try folder.write(bytes, to: "probe")
        switch folder.openingError("probe", access) {
        case nil: return nil
        case .foreign(let reason)?: return reason.isEmpty ? nil : .foreign
        case .damaged(let reason)?: return reason.isEmpty ? nil : .damaged
        case let error?: throw error
        }
    }

    private func check(
        _ expected: Verdict?, _ location: SourceLocation = #_sourceLocation,
        after change: (inout [UInt8]) -> Void
    ) throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 40)
        var bytes = try folder.bytes(of: "a")
        change(&bytes)
        for access in [Environment.Access.reading, .writing] {
            #expect(
                try verdict(on: bytes, in: folder, access) == expected, sourceLocation: location)
        }
    }

    @Test func `a whole file is taken`() throws {
        try check(nil) { _ in }
        try check(nil) { $0 += [UInt8](repeating: 0, count: 5_000) }
    }

    @Test func `what is no data file is foreign`() throws {
        try check(.foreign) { $0 = [] }
        try check(.foreign) { $0 = Array("id,name\n1,Acme\n".utf8) }
        try check(.foreign) { $0 = Array(String(repeating: "id,name\n", count: 2_000).utf8) }
        try check(.foreign) { $0 = [UInt8](repeating: 0, count: 65_536) }
        try check(.foreign) { $0 = [UInt8](repeating: 0xFF, count: 65_536) }
        try check(.foreign) {
            $0 = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 1, count: 9_000)
        }
    }

    @Test func `a folder or a device is foreign`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("d"), withIntermediateDirectories: false)
        #expect(throws: StorageError.foreign(reason: "it is a directory")) {
            _ = try folder.open("d", .reading)
        }
        let options = Environment.Options(mapBytes: 1 << 20, tableCount: 1, headroomBytes: 0)
        #expect(throws: StorageError.foreign(reason: "it isn't a regular file")) {
            _ = try Environment("/dev/zero", access: .reading, options: options)
        }
    }

    @Test func `a file cut at any page is refused`() throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 200)
        let bytes = try folder.bytes(of: "a")
        #expect(bytes.count % 4_096 == 0 && bytes.count > 50 * 4_096)
        for length in stride(from: 0, to: bytes.count, by: 4_096) {
            let expected: Verdict = length < 2 * 4_096 ? .foreign : .damaged
            #expect(
                try verdict(on: Array(bytes[..<length]), in: folder) == expected, "\(length) bytes")
            #expect(
                try verdict(on: Array(bytes[..<(length + 4_095)]), in: folder) == expected,
                "\(length + 4_095) bytes")
        }
        #expect(try verdict(on: bytes, in: folder) == nil)
    }

    @Test func `one bad meta page of two means damage`() throws {
        for page in [0, 4_096] {
            try check(.damaged) {
                $0.replaceSubrange(page..<page + 4_096, with: [UInt8](repeating: 0, count: 4_096))
            }
            try check(.damaged) { $0[page + 16] ^= 1 }
            try check(.damaged) { $0[page + 10] = 0x01 }
        }
        try check(.foreign) { bytes in
            for page in [0, 4_096] { bytes[page + 16] ^= 1 }
        }
    }

    @Test func `another format or page size is foreign`() throws {
        for page in [0, 4_096] {
            try check(.foreign) { $0[page + 20] = 2 }
            try check(.foreign) {
                $0.replaceSubrange(page + 40..<page + 44, with: [0, 0x40, 0, 0])
            }
        }
    }

    @Test func `a meta page that points outside the file is damage`() throws {
        let far = [UInt8](repeating: 0xFE, count: 8)
        for offset in [80, 128, 136] {
            try check(.damaged) { bytes in
                for page in [0, 4_096] {
                    bytes.replaceSubrange(page + offset..<page + offset + 8, with: far)
                }
            }
        }
    }

    @Test(arguments: 0..<1_000 as Range<UInt64>)
    func `random bytes are refused`(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        var bytes = (0..<8_192).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        #expect(try verdict(on: bytes, in: folder) == .foreign, "seed \(seed)")
        for page in [0, 4_096] {
            bytes.replaceSubrange(page + 10..<page + 12, with: [8, 0])
            bytes.replaceSubrange(
                page + 16..<page + 24, with: [0xDE, 0xC0, 0xEF, 0xBE, 1, 0, 0, 0])
            bytes.replaceSubrange(page + 40..<page + 44, with: [0, 0x10, 0, 0])
        }
        #expect(try verdict(on: bytes, in: folder) != nil, "seed \(seed)")
    }

    @Test(arguments: 0..<1_000 as Range<UInt64>)
    func `a bit flipped in a meta page never crashes`(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 4)
        var bytes = try folder.bytes(of: "a")
        var generator = SeededGenerator(seed: seed)
        let place = Int.random(in: 0..<152, using: &generator)
        for page in [0, 4_096] { bytes[page + place] ^= 1 << UInt8(generator.next() % 8) }
        try folder.write(bytes, to: "probe")
        guard let environment = try? folder.open("probe", .writing) else { return }
        _ = try? environment.copy(of: 0)
    }
}
