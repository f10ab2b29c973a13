import Foundation
import Glibc
import SystemPackage
import Testing

/// Files and disks that don't allow what is asked for.
struct LedgerFileTests {
    private static let isRoot = geteuid() == 0

    private func check(
        _ arguments: [String], in folder: TemporaryFolder, says message: String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let run = try RapportProcess(arguments, in: folder)
        #expect(run.code == 2, "\(arguments): \(run.messages)", sourceLocation: location)
        #expect(
            run.messages.hasPrefix("rapport: ") && run.messages.contains(message),
            "\(arguments): \(run.messages)", sourceLocation: location)
        #expect(run.output.isEmpty, sourceLocation: location)
    }

    @Test func `a file that isn't there or isn't one is named`() throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        try folder.write([], to: "empty")
        try folder.write(Array("hello\n".utf8), to: "text")
        try folder.write(Array(repeating: 0x20, count: 20_000), to: "long")
        try check(["import", "l.rapport", "no.ndjson"], in: folder, says: "no file no.ndjson")
        try check(["import", "l.rapport", "."], in: folder, says: ". is a directory; name a file")
        try check(["import", "no.rapport", "text"], in: folder, says: "no ledger at no.rapport")
        for (name, reason) in [
            (".", "it is a directory"), ("empty", "the file is empty"),
            ("text", "the file has 6 bytes"), ("long", "it isn't a data file of LMDB"),
        ] {
            for verb in ["stat", "verify", "export", "rebuild"] {
                try check([verb, name], in: folder, says: reason)
            }
            try check(["import", name, "first.ndjson"], in: folder, says: reason)
        }
        try check(["init", "l.rapport"], in: folder, says: "a file of that name exists already")
        try check(["init", "no/l.rapport"], in: folder, says: "No such file or directory")
        #expect(try folder.verifiedEvents() == 4)
    }

    @Test func `a lock file that can't be made is named`() throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        try FileManager.default.removeItem(atPath: folder.path("l.rapport-lock"))
        try FileManager.default.createDirectory(
            atPath: folder.path("l.rapport-lock"), withIntermediateDirectories: false)
        try check(["stat", "l.rapport"], in: folder, says: "l.rapport-lock: Is a directory")
        try check(["rebuild", "l.rapport"], in: folder, says: "l.rapport-lock: Is a directory")
        try FileManager.default.removeItem(atPath: folder.path("l.rapport-lock"))
        #expect(try folder.verifiedEvents() == 4)
    }

    @Test func `a second writer is told who has the ledger, a reader is not kept out`() throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        let holder = try FileDescriptor.open(
            FilePath(folder.path("l.rapport")), .readWrite, options: .closeOnExec)
        #expect(flock(holder.rawValue, LOCK_EX | LOCK_NB) == 0)
        try check(
            ["import", "l.rapport", "first.ndjson", "--wait", "0"], in: folder,
            says: "another process (\(getpid())) has the ledger open for writing")
        #expect(try folder.verifiedEvents() == 4)
        try holder.close()
    }

    @Test func `a truncated ledger is refused wherever it was cut`() throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger(events: 200)
        let whole = try folder.bytes(of: "l.rapport")
        for length in [
            1, 4_095, 4_096, 8_191, 8_192, 8_193, 12_288, whole.count / 2, whole.count - 1,
        ] {
            try folder.write(Array(whole[..<length]), to: "cut")
            let reason = length < 8_192 ? "less than two pages" : "the file is truncated"
            try check(["verify", "cut"], in: folder, says: reason)
            try check(["import", "cut", "first.ndjson"], in: folder, says: reason)
        }
    }

    /// Runs a script in which `$R` is the program, in a mount namespace of its own.
    private func script(_ text: String, in folder: TemporaryFolder) throws -> RapportProcess {
        let binary = try RapportProcess.binary().path
        return try RapportProcess(
            URL(fileURLWithPath: "/usr/bin/unshare"),
            ["--mount", "bash", "-c", "set -eu; R='\(binary)'\n" + text], in: folder)
    }

    @Test(.enabled(if: isRoot, "only root can mount a disk that is small enough to fill"))
    func `a full disk keeps all that was acknowledged, and with room the rest goes in`() throws {
        let folder = try TemporaryFolder()
        let padding = String(repeating: "p", count: 400)
        for file in 10..<40 {
            let lines = (0..<100).map {
                TemporaryFolder.event("\(file).\($0)", ["note": #""\#(padding)""#]) + "\n"
            }
            try folder.write(Array(lines.joined().utf8), to: "b\(file).ndjson")
        }
        let run = try script(
            """
            mkdir disk; mount -t tmpfs -o size=8m none disk; cd disk; $R init l.rapport
            head -c 6000000 /dev/zero > filler
            kept=0
            for file in ../b*.ndjson; do
                $R append l.rapport < $file > ../receipt || { echo "code $?"; break; }
                kept=$((kept + 100))
            done
            echo "kept $kept $($R verify l.rapport | head -1)"
            $R import l.rapport ../b39.ndjson > ../report || echo "code $?"
            rm filler
            cat ../b*.ndjson > ../all.ndjson
            $R import l.rapport ../all.ndjson --json
            $R verify l.rapport
            """, in: folder)
        let lines = run.output.split(separator: "\n")
        #expect(run.code == 0 && lines.count == 6, "\(run.output) \(run.messages)")
        guard lines.count == 6 else { return }
        let kept = Int(lines[1].split(separator: " ")[1]) ?? 0
        #expect(lines[0] == "code 2" && lines[2] == "code 2")
        #expect(kept > 0 && kept < 3_000)
        #expect(lines[1].filter { $0 != "," }.hasSuffix("all \(kept) events verified"))
        #expect(lines[3].contains(#""appended":\#(3_000 - kept),"duplicates":\#(kept)"#))
        #expect(lines[4] == "all 3,001 events verified")
        #expect(run.messages.contains("there is no room left: No space left on device"))
    }

    @Test(.enabled(if: isRoot, "only root can mount a medium that is read-only"))
    func `a ledger on a read-only medium can be read, and is to be copied before it is written`()
        throws
    {
        let folder = try TemporaryFolder()
        let run = try script(
            """
            mkdir disk; mount -t tmpfs -o size=3m none disk; $R init disk/l.rapport
            mount -o remount,ro disk
            for verb in verify rebuild; do $R $verb disk/l.rapport || echo "code $?"; done
            cp disk/l.rapport copy.rapport; $R rebuild copy.rapport; echo copied
            """, in: folder)
        #expect(run.output.hasPrefix("all 0 events verified\n"))
        #expect(run.output.hasSuffix("\ncode 2\ncopied\n"), "\(run.output)")
        let message = "Read-only file system; on a read-only medium copy the file first"
        #expect(run.messages.contains(message), "\(run.messages)")
    }

    @Test func `a limit on the size of files is a lack of room`() throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        let binary = try RapportProcess.binary().path
        let run = try RapportProcess(
            URL(fileURLWithPath: "/bin/bash"),
            [
                "-c", "trap '' XFSZ; ulimit -f 1000; '\(binary)' import l.rapport first.ndjson",
            ], in: folder)
        #expect(run.code == 2)
        #expect(run.messages.contains("there is no room left: File too large"))
        #expect(try folder.verifiedEvents() == 4)
    }

    @Test func `a file or folder that may not be written is named as such`() throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        let manager = FileManager.default
        let binary = try RapportProcess.binary().path
        // Root may write everything, so it runs the program as nobody.
        let user =
            Self.isRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        func run(_ arguments: String...) throws -> RapportProcess {
            try RapportProcess(
                URL(fileURLWithPath: "/usr/bin/env"), user + [binary] + arguments, in: folder)
        }
        try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
        defer {
            try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
        }
        try manager.setAttributes(
            [.posixPermissions: 0o444], ofItemAtPath: folder.path("l.rapport"))
        // Where the user can't even reach the program, there is nothing to test.
        guard try run("--version").code == 0 else { return }
        for arguments in [["import", "l.rapport", "first.ndjson"], ["init", "new.rapport"]] {
            let run = try RapportProcess(
                URL(fileURLWithPath: "/usr/bin/env"), user + [binary] + arguments, in: folder)
            #expect(run.code == 2)
            #expect(run.messages.contains("can't be used here: Permission denied"))
        }
    }
}
