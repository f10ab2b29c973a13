extension Lexer {
    /// A whole number (decimal or hexadecimal, with `u` unsigned) or a number with a fraction or
    /// an exponent. Its sign is an operator.
    mutating func number() throws(SyntaxError) -> Token.Kind {
        let start = offset
        if byte(at: 0) == UInt8(ascii: "0"), let mark = byte(at: 1),
            mark == UInt8(ascii: "x") || mark == UInt8(ascii: "X")
        {
            offset += 2
            let digits = take { Self.hexDigit($0) != nil }
            guard !digits.isEmpty else { throw failure("0x needs hexadecimal digits") }
            return try whole(digits, radix: 16, from: start)
        }
        let digits = take(Self.isDigit)
        let hasFraction =
            byte(at: 0) == UInt8(ascii: ".") && (byte(at: 1).map(Self.isDigit) ?? false)
        if hasFraction {
            offset += 1
            _ = take(Self.isDigit)
        }
        guard try takeExponent() || hasFraction else {
            return try whole(digits, radix: 10, from: start)
        }
        try requireEndOfNumber()
        guard let value = Double(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
            throw failure("this is no number", at: start)
        }
        return .double(value)
    }

    private mutating func takeExponent() throws(SyntaxError) -> Bool {
        guard let mark = byte(at: 0), mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else {
            return false
        }
        offset += 1
        if let sign = byte(at: 0), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            offset += 1
        }
        guard !take(Self.isDigit).isEmpty else { throw failure("the exponent has no digits") }
        return true
    }

    private mutating func whole(
        _ digits: ArraySlice<UInt8>, radix: Int, from start: Int
    ) throws(SyntaxError) -> Token.Kind {
        let isUnsigned = byte(at: 0) == UInt8(ascii: "u") || byte(at: 0) == UInt8(ascii: "U")
        if isUnsigned { offset += 1 }
        try requireEndOfNumber()
        // The least int is written as the negative of 2^63.
        let largest = isUnsigned ? UInt64.max : UInt64(1) << 63
        guard let value = UInt64(String(decoding: digits, as: UTF8.self), radix: radix),
            value <= largest
        else {
            throw failure(
                isUnsigned
                    ? "the number is greater than the largest uint, \(UInt64.max)"
                    : "the number is greater than the largest int, \(Int64.max)", at: start)
        }
        return isUnsigned ? .uint(value) : .int(value)
    }

    private func requireEndOfNumber() throws(SyntaxError) {
        guard let next = byte(at: 0), Self.beginsWord(next) || Self.isDigit(next) else { return }
        throw failure("a letter can't follow a number")
    }

    private mutating func take(_ belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = offset
        while let byte = byte(at: 0), belongs(byte) { offset += 1 }
        return bytes[start..<offset]
    }
}
