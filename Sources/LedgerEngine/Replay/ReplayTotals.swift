import Policy

/// What the decisions of a replay come to.
package struct ReplayTotals: Sendable {
    /// The digest of all.
    package private(set) var digest = ReplayDigest()
    /// Decisions by the text of what counts.
    package private(set) var levels: [String: Int] = [:]

    /// - Parameter kept: what was decided, by time; counted and hashed on several cores.
    package init(_ kept: [(rows: ReplayRows, legend: ReplayLegend)]) {
        let parts = Workers(count: SeveralCores.count).map(kept.count) { index in
            let (rows, legend) = kept[index]
            return (ReplayDigest.Part(rows, legend), rows.counts(legend))
        }
        for (part, counts) in parts {
            digest.add(part)
            levels.merge(counts) { $0 + $1 }
        }
    }
}

extension ReplayRows {
    /// How many decisions there are, by the text of what counts.
    fileprivate func counts(_ legend: ReplayLegend) -> [String: Int] {
        var counts: [String: Int] = [:]
        switch content {
        case .columns(let columns):
            for (decision, outcome, count) in CodedRows(columns, legend).counts where count > 0 {
                counts[legend.pack.text(of: outcome, in: decision), default: 0] += count
            }
        case .rows(let rows, _):
            for row in rows {
                counts[legend.pack.text(of: row.effective, in: row.track), default: 0] += 1
            }
        }
        return counts
    }
}
