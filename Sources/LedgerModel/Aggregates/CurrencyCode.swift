/// A currency by its three capital letters (ISO 4217, https://www.iso.org/iso-4217-currency-codes),
/// in two bytes. It compares alphabetically.
package struct CurrencyCode: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The letters as digits of base 26, the first one highest.
    package let number: UInt16

    /// The code of a number below 26³; nil for another.
    package init?(number: Int64) {
        guard (0..<17_576).contains(number) else { return nil }
        self.number = UInt16(number)
    }

    /// Three capital letters; nil for other bytes.
    package init?(_ letters: Span<UInt8>) {
        guard letters.count == 3 else { return nil }
        var number: UInt16 = 0
        for index in letters.indices {
            let digit = letters[index] &- UInt8(ascii: "A")
            guard digit < 26 else { return nil }
            number = number * 26 + UInt16(digit)
        }
        self.number = number
    }

    /// Three capital letters; nil for another text.
    package init?(_ text: String) {
        self.init(Array(text.utf8).span)
    }

    private init(trusted first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar) {
        let digits = [first, second, third].map { UInt16($0.value - 65) }
        number = digits[0] * 676 + digits[1] * 26 + digits[2]
    }

    /// `XXX`, which ISO 4217 assigns to what involves no currency.
    package static let none = CurrencyCode(trusted: "X", "X", "X")

    package static func < (left: CurrencyCode, right: CurrencyCode) -> Bool {
        left.number < right.number
    }

    /// The three letters.
    package var text: String {
        let letters = [number / 676, number / 26 % 26, number % 26]
        return String(decoding: letters.map { UInt8(ascii: "A") + UInt8($0) }, as: UTF8.self)
    }

    /// How many decimal digits of a unit one minor unit is: 2 for USD (cents), 0 for JPY
    /// (ISO 4217, list one).
    package var minorDigits: Int { Self.unusualMinorDigits[self] ?? 2 }

    private static let unusualMinorDigits: [CurrencyCode: Int] = {
        let groups: [(Int, String)] = [
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
            (3, "BHD IQD JOD KWD LYD OMR TND"),
            (4, "CLF UYW"),
        ]
        var digits: [CurrencyCode: Int] = [:]
        for (count, codes) in groups {
            for code in codes.split(separator: " ").compactMap({ CurrencyCode(String($0)) }) {
                digits[code] = count
            }
        }
        return digits
    }()
}
