import LedgerModel

extension Dictionary where Key == [UInt8], Value == Int {
    /// Names as text with their counts, in canonical order.
    var inCanonicalOrder: [(String, Int)] {
        map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
            .sorted { $0.0.precedesCanonically($1.0) }
    }
}

extension Dictionary where Key == [UInt8], Value == FigureSum {
    /// Names as text with their sums, in canonical order. What names no type stands as
    /// `unspecified`.
    var inCanonicalOrder: [(String, FigureSum)] {
        var named = self
        if let unnamed = named.removeValue(forKey: []) {
            named[Array("unspecified".utf8), default: FigureSum()].add(unnamed)
        }
        return named.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
            .sorted { $0.0.precedesCanonically($1.0) }
    }
}
