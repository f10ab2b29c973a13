import Foundation
import LedgerEngine
import Policy
import TransparencyLog

/// A pack as the command line names it: one that comes with the program, or a file.
struct PackSource {
    /// What messages call it.
    let name: String
    /// The document.
    let text: String

    /// The packs that come with the program, by name.
    static let embedded: [String: [UInt8]] = [
        "abc-pareto": PackageResources.abc_pareto_yaml,
        "attractiveness": PackageResources.attractiveness_yaml,
        "bcg-types": PackageResources.bcg_types_yaml,
        "defection-degree": PackageResources.defection_degree_yaml,
        "elevator-four-tier": PackageResources.elevator_four_tier_yaml,
        "five-stages": PackageResources.five_stages_yaml,
        "guide-three-levels": PackageResources.guide_three_levels_yaml,
        "portfolio-analysis": PackageResources.portfolio_analysis_yaml,
        "reference-tiering": PackageResources.reference_tiering_yaml,
        "risk-matrix": PackageResources.risk_matrix_yaml,
        "satisfaction": PackageResources.satisfaction_yaml,
        "satisfaction-target": PackageResources.satisfaction_target_yaml,
        "starter": PackageResources.starter_yaml,
        "telecom-grades": PackageResources.telecom_grades_yaml,
        "threshold-key-account": PackageResources.threshold_key_account_yaml,
        "value-squares": PackageResources.value_squares_yaml,
    ]

    /// The pack of that name, else the file at that path.
    init(_ name: String) throws {
        if let bytes = Self.embedded[name] {
            self.name = name
            text = String(decoding: bytes, as: UTF8.self)
            return
        }
        let source = try ByteSource(path: name)
        var bytes: [UInt8] = []
        while bytes.count <= PackLimits.documentBytes, try source.read(into: &bytes) > 0 {}
        self.name = name
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The pack.
    func read() throws(RefusedPack) -> Pack {
        do throws(PackRefusal) {
            return try PackReader.read(text, zones: SystemZones.zone)
        } catch {
            throw RefusedPack(name: name, problems: error.problems)
        }
    }

    /// SHA-256 of its canonical JSON, as a ledger keeps the pack.
    func hash() throws(PackRefusal) -> TreeHash {
        try StoredPack(text: text, Ledger.readPack).hash
    }
}

/// A pack that the command line names and that is none.
struct RefusedPack: Error {
    /// What messages call it.
    let name: String
    /// All that is wrong, in the order of the document.
    let problems: [PackProblem]

    /// Says each on stderr, with line and column.
    func tell() {
        for problem in problems {
            Diagnostic.write(problem.sentence(Diagnostic.words), at: problem.place(in: name))
        }
    }
}
