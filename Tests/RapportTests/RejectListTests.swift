import Foundation
import Glibc
import SystemPackage
import Testing

/// The file that `import --rejects` writes.
struct RejectListTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        let lines = [TemporaryFolder.event("n1"), "nonsense", TemporaryFolder.event("n2"), ""]
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "in.ndjson")
        return folder
    }

    @Test(arguments: [
        ("l.rapport", "the ledger"), ("l.rapport-lock", "the ledger's lock file"),
        ("in.ndjson", "the input"),
    ])
    func `no file that the import needs is overwritten`(name: String, title: String) throws {
        let folder = try folder()
        let before = try folder.verifiedEvents()
        let files = FileManager.default
        try files.createSymbolicLink(atPath: folder.path("soft"), withDestinationPath: name)
        try files.linkItem(atPath: folder.path(name), toPath: folder.path("hard"))
        let input = try folder.bytes(of: "in.ndjson")
        for rejects in [name, "./\(name)", "soft", "hard"] {
            for options in [[], ["--dry-run"]] {
                let run = try RapportProcess(
                    ["import", "l.rapport", "in.ndjson", "--rejects", rejects] + options,
                    in: folder)
                #expect(run.code == 2)
                #expect(
                    run.messages == "rapport: --rejects \(rejects) would overwrite \(title); "
                        + "name another file\n")
                #expect(try folder.bytes(of: "in.ndjson") == input)
            }
        }
        #expect(try folder.verifiedEvents() == before)
    }

    @Test func `an input that a shell redirects is not overwritten`() throws {
        let folder = try folder()
        let input = try folder.bytes(of: "in.ndjson")
        let command = "\(try RapportProcess.binary().path) import l.rapport --rejects in.ndjson"
        let run = try RapportProcess(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "\(command) < in.ndjson"], in: folder)
        #expect(run.code == 2 && run.messages.contains("would overwrite the input"))
        #expect(try folder.bytes(of: "in.ndjson") == input)
    }

    @Test(arguments: [1_000, 1_001, 30_000])
    func `of one line a bounded number of violations is told, and how many there are`(count: Int)
        throws
    {
        let folder = try folder()
        let names = (0..<count).map { ("\($0)X", "1") }
        let line = TemporaryFolder.event("b", Dictionary(uniqueKeysWithValues: names))
        try folder.write(Array(line.utf8), to: "in.ndjson")
        let run = try RapportProcess(
            ["import", "l.rapport", "in.ndjson", "--rejects", "rejects"], in: folder)
        #expect(run.code == 1)
        #expect(run.messages.split(separator: "\n").count == 21)
        let messages = run.messages.filter { $0 != "," }
        #expect(messages.contains("rapport: \(count - 20) more violations; see rejects"))
        let rejects = String(decoding: try folder.bytes(of: "rejects"), as: UTF8.self)
        #expect(rejects.ranges(of: #""pointer":"#).count == 1_000)
        #expect(rejects.hasSuffix(#"],"violations_total":\#(count)}"# + "\n"))
    }

    @Test func `all refused lines are written, however many`() throws {
        let folder = try folder()
        let lines = (0..<20_000).map { "bad \($0)\n" }.joined()
        try folder.write(Array(lines.utf8), to: "in.ndjson")
        let run = try RapportProcess(
            ["import", "l.rapport", "in.ndjson", "--rejects", "rejects"], in: folder)
        #expect(run.code == 1)
        let rejects = String(decoding: try folder.bytes(of: "rejects"), as: UTF8.self)
            .split(separator: "\n")
        #expect(rejects.count == 20_000)
        for (number, line) in rejects.enumerated() {
            #expect(line.hasPrefix(#"{"line":\#(number + 1),"text":"bad \#(number)","#))
        }
    }

    @Test func `an older file is kept by an import that can't begin, and replaced by another`()
        throws
    {
        let folder = try folder()
        let old = Array("the lines of another import\n".utf8)
        try folder.write(old, to: "rejects")
        func run(_ ledger: String) throws -> Int32? {
            try RapportProcess(
                ["import", ledger, "in.ndjson", "--rejects", "rejects", "--wait", "0"], in: folder
            ).code
        }
        #expect(try run("no.rapport") == 2)
        #expect(try run("in.ndjson") == 2)
        let holder = try FileDescriptor.open(
            FilePath(folder.path("l.rapport")), .readWrite, options: .closeOnExec)
        #expect(flock(holder.rawValue, LOCK_EX | LOCK_NB) == 0)
        #expect(try run("l.rapport") == 2)
        try holder.close()
        #expect(try folder.bytes(of: "rejects") == old)
        #expect(try run("l.rapport") == 1)
        let rejects = String(decoding: try folder.bytes(of: "rejects"), as: UTF8.self)
        #expect(rejects.hasPrefix(#"{"line":2,"text":"nonsense","violations":[{"line":2,"#))
        #expect(rejects.count { $0 == "\n" } == 1)
    }
}
