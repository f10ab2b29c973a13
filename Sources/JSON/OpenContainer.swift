/// An array or object whose end has not been read yet.
struct OpenContainer: BitwiseCopyable, Sendable {
    /// Stands around the root value; takes no children.
    static let outermost = OpenContainer(kind: .null, position: 0)

    let kind: JSONNode.Kind
    var position: UInt32
    /// Children in canonical order: the first, and the last one of the list; 0 is none.
    var first: UInt32 = 0
    var last: UInt32 = 0
    /// The key whose value is being read; 0 is none.
    var key: UInt32 = 0
    /// Children begun so far.
    var count: UInt32 = 0
    var isCanonical = true
    /// Members are linked in text order from `last` on, and sorted when the object closes.
    var isSortPending = false

    init(kind: JSONNode.Kind, position: UInt32) {
        self.kind = kind
        self.position = position
    }
}
