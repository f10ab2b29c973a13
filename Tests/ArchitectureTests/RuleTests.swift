import Testing

/// Every rule can fail, and knows what is none of its business.
struct RuleTests {
    /// The lines, counted from 1, on which a rule fires.
    private func check(
        _ rule: (SourceFile) -> [Violation], _ text: String,
        at path: String = "Sources/LedgerModel/Sample.swift", firesOn lines: [Int],
        _ location: SourceLocation = #_sourceLocation
    ) {
        let violations = rule(SourceFile(path, text))
        #expect(violations.map(\.line) == lines, sourceLocation: location)
    }

    @Test func `an arrow that the table lacks is found`() {
        check(
            ImportRules.importTable,
            """
            import JSON
            package import LMDB
            @testable import struct Foundation.Date
            // import Glibc
            let text = "import Crypto"
            """, firesOn: [2, 3])
        check(
            ImportRules.importTable, "import LMDB", at: "Sources/rapport/Verb.swift", firesOn: [1])
        check(ImportRules.importTable, "import JSON", at: "Sources/CEL/Cell.swift", firesOn: [1])
    }

    @Test func `a pure module's row cannot name the system`() {
        #expect(ImportRules.pureRows(["JSON": ["Glibc"], "LMDB": ["Glibc"]]) == ["JSON"])
    }

    @Test func `files and lines are measured at the limit and one past it`() {
        func lines(_ count: Int) -> String { String(repeating: "x\n", count: count) }
        check(SizeRules.fileLength, lines(500), firesOn: [])
        check(SizeRules.fileLength, lines(501), firesOn: [501])
        check(SizeRules.fileLength, lines(500) + "x", firesOn: [501])
        check(SizeRules.readmeLength, lines(120), at: "README.md", firesOn: [])
        check(SizeRules.readmeLength, lines(121), at: "README.md", firesOn: [121])
        let line = String(repeating: "长", count: 100)
        check(SizeRules.lineLength, "\(line)\n\(line)x", firesOn: [2])
    }

    @Test func `functions are measured from signature to brace`() {
        func body(_ count: Int) -> String {
            String(repeating: "    if a { b(\"}\") }\n", count: count)
        }
        check(SizeRules.functionLength, "func f() {\n" + body(68) + "}", firesOn: [])
        check(SizeRules.functionLength, "func f() {\n" + body(69) + "}", firesOn: [1])
        check(
            SizeRules.functionLength, "\ninit?(\n  a: () -> Void = {}\n) {\n" + body(66) + "}",
            firesOn: [])
        check(
            SizeRules.functionLength, "\ninit?(\n  a: () -> Void = {}\n) {\n" + body(67) + "}",
            firesOn: [2])
        check(SizeRules.functionLength, "var x: Int {\n" + body(69) + "}", firesOn: [1])
        check(SizeRules.functionLength, "if var x = y {\n" + body(69) + "}", firesOn: [])
        check(SizeRules.functionLength, "struct S {\n" + body(69) + "}", firesOn: [])
        check(
            SizeRules.functionLength, "protocol P {\nfunc f()\n}\nstruct S {\n" + body(69) + "}",
            firesOn: [])
    }

    @Test func `unfinished work and machine paths are found in any file`() {
        check(WordRules.unfinishedWork, "a\n# TO" + "DO: later\n// FIX" + "ME", firesOn: [2, 3])
        check(
            WordRules.machinePath, "cd /wo" + "rk/main\nhome=/ro" + "ot/x\nsee docs/wo" + "rk/a\n",
            at: "tools/x", firesOn: [1, 2])
    }

    @Test func `calls that hide a bug are found in code only`() {
        check(
            WordRules.bannedCall,
            """
            fatalError("no")
            let a = try! b()
            @_exported import JSON
            let c = d as! Int
            preconditionFailure("fatalError(")
            // try!
            let e = try? "try! \\(try! f())"
            """, firesOn: [1, 2, 3, 4, 7])
    }

    @Test func `a test that sleeps or is switched off is found`() {
        check(
            WordRules.idleTest,
            """
            try await Task.sleep(for: .seconds(1))
            usleep(10)
            Thread.sleep(forTimeInterval: 1)
            @Test(.disabled("later")) func `it may sleep(1)`() {}
            button.disabled = true
            """, at: "Tests/JSONTests/SampleTests.swift", firesOn: [1, 2, 3, 4])
    }

    @Test func `a forced unwrapping is found and a negation is not`() {
        check(
            WordRules.forcedUnwrapping,
            """
            a!.b
            c[0]! + d()!
            if !e, f != g, h! == i {}
            j !== k
            """, firesOn: [1, 2, 2, 3])
    }

    @Test func `unsafe is a keyword in two places only`() {
        let text = """
            let a = unsafe b()
            // unsafe
            let `unsafe c` = "unsafe"
            """
        check(WordRules.unsafeCode, text, firesOn: [1])
        check(WordRules.unsafeCode, text, at: "Sources/LMDB/Sample.swift", firesOn: [])
        check(
            WordRules.unsafeCode, text, at: "Sources/TransparencyLog/SHA256+RawSpan.swift",
            firesOn: [])
        check(
            WordRules.unsafeCode, text, at: "Sources/TransparencyLog/TreeHash.swift", firesOn: [1])
    }

    @Test func `a floating point number is found where events are counted`() {
        let text = "let a: Double\nlet b = \"Double\"\nlet doubled: [Float]"
        check(WordRules.floatingPoint, text, firesOn: [1, 3])
        check(WordRules.floatingPoint, text, at: "Sources/JSON/Sample.swift", firesOn: [])
    }

    @Test func `empty and misleading names are found`() {
        let text = """
            struct EventManager {}
            enum Scores {}
            final class TimestampUtil {}
            typealias CustomerID = Int
            class func make() {}
            """
        check(NameRules.emptyName, text, firesOn: [1, 3])
        check(NameRules.emptyName, "", at: "Sources/JSON/JSONHelper+Text.swift", firesOn: [1])
        check(NameRules.glossaryName, text, firesOn: [3, 4])
        check(NameRules.glossaryName, text, at: "Sources/LMDB/Sample.swift", firesOn: [])
        check(
            NameRules.glossaryName,
            """
            struct Record {}
            struct AccountRecord {}
            struct RecordComposer {}
            final class Recorder {}
            let name = actor ?? UserName()
            """, firesOn: [1, 2])
    }

    @Test(arguments: [
        ("JSONTape", ["JSON", "Tape"]), ("AccountID", ["Account", "ID"]), ("rapport", ["rapport"]),
        ("SHA256", ["SHA256"]), ("KeyURLBlock", ["Key", "URL", "Block"]),
    ])
    func `a camel-case name has parts`(name: String, parts: [String]) {
        #expect(NameRules.parts(of: name) == parts)
    }

    @Test func `a file that lacks the type of its name is found`() {
        check(NameRules.primaryType, "struct Sample {}", firesOn: [])
        check(NameRules.primaryType, "struct Other { let x = Sample() } // Sample", firesOn: [1])
        check(NameRules.primaryType, "extension Outer.Sample {}", firesOn: [])
        let concern = "Sources/LedgerModel/Sample+Text.swift"
        check(NameRules.primaryType, "extension Sample {}", at: concern, firesOn: [])
        check(NameRules.primaryType, "struct Sample {}", at: concern, firesOn: [1])
    }

    @Test func `an undocumented edge is found`() {
        check(
            DocumentationRules.documentation,
            """
            /// Documented.
            @frozen
            public struct A {
                package let bare: Int
                public init() {}
                public static func == (left: A, right: A) -> Bool { true }
                package func hash(into hasher: inout Hasher) {}
                // Not documentation.
                package static func of() {}
                /// Documented.
                package private(set) var mutable = 1
                let inner = 2
            }
            package import JSON
            public final class B {}
            package extension A {}
            """, firesOn: [4, 9, 15])
    }

    @Test func `a stray file at the top is found`() {
        #expect(
            LayoutRules.topLevel(["PLAN.md", "Sources", "docs"]).map(\.path) == ["PLAN.md", "docs"])
        let ignored = IgnoredNames(".build/\n.build-*/\n*.rapport\n")
        #expect(ignored.contains(".build") && ignored.contains(".build-tsan"))
        #expect(ignored.contains("acme.rapport") && !ignored.contains("acme.txt"))
    }

    @Test func `comments and strings are no code, interpolations are`() {
        func code(_ text: String) -> String {
            CodeText(text).lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        }
        #expect(code("a /* b /* c */ d */ e // f\ng").filter { $0 != " " } == "ae\ng")
        #expect(code(##"x("a \(b("c")) d", #"\("# , y)"##).filter { $0 != " " } == #"x((b()),,y)"#)
        #expect(code("\"\"\"\n a \\\" \"b\" \\(c)\n\"\"\" d").filter { $0 != " " } == "\n(c)\nd")
        #expect(code(#"("\\") + e"#).filter { $0 != " " } == "()+e")
    }
}
