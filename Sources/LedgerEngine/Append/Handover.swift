import Synchronization

/// Hands a value to another task or thread, once: it is moved and never copied.
final class Handover<Content: ~Copyable & Sendable>: Sendable {
    private let content: Mutex<Content?>

    init(_ content: consuming Content) { self.content = Mutex(consume content) }

    /// The value; trying again is a mistake of the caller.
    func take() -> Content {
        guard let taken = content.withLock({ $0.take() }) else {
            preconditionFailure("taken twice")
        }
        return taken
    }
}
