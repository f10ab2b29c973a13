/// The values of one term, those put together that no test tells apart.
struct ValueClasses {
    /// Values that every test takes as one.
    enum Class {
        case numbers(ClosedRange<Int64>)
        case text(String)
        /// Every text that no test names.
        case otherTexts
        case truth(Bool)
        /// Of a term that nothing tests.
        case anything
    }

    let classes: [Class]

    /// - Parameter range: what a number may be.
    init(told sets: [ValueSet], range: ClosedRange<Int64>) {
        switch sets.first {
        case nil: classes = [.anything]
        case .truths?: classes = [.truth(true), .truth(false)]
        case .texts?:
            var texts: Set<String> = []
            for case .texts(let own, _) in sets { texts.formUnion(own) }
            classes = texts.sorted().map { .text($0) } + [.otherTexts]
        case .numbers?:
            var starts: Set<Int64> = [range.lowerBound]
            for case .numbers(let ranges) in sets {
                for own in ranges {
                    starts.insert(own.lowerBound)
                    if own.upperBound < .max { starts.insert(own.upperBound + 1) }
                }
            }
            let sorted = starts.filter(range.contains).sorted()
            let ends = sorted.dropFirst().map { $0 - 1 } + [range.upperBound]
            classes = zip(sorted, ends).map { .numbers($0...$1) }
        }
    }

    /// The classes whose values are in a set; all of them for none.
    func admitted(by set: ValueSet?) -> ClassSet {
        var admitted = ClassSet(count: classes.count)
        for (index, own) in classes.enumerated() where set.map({ own.isIn($0) }) ?? true {
            admitted.insert(index)
        }
        return admitted
    }
}

extension ValueClasses.Class {
    fileprivate func isIn(_ set: ValueSet) -> Bool {
        switch (self, set) {
        case (.numbers(let own), .numbers(let ranges)):
            ranges.contains { $0.contains(own.lowerBound) }
        case (.text(let own), .texts(let texts, let isExcluded)):
            texts.contains(own) != isExcluded
        case (.otherTexts, .texts(_, let isExcluded)): isExcluded
        case (.truth(let own), .truths(let truths)): truths.contains(own)
        default: true
        }
    }
}

/// Some of the classes of a term, by index.
struct ClassSet: Equatable {
    private(set) var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    mutating func insert(_ index: Int) { words[index / 64] |= 1 << UInt64(index % 64) }

    func contains(_ index: Int) -> Bool { words[index / 64] & (1 << UInt64(index % 64)) != 0 }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// The least index; nil where there is none.
    var first: Int? {
        words.firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount }
    }

    /// The indexes, ascending.
    var indexes: [Int] {
        words.indices.flatMap { word in
            (0..<64).filter { words[word] & (1 << UInt64($0)) != 0 }.map { word * 64 + $0 }
        }
    }

    mutating func formUnion(_ other: ClassSet) {
        for word in words.indices { words[word] |= other.words[word] }
    }

    func intersection(_ other: ClassSet) -> ClassSet {
        var common = self
        for word in words.indices { common.words[word] &= other.words[word] }
        return common
    }

    func subtracting(_ other: ClassSet) -> ClassSet {
        var rest = self
        for word in words.indices { rest.words[word] &= ~other.words[word] }
        return rest
    }

    func isSubset(of other: ClassSet) -> Bool { subtracting(other).isEmpty }
}
