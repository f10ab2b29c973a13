// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "rapport-benchmarks",
    dependencies: [.package(name: "rapport-ledger", path: "../..")],
    targets: [
        .executableTarget(
            name: "RapportBenchmark",
            dependencies: [.product(name: "Rapport", package: "rapport-ledger")],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
