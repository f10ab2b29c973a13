/// The arrows between modules. A new arrow edits this table and adds a numbered Decision.
enum ImportRules {
    private static let allowed: [String: Set<String>] = [
        "CLMDB": [], "CMalloc": [],
        "LMDB": ["CLMDB", "Glibc", "Synchronization"],
        "JSON": [],
        // Decision 31: one calendar for expressions and for the ledger, neither of which may
        // import the other.
        "CivilCalendar": [],
        "CEL": ["CivilCalendar"],
        "TransparencyLog": ["Crypto"],
        "LedgerModel": ["CivilCalendar", "JSON"],
        // Decision 33: Yams is imported in Coding/ only; JSON gives the canonical form of a pack,
        // and facts read events from the same tape as the aggregates do.
        "Policy": ["LedgerModel", "CEL", "CivilCalendar", "JSON", "Yams"],
        // Decision: instruments write their own JSON, as the contract's encoders stand beside them.
        "Instruments": ["LedgerModel", "CivilCalendar", "JSON"],
        // Decision: Foundation gives the writer its thread and condition, and cursors their base64;
        // Dispatch shares the composing of a batch among the cores.
        "LedgerEngine": [
            "LMDB", "JSON", "TransparencyLog", "LedgerModel", "Policy", "CivilCalendar",
            "Instruments", "SystemPackage",
            "Synchronization", "Logging", "Foundation", "Dispatch",
        ],
        // Decision: the composition root prints tree heads, whose type is TransparencyLog's.
        "rapport": [
            "LedgerEngine", "LedgerModel", "Instruments", "Policy", "CEL", "CivilCalendar", "JSON",
            "TransparencyLog", "ArgumentParser", "SystemPackage", "Foundation", "Synchronization",
            "Glibc", "CMalloc",
        ],
    ]

    /// The modules that know no clock, disk, network, locale or randomness.
    static let pureModules: Set<String> = [
        "JSON", "CivilCalendar", "CEL", "LedgerModel", "Policy", "Instruments",
        "TransparencyLog",
    ]

    private static let impureImports: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "SystemPackage",
        "Synchronization",
    ]

    private static let importKinds: Set<String> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]

    /// A module imports only what its row of the table names.
    static func importTable(_ file: SourceFile) -> [Violation] {
        guard let row = allowed[file.module] else {
            return [file.violation(0, "module \(file.module) has no row in the import table")]
        }
        return imports(of: file).filter { !row.contains($0.module) }.map { line, module in
            file.violation(line, "\(file.module) may not import \(module)")
        }
    }

    /// The table itself keeps the pure modules pure.
    static func pureRows(_ table: [String: Set<String>] = allowed) -> [String] {
        pureModules.filter { !(table[$0] ?? []).isDisjoint(with: impureImports) }.sorted()
    }

    private static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        var found: [(Int, String)] = []
        let words = file.code.words
        for (index, word) in words.enumerated() where word.text == "import" && word.before != 0x2E {
            var next = index + 1
            if next < words.count, importKinds.contains(words[next].text) { next += 1 }
            if next < words.count { found.append((word.line, words[next].text)) }
        }
        return found
    }
}
