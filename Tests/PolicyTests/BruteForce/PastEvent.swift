/// An event of a random history, as plain values.
struct PastEvent {
    let type: String
    let account: String
    /// Microseconds since 1970.
    let at: Int64
    let position: Int
    /// From when it was known, and from when its annulment was.
    let knownFrom: Int64
    var knownUntil: Int64?
    var numbers: [String: Int64] = [:]
    var texts: [String: String] = [:]
    var lists: [String: [String]] = [:]

    func counts(knownAt instant: Int64) -> Bool {
        knownFrom <= instant && (knownUntil.map { $0 > instant } ?? true)
    }

    /// The same, had nobody annulled it.
    var neverAnnulled: PastEvent {
        var event = self
        event.knownUntil = nil
        return event
    }

    var json: String {
        let members =
            numbers.map { #""\#($0.key)":\#($0.value)"# }
            + texts.map { #""\#($0.key)":"\#($0.value)""# }
            + lists.map {
                #""\#($0.key)":["# + $0.value.map { #""\#($0)""# }.joined(separator: ",") + "]"
            }
        return "{" + members.sorted().joined(separator: ",") + "}"
    }
}
