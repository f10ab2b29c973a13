import LedgerModel

extension [[UInt8]: Int] {
    var inCanonicalOrder: [(String, Int)] {
        map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
            .sorted { $0.0.precedesCanonically($1.0) }
    }
}

extension [[UInt8]: FigureSum] {
    /// What names no type stands as `unspecified`.
    var inCanonicalOrder: [(String, FigureSum)] {
        var named = self
        if let unnamed = named.removeValue(forKey: []) {
            named[Array("unspecified".utf8), default: FigureSum()].add(unnamed)
        }
        return named.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
            .sorted { $0.0.precedesCanonically($1.0) }
    }
}
