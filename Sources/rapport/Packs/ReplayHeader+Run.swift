import ArgumentParser
import LedgerEngine
import LedgerModel
import TransparencyLog

extension ReplayHeader {
    /// Of milestones, and of what a replay writes for the same events and options.
    private static let formatVersion = 1

    /// What a run that goes on must have in common with the one that was killed: all that its bytes
    /// follow from.
    ///
    /// - Parameters:
    ///   - document: the hash of the pack that is replayed; nil for those in force, whose hashes
    ///     the header has.
    ///   - events: the tree over the events that it rests on.
    func run(ofPack document: TreeHash?, over events: TreeHead) -> TreeHash {
        var members = JSONMembers()
        members.object { members in
            members.bool("csv", verb.isCSV)
            members.string("events", events.root.hexadecimal)
            members.bool("facts", verb.facts)
            members.count("format", Self.formatVersion)
            members.string("pack", document?.hexadecimal ?? "")
            members.string("version", RapportCommand.configuration.version)
        }
        let bytes = members.bytes + json
        return SHA256Hashing.hash(bytes.span)
    }
}
