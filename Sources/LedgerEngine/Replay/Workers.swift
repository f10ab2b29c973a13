import Foundation
import Synchronization

/// Threads that share a piece of work part by part.
struct Workers: Sendable {
    /// How many threads work.
    let count: Int

    /// Makes something of each part, in their order, whichever thread makes it.
    func map<Made: Sendable>(
        _ parts: Int, _ body: @Sendable @escaping (Int) -> Made
    ) -> [Made] {
        guard count > 1, parts > 1 else { return (0..<parts).map(body) }
        let next = Counter()
        let made = Mutex<[Made?]>(Array(repeating: nil, count: parts))
        let share = Share(made: made, next: next, parts: parts, body: body)
        let threads = DispatchGroup()
        for _ in 1..<min(count, parts) {
            threads.enter()
            let thread = Thread {
                share.work()
                threads.leave()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        share.work()
        threads.wait()
        return share.taken
    }
}

extension Workers {
    /// A range in about equal parts, one a thread; one where it is empty.
    func parts(of whole: Range<Int>) -> [Range<Int>] {
        let length = max(1, (whole.count + count - 1) / count)
        let parts = stride(from: whole.lowerBound, to: whole.upperBound, by: length).map {
            $0..<min($0 + length, whole.upperBound)
        }
        return parts.isEmpty ? [whole] : parts
    }

    /// Changes each of some values where it lies, and gives what was made of it meanwhile, in their
    /// order. No value is copied.
    func change<Value: Sendable, Made: Sendable>(
        _ values: inout [Value], _ body: @Sendable @escaping (inout Value) -> Made
    ) -> [Made] {
        let places = values.map { Place($0) }
        values = []
        let made = map(places.count) { places[$0].change(body) }
        values = places.map(\.value)
        return made
    }
}

/// Where a value lies that one thread at a time changes.
private final class Place<Value: Sendable>: Sendable {
    private let content: Mutex<Value>

    init(_ value: Value) { content = Mutex(value) }

    var value: Value { content.withLock { $0 } }

    func change<Made: Sendable>(_ body: (inout Value) -> Made) -> Made {
        content.withLock { body(&$0) }
    }
}

/// The number of the next part.
private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}

private final class Share<Made: Sendable>: Sendable {
    private let made: Mutex<[Made?]>
    private let next: Counter
    private let parts: Int
    private let body: @Sendable (Int) -> Made

    init(
        made: consuming sending Mutex<[Made?]>, next: Counter, parts: Int,
        body: @escaping @Sendable (Int) -> Made
    ) {
        self.made = made
        self.next = next
        self.parts = parts
        self.body = body
    }

    func work() {
        while true {
            let part = next.next()
            guard part < parts else { return }
            let result = body(part)
            made.withLock { $0[part] = result }
        }
    }

    var taken: [Made] { made.withLock { $0.compactMap(\.self) } }
}
