/// Appends pieces of canonical JSON to bytes, for texts that are built by hand.
package enum JSONWriter {
    /// Appends a string in quotes with the escapes of RFC 8785 §3.2.2.2
    /// (https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.2).
    package static func appendQuoted(_ string: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        appendEscaped(string.utf8.span, to: &output)
        output.append(UInt8(ascii: "\""))
    }

    /// Appends UTF-8 bytes as a string in quotes; they are trusted to be UTF-8.
    package static func appendQuoted(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        appendEscaped(bytes, to: &output)
        output.append(UInt8(ascii: "\""))
    }

    /// Appends an integer in decimal digits.
    package static func appendInteger(_ value: Int64, to output: inout [UInt8]) {
        if value < 0 { output.append(UInt8(ascii: "-")) }
        appendDigits(value.magnitude, to: &output)
    }

    /// Appends an integer padded with zeros to at least `width` digits; a sign comes on top.
    package static func appendPadded(_ value: Int, width: Int, to output: inout [UInt8]) {
        if value < 0 { output.append(UInt8(ascii: "-")) }
        appendDigits(UInt64(value.magnitude), width: width, to: &output)
    }

    static func appendDigits(_ value: UInt64, width: Int = 1, to output: inout [UInt8]) {
        let first = output.count
        var rest = value
        while rest > 0 || output.count - first < width {
            output.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        var low = first
        var high = output.count - 1
        while low < high {
            output.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    private static func appendEscaped(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        output.reserveCapacity(max(output.capacity, output.count + bytes.count))
        for offset in bytes.indices {
            appendEscaped(bytes[offset], to: &output)
        }
    }

    static func appendEscaped(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): appendShortEscape(byte, to: &output)
        case 0x08: appendShortEscape(UInt8(ascii: "b"), to: &output)
        case 0x09: appendShortEscape(UInt8(ascii: "t"), to: &output)
        case 0x0A: appendShortEscape(UInt8(ascii: "n"), to: &output)
        case 0x0C: appendShortEscape(UInt8(ascii: "f"), to: &output)
        case 0x0D: appendShortEscape(UInt8(ascii: "r"), to: &output)
        case 0..<0x20:
            let digit = byte & 0x0F
            output.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u001".utf8)
            output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        default: output.append(byte)
        }
    }

    private static func appendShortEscape(_ letter: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        output.append(letter)
    }
}
