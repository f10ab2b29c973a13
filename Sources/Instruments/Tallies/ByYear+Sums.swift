import LedgerModel

extension ByYear<FigureSum> {
    mutating func add(_ other: ByYear) {
        merge(other, startingWith: FigureSum()) { $0.add($1) }
    }
}

extension ByYear<Int64> {
    mutating func add(_ other: ByYear) {
        merge(other, startingWith: 0) { $0 += $1 }
    }
}

extension ByYear<Int> {
    mutating func add(_ other: ByYear) {
        merge(other, startingWith: 0) { $0 += $1 }
    }

    /// The sum over all years.
    var total: Int { entries.reduce(0) { $0 + $1.value } }
}
