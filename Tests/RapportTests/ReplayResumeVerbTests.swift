import ArgumentParser
import Foundation
import Glibc
import SeededRandom
import SystemPackage
import Testing

@testable import rapport

/// `rapport replay` to a file, killed and started again, against one that was left alone.
struct ReplayResumeVerbTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try rapport(["init", "l.rapport"])
        try append(0..<500, seed: 5)
        let month = "    evaluate: {every: month}\n"
        let starter = String(decoding: PackageResources.starter_yaml, as: UTF8.self)
        let held = starter.replacing(
            month + "    rule:",
            with: month + "    hold: {up: {for: 70 days}, down: {for: 40 days}}\n    rule:")
        #expect(held != starter)
        try folder.write(Array(held.utf8), to: "held.yaml")
    }

    /// Orders of thirty accounts over six years.
    private func append(_ numbers: Range<Int>, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lines = numbers.map { number in
            let (year, month, day) = (random.below(6), 1 + random.below(12), 1 + random.below(28))
            let text = [month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
            let time = #""\#(2018 + year)-\#(text)T12:00:00Z""#
            let data =
                #"{"order_id":"\#(number)","currency":"CNY","amount_minor":"#
                + "\(random.below(1_000_000))}"
            return TemporaryFolder.event(
                "e\(number)",
                ["subject": #""a\#(random.below(30))""#, "time": time, "data": data])
        }
        try rapport(["import", "l.rapport", "-"], input: lines.joined(separator: "\n"))
    }

    @discardableResult
    private func rapport(_ arguments: [String], input: String = "") throws -> RapportProcess {
        let run = try RapportProcess(arguments, input: Array(input.utf8), in: folder)
        #expect(run.code == 0, "\(arguments): \(run.messages)")
        return run
    }

    /// A replay to a file in the folder.
    private func replay(_ options: [String], to name: String) throws -> RapportProcess {
        try rapport(["replay", "l.rapport"] + options + ["--output", name])
    }

    /// The files beside the ledger.
    private func files() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path))
            .subtracting(["l.rapport", "l.rapport-lock", "held.yaml"])
    }

    /// A replay in a process of its own, of which each instant is a milestone and which sends
    /// itself a signal when it asks for the time once more.
    private static func end(
        _ arguments: [String], by number: Int32, afterCalls calls: Int
    ) throws {
        var verb = try ReplayVerb.parse(arguments)
        verb.threads.value = 1
        var count = 0
        try verb.run(patience: .zero) {
            count += 1
            if count == calls {
                kill(getpid(), number)
                // What answers the signal runs on another thread.
                while true { pause() }
            }
            return .zero
        }
    }

    private func arguments(_ options: [String], to name: String) -> [String] {
        let options = options.map { $0 == "held.yaml" ? folder.path($0) : $0 }
        return [folder.path("l.rapport")] + options + ["--output", folder.path(name)]
    }

    private func killed(_ options: [String], to name: String, afterCalls calls: Int) async throws {
        let arguments = arguments(options, to: name)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [arguments = arguments as [String], calls = calls as Int] in
            try Self.end(arguments, by: SIGKILL, afterCalls: calls)
        }
    }

    @Test(arguments: [
        (["--pack", "reference-tiering", "--facts"], "csv"),
        (["--pack", "reference-tiering", "--from", "2019-06-01"], "ndjson"),
        (["--pack", "held.yaml"], "csv"),
        (["--pack", "five-stages", "--decision", "stage", "--facts"], "ndjson"),
        (["--pack", "in-force"], "csv"),
        (["--pack", "starter", "--known-at", "then", "--knowledge", "source"], "ndjson"),
    ])
    func `a replay that was killed goes on when it is started again`(
        options: [String], form: String
    ) async throws {
        let whole = try replay(options, to: "whole.\(form)")
        let expected = try folder.bytes(of: "whole.\(form)")
        let name = "killed.\(form)"
        var sizes: [Int] = []
        for calls in [14, 29, 30] {
            try await killed(options, to: name, afterCalls: calls)
            #expect(
                try files() == [
                    "whole.\(form)", "\(name).unfinished", "\(name).unfinished.milestones",
                ])
            sizes.append(try folder.bytes(of: "\(name).unfinished.milestones").count)
        }
        #expect(sizes == sizes.sorted() && Set(sizes).count > 1, "\(sizes)")
        let last = try replay(options, to: name)
        #expect(last.messages.contains("continues an unfinished replay after 20"))
        #expect(try folder.bytes(of: name) == expected)
        let said = last.messages.split(separator: "\n").filter { !$0.contains("continues") }
        #expect(said == whole.messages.split(separator: "\n"))
        #expect(try files() == ["whole.\(form)", name])
        let again = try replay(options, to: name)
        #expect(again.messages == whole.messages)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a replay that is interrupted leaves nothing, be it the first or not`(
        number: Int32
    ) async throws {
        let options = ["--pack", "reference-tiering"]
        for round in 0..<2 {
            if round == 1 { try await killed(options, to: "x.csv", afterCalls: 20) }
            let arguments = arguments(options, to: "x.csv")
            await #expect(processExitsWith: .exitCode(128 + number)) {
                [arguments = arguments as [String], number = number as Int32] in
                try Self.end(arguments, by: number, afterCalls: 40)
            }
            #expect(try files() == [])
        }
    }

    @Test func `what is of another run is thrown away`() async throws {
        let own = ["--pack", "reference-tiering"]
        let pack = PackageResources.reference_tiering_yaml + Array("# otherwise the same\n".utf8)
        try folder.write(pack, to: "a.yaml")
        let others = [
            own + ["--facts"], own + ["--to", "2022-01-01"], own + ["--overrides", "apply"],
            own + ["--known-at", "200"], ["--pack", "starter"], ["--pack", "in-force"],
            ["--pack", "a.yaml"],
        ]
        for options in others {
            _ = try replay(options, to: "whole.csv")
            try await killed(own, to: "x.csv", afterCalls: 40)
            let other = try replay(options, to: "x.csv")
            #expect(!other.messages.contains("continues"), "\(options)")
            #expect(
                try folder.bytes(of: "x.csv") == folder.bytes(of: "whole.csv"), "\(options)")
        }
        #expect(try files() == ["a.yaml", "whole.csv", "x.csv"])
    }

    @Test func `another ledger of as many events is another run`() async throws {
        let options = ["--pack", "reference-tiering"]
        try await killed(options, to: "x.csv", afterCalls: 40)
        try FileManager.default.removeItem(atPath: folder.path("l.rapport"))
        try rapport(["init", "l.rapport"])
        try append(0..<500, seed: 8)
        _ = try replay(options, to: "whole.csv")
        #expect(try !replay(options, to: "x.csv").messages.contains("continues"))
        #expect(try folder.bytes(of: "x.csv") == folder.bytes(of: "whole.csv"))
    }

    @Test func `a replay at a position goes on though events came, and another begins anew`()
        async throws
    {
        let now = ["--pack", "reference-tiering"]
        let then = now + ["--known-at", "499"]
        try await killed(now, to: "now.csv", afterCalls: 40)
        try await killed(then, to: "then.csv", afterCalls: 40)
        try append(500..<530, seed: 6)
        for (options, name, isContinued) in [(now, "now.csv", false), (then, "then.csv", true)] {
            _ = try replay(options, to: "whole.csv")
            let other = try replay(options, to: name)
            #expect(other.messages.contains("continues") == isContinued, "\(name)")
            #expect(try folder.bytes(of: name) == folder.bytes(of: "whole.csv"), "\(name)")
        }
    }

    /// What is done to the files of a replay that was killed, and whether the next goes on.
    private enum Damage: CaseIterable {
        case none, cutMilestone, lostMilestones, changedSeal, changedLine, foreignLine, noMilestone
        case shorter, changed, longer, gone, link, hardLink, linkedMilestones, folder

        var leavesMilestone: Bool {
            switch self {
            case .none, .cutMilestone, .lostMilestones, .foreignLine, .longer: true
            default: false
            }
        }
    }

    @Test func `files that are cut, changed or led elsewhere do no harm`() async throws {
        let options = ["--pack", "reference-tiering", "--facts"]
        let whole = try replay(options, to: "whole.csv")
        try await killed(options, to: "x.csv", afterCalls: 40)
        let lines = try folder.bytes(of: "x.csv.unfinished")
        let milestones = try folder.bytes(of: "x.csv.unfinished.milestones")
        let victim = Array("not to be touched".utf8)
        for damage in Damage.allCases {
            try folder.write(victim, to: "victim")
            try? FileManager.default.removeItem(atPath: folder.path("x.csv.unfinished.milestones"))
            try folder.write(lines, to: "x.csv.unfinished")
            try folder.write(milestones, to: "x.csv.unfinished.milestones")
            try apply(damage, lines, milestones)
            let again = try replay(options, to: "x.csv")
            #expect(
                again.messages.contains("continues") == damage.leavesMilestone, "\(damage)")
            #expect(again.messages.hasSuffix(whole.messages), "\(damage)")
            #expect(try folder.bytes(of: "x.csv") == folder.bytes(of: "whole.csv"), "\(damage)")
            #expect(try folder.bytes(of: "victim") == victim, "\(damage)")
            let left = damage == .folder ? ["x.csv.unfinished.milestones"] : []
            #expect(try files() == Set(["victim", "whole.csv", "x.csv"] + left), "\(damage)")
        }
    }

    private func apply(_ damage: Damage, _ lines: [UInt8], _ milestones: [UInt8]) throws {
        let (file, beside) = ("x.csv.unfinished", "x.csv.unfinished.milestones")
        let half = milestones[..<(milestones.count / 2)]
        let files = FileManager.default
        func changed(_ bytes: [UInt8], at index: Int) -> [UInt8] {
            var bytes = bytes
            bytes[index] ^= 1
            return bytes
        }
        func remove(_ name: String) throws { try files.removeItem(atPath: folder.path(name)) }
        func link(_ name: String) throws {
            try remove(name)
            try files.createSymbolicLink(
                atPath: folder.path(name), withDestinationPath: folder.path("victim"))
        }
        switch damage {
        case .none: break
        case .cutMilestone: try folder.write(milestones.dropLast(40), to: beside)
        case .lostMilestones: try folder.write(Array(half), to: beside)
        case .changedSeal: try folder.write(changed(milestones, at: 3), to: beside)
        case .changedLine: try folder.write(changed(milestones, at: 100), to: beside)
        case .foreignLine: try folder.write(milestones + Array("a b 1\n".utf8), to: beside)
        case .noMilestone: try folder.write([], to: beside)
        case .shorter: try folder.write(Array(lines[..<(lines.count / 3)]), to: file)
        case .changed: try folder.write(changed(lines, at: lines.count - 100), to: file)
        case .longer: try folder.write(lines + lines, to: file)
        case .gone: try remove(file)
        case .link: try link(file)
        case .hardLink:
            try remove(file)
            try files.linkItem(atPath: folder.path("victim"), toPath: folder.path(file))
        case .linkedMilestones: try link(beside)
        case .folder:
            try remove(beside)
            try files.createDirectory(
                atPath: folder.path(beside), withIntermediateDirectories: false)
        }
    }

    @Test func `two processes don't write one file`() async throws {
        let options = ["--pack", "reference-tiering"]
        try await killed(options, to: "x.csv", afterCalls: 40)
        let before = try folder.bytes(of: "x.csv.unfinished")
        let other = try FileDescriptor.open(
            FilePath(folder.path("x.csv.unfinished")), .readOnly, options: .closeOnExec)
        #expect(flock(other.rawValue, LOCK_EX | LOCK_NB) == 0)
        let run = try RapportProcess(
            ["replay", "l.rapport"] + options + ["--output", "x.csv"], in: folder)
        #expect(run.code == 2 && run.messages.contains("x.csv is being written by another process"))
        #expect(try folder.bytes(of: "x.csv.unfinished") == before)
        #expect(try files() == ["x.csv.unfinished", "x.csv.unfinished.milestones"])
        try other.close()
        #expect(try replay(options, to: "x.csv").messages.contains("continues"))
    }

    @Test(arguments: ["f", "l", "sub/x.csv"])
    func `what is no file that can be replaced is left alone`(name: String) throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: folder.path("f/inner"), withIntermediateDirectories: true)
        try files.moveItem(atPath: folder.path("l.rapport"), toPath: folder.path("l.unfinished"))
        let before = try folder.bytes(of: "l.unfinished")
        let run = try RapportProcess(
            ["replay", "l.unfinished", "--pack", "starter", "--output", name], in: folder)
        #expect(run.code == 2, "\(run.messages)")
        #expect(files.fileExists(atPath: folder.path("f/inner")))
        #expect(try folder.bytes(of: "l.unfinished") == before)
    }
}
