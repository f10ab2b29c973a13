import SeededRandom
import Testing

@testable import JSON

struct NumberTests {
    private func check(
        _ bits: UInt64, _ expected: String?, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var output: [UInt8] = []
        JSONDecimal(Double(bitPattern: bits))?.append(to: &output)
        let written = output.isEmpty ? nil : String(decoding: output, as: UTF8.self)
        #expect(written == expected, sourceLocation: sourceLocation)
    }

    @Test func `doubles are written as in RFC 8785 appendix B`() {
        check(0x0000_0000_0000_0000, "0")
        check(0x8000_0000_0000_0000, "0")
        check(0x0000_0000_0000_0001, "5e-324")
        check(0x8000_0000_0000_0001, "-5e-324")
        check(0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308")
        check(0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308")
        check(0x4340_0000_0000_0000, "9007199254740992")
        check(0xc340_0000_0000_0000, "-9007199254740992")
        check(0x4430_0000_0000_0000, "295147905179352830000")
        check(0x7fff_ffff_ffff_ffff, nil)
        check(0x7ff0_0000_0000_0000, nil)
        check(0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22")
        check(0x44b5_2d02_c7e1_4af6, "1e+23")
        check(0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23")
        check(0x444b_1ae4_d6e2_ef4e, "999999999999999700000")
        check(0x444b_1ae4_d6e2_ef4f, "999999999999999900000")
        check(0x444b_1ae4_d6e2_ef50, "1e+21")
        check(0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7")
        check(0x3eb0_c6f7_a0b5_ed8d, "0.000001")
        check(0x41b3_de43_5555_5553, "333333333.3333332")
        check(0x41b3_de43_5555_5554, "333333333.33333325")
        check(0x41b3_de43_5555_5555, "333333333.3333333")
        check(0x41b3_de43_5555_5556, "333333333.3333334")
        check(0x41b3_de43_5555_5557, "333333333.33333343")
        check(0xbecb_f647_612f_3696, "-0.0000033333333333333333")
        check(0x4314_3ff3_c1cb_0959, "1424953923781206.2")
    }

    @Test(arguments: [31, 32] as [UInt64])
    func `every double reads back from what is written`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let double = Double(bitPattern: generator.next())
            guard let decimal = JSONDecimal(double) else {
                try #require(!double.isFinite)
                continue
            }
            var output: [UInt8] = []
            decimal.append(to: &output)
            let written = String(decoding: output, as: UTF8.self)
            try #require(Double(written) == double, "seed \(seed): \(written)")
            try #require(decimal.isExactDouble, "seed \(seed): \(written)")
        }
    }

    /// Fifteen digits need no proof by parsing; this is that proof, on samples.
    @Test(arguments: [41] as [UInt64])
    func `fifteen digits are always exact`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let coefficient = UInt64.random(in: 1..<1_000_000_000_000_000, using: &generator)
            let exponent = Int.random(in: -300...280, using: &generator)
            let text = Array("\(coefficient)e\(exponent)".utf8)
            let decimal = try NumberScanner(from: 0, in: text.span).decimal
            let double = try #require(Double("\(coefficient)e\(exponent)"))
            try #require(JSONDecimal(double) == decimal, "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("-0.0e7", "0"), ("1.0", "1"), ("1e2", "100"), ("1.50", "1.5"),
        ("12.50e1", "125"), ("1E-6", "0.000001"), ("1e-7", "1e-7"), ("0.00000012", "1.2e-7"),
        ("-1.5", "-1.5"), ("100e-2", "1"), ("5E-324", "5e-324"),
        ("123456789012345", "123456789012345"),
        ("0.5", "0.5"), ("9007199254740991", "9007199254740991"),
        ("1234567890.12345", "1234567890.12345"),
    ])
    func `spellings of numbers are rewritten`(spelling: String, expected: String) throws {
        #expect(try canonical(spelling) == expected)
        #expect(try canonical("[\(spelling), 1]") == "[\(expected),1]")
    }
}
