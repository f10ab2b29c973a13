import CivilCalendar
import Foundation
import Policy

@testable import LedgerEngine

/// The packs that come with the program.
enum TestPack {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("tools/packs")

    static func named(_ name: String) throws -> Pack { try read(try text(name)) }

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent("\(name).yaml"), encoding: .utf8)
    }

    /// The pack that decides where no other does.
    static func starter() throws -> StoredPack { try StoredPack(text: try text("starter"), read) }

    static func read(_ text: String) throws(PackRefusal) -> Pack {
        try PackReader.read(text) { name in
            name == "Asia/Shanghai" ? CivilZone(name) { _ in 8 * 3_600 } : .utc
        }
    }
}

extension IndexTuning {
    /// So small that a thousand events fill several segments of columns and leave a tail.
    static var small: IndexTuning {
        var tuning = IndexTuning()
        tuning.columnEvents = 256
        tuning.columnTailEvents = 16
        return tuning
    }
}
