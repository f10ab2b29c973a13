/// The own facts of the accounts of a shard at a block of instants: what needs no other account.
package struct ShardFacts: Sendable {
    /// Accounts of the shard.
    let accountCount: Int
    /// By fact: a cell for each instant and account, those of one instant side by side; empty for
    /// facts that are not folded.
    var columns: [FactCells]
    /// Why facts are missing, by the code that stands in the cell.
    private(set) var reasons: [FactValue.Absence] = FactCells.commonReasons
    /// Texts of the shard, by the code that stands in the cell.
    var texts: [String]

    init(accountCount: Int, factCount: Int, texts: [String]) {
        self.accountCount = accountCount
        columns = Array(repeating: FactCells(), count: factCount)
        self.texts = texts
    }

    /// The code of a reason.
    mutating func code(of reason: FactValue.Absence) -> Int64 {
        if let index = reasons.firstIndex(of: reason) { return Int64(index) }
        reasons.append(reason)
        return Int64(reasons.count - 1)
    }

    /// The code of a text.
    mutating func code(of text: String) -> Int64 {
        if let index = texts.firstIndex(of: text) { return Int64(index) }
        texts.append(text)
        return Int64(texts.count - 1)
    }
}
