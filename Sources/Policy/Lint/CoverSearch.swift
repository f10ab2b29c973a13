/// Finds combinations of values that some rows don't cover, by parts of the terms' values that no
/// test tells apart. Exact where the terms are independent; where they aren't, a row that is found
/// covered is so all the same.
struct CoverSearch {
    /// The work would be more than allowed.
    struct TooManySteps: Error {}

    /// The classes that a combination may have, by term; all of those that aren't named.
    typealias Box = [Int: ClassSet]

    /// By term.
    let classes: [ValueClasses]
    private let all: [ClassSet]
    /// By row.
    private let boxes: [[Box]]
    private let endsMatching: [Bool]
    /// How much may still be done.
    private(set) var stepsLeft: Int

    init(_ grid: CoverGrid, steps: Int) throws(TooManySteps) {
        var sets: [[ValueSet]] = Array(repeating: [], count: grid.terms.count)
        for row in grid.rows {
            for (term, set) in row.alternatives.joined() { sets[term].append(set) }
        }
        let classes = zip(grid.terms, sets).map { ValueClasses(told: $1, range: $0.range) }
        let all = classes.map { $0.admitted(by: nil) }
        self.classes = classes
        self.all = all
        stepsLeft = steps - zip(sets, classes).reduce(0) { $0 + $1.0.count * $1.1.classes.count }
        guard stepsLeft >= 0 else { throw TooManySteps() }
        boxes = grid.rows.map { row in
            row.alternatives.compactMap { alternative in
                var box = Box()
                for (term, set) in alternative {
                    let own = classes[term].admitted(by: set)
                    if own.isEmpty { return nil }
                    if own != all[term] { box[term] = own }
                }
                return box
            }
        }
        endsMatching = grid.rows.map(\.endsMatching)
    }

    /// Whether a row is ever the answer where the first that applies counts.
    mutating func reach(of row: Int) throws(TooManySteps) -> Reach {
        if boxes[row].isEmpty { return .neverApplies }
        let before = (0..<row).filter { endsMatching[$0] }
        guard try covers(before.flatMap { boxes[$0] }, row) else { return .reached }
        for other in before where try covers(boxes[other], row) { return .covered(by: other) }
        return .covered(by: nil)
    }

    /// A combination to which no row applies; nil where there is none.
    mutating func gap() throws(TooManySteps) -> Box? {
        try combination(in: [:], outside: boxes.flatMap(\.self))
    }

    private mutating func covers(_ others: [Box], _ row: Int) throws(TooManySteps) -> Bool {
        for own in boxes[row] where try combination(in: own, outside: others) != nil {
            return false
        }
        return true
    }

    /// A part of a box in which no other box lies; nil where they fill it.
    private mutating func combination(
        in box: Box, outside others: [Box]
    ) throws(TooManySteps) -> Box? {
        var box = box
        var others = others.filter { overlaps($0, box) }
        while true {
            try spend(others)
            if others.isEmpty { return box }
            if others.contains(where: { fills($0, box) }) { return nil }
            let count = others.count
            leave(&others, &box)
            guard others.count == count else { continue }
            return try branch(box, others)
        }
    }

    /// Of a term with a class that no other box admits, such a class is taken: it leads out of all
    /// boxes that test the term, and into none.
    private func leave(_ others: inout [Box], _ box: inout Box) {
        var unions = Box()
        for other in others {
            for (term, set) in other { unions[term, default: set].formUnion(set) }
        }
        for term in unions.keys.sorted() {
            guard let union = unions[term] else { continue }
            let free = (box[term] ?? all[term]).subtracting(union)
            guard !free.isEmpty else { continue }
            box[term] = free
            others.removeAll { $0[term] != nil }
        }
    }

    /// Tries the classes of one term, those with the same boxes once.
    private mutating func branch(_ box: Box, _ others: [Box]) throws(TooManySteps) -> Box? {
        guard let term = others.compactMap({ $0.keys.min() }).min() else { return nil }
        var tried: Set<[Int]> = []
        for index in (box[term] ?? all[term]).indexes {
            let left = others.indices.filter { others[$0][term]?.contains(index) ?? true }
            guard tried.insert(left).inserted else { continue }
            var narrowed = box
            var only = ClassSet(count: classes[term].classes.count)
            only.insert(index)
            narrowed[term] = only
            // The term is settled, so that what is left tests other terms only.
            let rest = left.map { other in others[other].filter { $0.key != term } }
            if let found = try combination(in: narrowed, outside: rest) { return found }
        }
        return nil
    }

    private func overlaps(_ left: Box, _ right: Box) -> Bool {
        left.allSatisfy { term, set in
            right[term].map { !$0.intersection(set).isEmpty } ?? true
        }
    }

    /// Whether a box lies wholly in another.
    private func fills(_ outer: Box, _ box: Box) -> Bool {
        outer.allSatisfy { term, set in (box[term] ?? all[term]).isSubset(of: set) }
    }

    private mutating func spend(_ boxes: [Box]) throws(TooManySteps) {
        stepsLeft -= boxes.reduce(1) { sum, box in
            sum + 1 + box.reduce(0) { $0 + $1.value.words.count }
        }
        guard stepsLeft >= 0 else { throw TooManySteps() }
    }
}
