import JSON
import LMDB

extension JSONTape {
    /// Parses a stored event and finds its data.
    mutating func parseData(
        of position: UInt64, _ json: Span<UInt8>
    ) throws(StorageError) -> JSONNode.Index {
        do throws(JSONError) {
            try parse(json)
        } catch {
            throw .damaged(reason: "the event at position \(position) is not JSON")
        }
        guard let data = member("data", of: root, in: json) else {
            throw .damaged(reason: "the event at position \(position) has no data")
        }
        return data
    }
}
