import Foundation
import LedgerEngine
import LedgerModel

/// A batch of the crash test: the same numbers give the same events, so that whoever reads the
/// receipt knows what was sent.
struct CrashBatch {
    /// Tasks that append at the same time.
    static let taskCount = 4

    let seed: UInt64
    /// Which process of a ledger, from 0.
    let round: Int
    let task: Int
    let number: Int

    private let sizes: UInt64

    init(seed: UInt64, round: Int, task: Int, number: Int) {
        self.seed = seed
        self.round = round
        self.task = task
        self.number = number
        var mixed = seed &* 0x9E37_79B9_7F4A_7C15
        for part in [round, task, number] {
            mixed = (mixed ^ UInt64(bitPattern: Int64(part))) &* 0xBF58_476D_1CE4_E5B9
            mixed ^= mixed >> 29
        }
        sizes = mixed
    }

    /// Mostly few events; sometimes so many that they become a sorted run of their own.
    var eventCount: Int {
        sizes % 8 == 0 ? Int(sizes >> 8 % 40) + 20 : Int(sizes >> 8 % 10) + 1
    }

    var ids: [String] { (0..<eventCount).map { "\(round).\(task).\(number).\($0)" } }

    /// One event a line. In every third batch of two events and more the last annuls the first.
    var text: [UInt8] {
        var text = ""
        for (index, id) in ids.enumerated() {
            let subject = "a\((sizes >> 16 &+ UInt64(index)) % 23)"
            let annulsFirst = index > 0 && index == eventCount - 1 && sizes % 3 == 0
            let account = annulsFirst ? "a\((sizes >> 16) % 23)" : subject
            let (type, data) =
                annulsFirst
                ? ("event.annulled", #"{"source":"/crash","id":"\#(ids[0])"}"#)
                : ("order.placed", #"{"order_id":"\#(id)","currency":"CNY","amount_minor":1}"#)
            text += #"{"specversion":"1.0","id":"\#(id)","source":"/crash","type":"\#(type)","#
            text += #""subject":"\#(account)","time":"2026-01-01T00:00:00Z","#
            text += #""data":\#(data)}"# + "\n"
        }
        return Array(text.utf8)
    }

    /// The batch as the writer takes it.
    var prepared: PreparedBatch {
        var reader = BatchReader()
        reader.read(text)
        precondition(reader.violations.isEmpty, "the batch is made wrongly: \(reader.violations)")
        return PreparedBatch(reader.batch)
    }

    /// So small that a second of appending seals and merges many times.
    static var tuning: IndexTuning {
        var tuning = IndexTuning()
        tuning.runEvents = 16
        tuning.tailEntries = 48
        tuning.segmentEvents = 160
        tuning.mergeWidth = 3
        tuning.sliceBytes = 800
        tuning.columnEvents = 128
        tuning.columnTailEvents = 16
        tuning.valueColumns = 1
        return tuning
    }
}
