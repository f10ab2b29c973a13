package import LedgerModel

/// One value of each parameter of a sweep.
package struct SweepPoint: Equatable, Sendable {
    /// By the ranges of the grid.
    package let numbers: [Int64]
    /// Whether these are the pack's own values. Where those change with time, they are the ones
    /// that hold at the end.
    package let isOwn: Bool
}

/// The values of one parameter, or the pairs of two, that a pack is tried with.
package struct SweepGrid: Sendable {
    /// One for each parameter.
    package let ranges: [ParameterRange]
    private let pack: Pack

    /// Reads a range for each parameter, `name=from..to:step`.
    ///
    /// - Parameter track: the decision or machine whose rules must read them.
    package init(_ texts: [String], of pack: Pack, track: Int) throws(SweepRefusal) {
        var ranges: [ParameterRange] = []
        let read = pack.parametersRead(byTrack: track)
        for text in texts {
            let range = try ParameterRange(text, of: pack)
            let name = pack.parameters[range.parameter].name
            guard !ranges.contains(where: { $0.parameter == range.parameter }) else {
                throw .repeated(name)
            }
            guard read.contains(range.parameter) else {
                throw .unread(
                    name, decision: pack.names[track], read: read.map { pack.parameters[$0].name })
            }
            ranges.append(range)
        }
        let (count, overflows) = ranges.reduce((1, false)) { product, range in
            let (count, overflows) = product.0.multipliedReportingOverflow(by: range.count)
            return (count, product.1 || overflows)
        }
        guard !overflows, count <= SweepLimits.points else {
            throw .tooMany(overflows ? .max : count)
        }
        self.ranges = ranges
        self.pack = pack
    }

    /// The parameters, by their index in the pack.
    package var parameters: [Int] { ranges.map(\.parameter) }

    /// All points in the order of their numbers, the pack's own among them.
    ///
    /// - Parameter end: the instant whose values of parameters are the pack's own.
    package func points(at end: Instant) -> [SweepPoint] {
        let own = parameters.map { pack.parameters[$0].number(at: end) }
        let isConstant = parameters.allSatisfy { pack.parameters[$0].values.count == 1 }
        var grid: [[Int64]] = [[]]
        for range in ranges {
            let values = range.values
            grid = grid.flatMap { numbers in values.map { numbers + [$0] } }
        }
        if isConstant { grid.removeAll { $0 == own } }
        let place = grid.firstIndex { !$0.lexicographicallyPrecedes(own) } ?? grid.count
        var points = grid.map { SweepPoint(numbers: $0, isOwn: false) }
        points.insert(SweepPoint(numbers: own, isOwn: true), at: place)
        return points
    }
}

extension Parameter {
    /// The number at an instant; before the first date the first one.
    fileprivate func number(at instant: Instant) -> Int64 {
        value(at: instant).number ?? values.first?.value.number ?? 0
    }

    /// The same parameter with one number, which holds from the first date on.
    fileprivate func holding(_ number: Int64) -> Parameter {
        Parameter(
            name: name, unit: unit, label: label,
            values: [Dated(from: values.first?.from, value: .number(number))], origin: origin,
            place: place)
    }
}

extension Pack {
    /// The pack with other numbers for some of its parameters.
    func holding(_ point: SweepPoint, in parameters: [Int]) -> Pack {
        guard !point.isOwn else { return self }
        var pack = self
        for (index, number) in zip(parameters, point.numbers) {
            pack.parameters[index] = pack.parameters[index].holding(number)
        }
        return pack
    }

    /// The parameters that rules read, in the order of the document: those of a decision or
    /// machine, and those of others whose levels it looks at.
    fileprivate func parametersRead(byTrack track: Int) -> [Int] {
        let names = closure(ofTracks: [track]).reduce(into: Set<String>()) {
            $0.formUnion(self.names(ofTrack: $1))
        }
        return parameters.indices.filter { names.contains("params.\(parameters[$0].name)") }
    }
}
