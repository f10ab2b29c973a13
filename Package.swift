// swift-tools-version: 6.3
import PackageDescription

let houseRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// The module declares functions that return spans bound to the life of their argument.
let lifetimes: SwiftSetting = .enableExperimentalFeature("Lifetimes")

let package = Package(
    name: "rapport-ledger",
    products: [
        .library(name: "Rapport", targets: ["LedgerEngine", "LedgerModel", "TransparencyLog"]),
        .executable(name: "rapport", targets: ["rapport"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: houseRules + [lifetimes]),
        .target(name: "JSON", swiftSettings: houseRules),
        .target(name: "CivilCalendar", swiftSettings: houseRules),
        .target(name: "CEL", dependencies: ["CivilCalendar"], swiftSettings: houseRules),
        .target(
            name: "TransparencyLog",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: houseRules),
        .target(
            name: "LedgerModel", dependencies: ["CivilCalendar", "JSON"],
            swiftSettings: houseRules),
        .target(
            name: "Policy",
            dependencies: [
                "CEL", "CivilCalendar", "JSON", "LedgerModel",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: houseRules),
        .target(
            name: "Instruments", dependencies: ["CivilCalendar", "LedgerModel"],
            swiftSettings: houseRules),
        .target(
            name: "LedgerEngine",
            dependencies: [
                "CivilCalendar", "LMDB", "JSON", "TransparencyLog", "LedgerModel", "Policy",
                "Instruments",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: houseRules),
        .executableTarget(
            name: "rapport",
            dependencies: [
                "CMalloc", "CEL", "CivilCalendar", "JSON", "LedgerModel", "Policy", "Instruments",
                "TransparencyLog", "LedgerEngine",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [
                .embedInCode("Packs/Embedded"), .embedInCode("Language/Phrases"),
            ],
            swiftSettings: houseRules),
        .executableTarget(
            name: "ConditionBenchmark", dependencies: ["CEL"],
            path: "tools/benchmarks/Condition", swiftSettings: houseRules,
            linkerSettings: [.linkedLibrary("m")]),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: houseRules),
        .testTarget(
            name: "LMDBTests", dependencies: ["LMDB", "SeededRandom"], swiftSettings: houseRules),
        .testTarget(
            name: "JSONTests", dependencies: ["JSON", "SeededRandom"], swiftSettings: houseRules),
        .testTarget(
            name: "TransparencyLogTests", dependencies: ["TransparencyLog"],
            swiftSettings: houseRules),
        .testTarget(
            name: "CELTests", dependencies: ["CEL", "SeededRandom"], swiftSettings: houseRules),
        .testTarget(
            name: "LedgerModelTests",
            dependencies: ["LedgerModel", "CivilCalendar", "JSON", "SeededRandom"],
            swiftSettings: houseRules),
        .testTarget(
            name: "PolicyTests",
            dependencies: [
                "Policy", "CEL", "CivilCalendar", "JSON", "LedgerModel", "SeededRandom",
                "rapport",
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "InstrumentsTests",
            dependencies: ["Instruments", "CivilCalendar", "LedgerModel", "JSON", "SeededRandom"],
            swiftSettings: houseRules),
        .executableTarget(
            name: "CrashWriter",
            dependencies: ["LedgerEngine", "LedgerModel", "Policy", "CivilCalendar"],
            path: "Tests/CrashWriter", swiftSettings: houseRules),
        .testTarget(
            name: "LedgerEngineTests",
            dependencies: [
                "LedgerEngine", "LedgerModel", "Policy", "Instruments", "TransparencyLog", "JSON",
                "LMDB", "CivilCalendar", "CrashWriter", "SeededRandom",
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "RapportTests",
            dependencies: [
                "rapport", "JSON", "LedgerModel", "SeededRandom",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: houseRules),
        .testTarget(name: "ArchitectureTests", swiftSettings: houseRules),
    ]
)
