extension SweepGrid {
    /// How far two points lie apart in steps, those of all parameters together; in parts of a step
    /// that are the same for all points of the grid.
    package func distance(_ point: SweepPoint, _ other: SweepPoint) -> Int128 {
        ranges.indices.reduce(into: 0) { distance, index in
            let gap = Int128(point.numbers[index]) - Int128(other.numbers[index])
            let others = ranges.indices.filter { $0 != index }
            distance += others.reduce(Int128(gap.magnitude)) { $0 * Int128(ranges[$1].step) }
        }
    }
}
