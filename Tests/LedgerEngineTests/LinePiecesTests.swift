import JSON
import LedgerModel
import SeededRandom
import Testing
import TransparencyLog

@testable import LedgerEngine

/// However the bytes come in, the pieces hold the lines of the input, each with its number.
struct LinePiecesTests {
    /// One line of the input, cut where it is too long whatever follows.
    private struct Line: Equatable {
        let number: Int
        let text: [UInt8]

        init(_ number: Int, _ text: ArraySlice<UInt8>) {
            self.number = number
            self.text = Array(text.prefix(Limits.lineBytes + 1))
        }
    }

    private static let feed = UInt8(ascii: "\n")

    private func lines(_ text: [UInt8], after before: Int) -> [Line] {
        var lines = text.split(separator: Self.feed, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.enumerated().map { Line(before + 1 + $0, $1) }
    }

    private func check(
        _ text: [UInt8], chunk: Int, lines lineLimit: Int = 4, added: Int = 0,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let size = LinePieces.Size(
            bytes: Limits.lineBytes + added + 1, lines: lineLimit, addedBytes: added)
        var pieces = LinePieces(size)
        var (found, offset) = ([Line](), 0)
        while let piece = try pieces.next(
            reusing: [],
            { output in
                output.append(contentsOf: text[offset..<min(offset + chunk, text.count)])
                defer { offset = min(offset + chunk, text.count) }
                return offset < text.count
            })
        {
            found += lines(piece.text, after: piece.linesBefore)
            let count = piece.text.span.lineBreakCount + (piece.text.last == Self.feed ? 0 : 1)
            #expect(
                count == 1 || size.holds(piece.text.count, lines: count), sourceLocation: location)
        }
        #expect(found == lines(text, after: 0), sourceLocation: location)
        #expect(pieces.byteCount == text.count, sourceLocation: location)
        #expect(pieces.hash == SHA256Hashing.hash(text.span), sourceLocation: location)
    }

    @Test(arguments: 0..<12)
    func `pieces hold the lines of the input with their numbers`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var text: [UInt8] = []
        for number in 0..<Int.random(in: 0...12, using: &random) {
            let limit = Limits.lineBytes
            let lengths = [0, 1, 2, 300, limit - 1, limit, limit + 1, limit + 2, 3 * limit]
            let length = lengths[Int.random(in: 0..<lengths.count, using: &random)]
            text += Array(repeating: UInt8(ascii: "a") + UInt8(number), count: length)
            if Bool.random(using: &random) { text.append(UInt8(ascii: "\r")) }
            text.append(Self.feed)
        }
        if Bool.random(using: &random), !text.isEmpty { text.removeLast() }
        for chunk in [4_096, 1 << 20, 5_000_000] {
            for lineLimit in [1, 4, 100] { try check(text, chunk: chunk, lines: lineLimit) }
        }
        try check(text, chunk: 1 << 20, lines: 100, added: 200_000)
    }

    @Test(arguments: [1, 1_000, 4 << 20])
    func `a piece of short lines counts what recording adds to each`(chunk: Int) throws {
        let actor = String(repeating: "\u{1}", count: Limits.actorBytes)
        let added = RecordComposer.addedBytes(actor: actor)
        #expect(added > 6 * Limits.actorBytes)
        let line = Array(repeating: UInt8(ascii: "x"), count: 99) + [Self.feed]
        let text = Array(repeatElement(line, count: 2_000).joined())
        try check(text, chunk: chunk, lines: 32_768, added: added)
    }

    @Test func `an input of nothing has no piece`() throws {
        try check([], chunk: 1)
    }

    @Test func `line feeds are counted wherever they stand in a word`() {
        for count in [0, 7, 8, 247, 248, 249, 600] {
            for stride in 1...9 {
                var text = Array(repeating: UInt8(0x8A), count: count)
                for offset in Swift.stride(from: 0, to: count, by: stride) {
                    text[offset] = Self.feed
                }
                let expected = text.count { $0 == Self.feed }
                #expect(text.span.lineBreakCount == expected, "\(count) bytes, every \(stride)")
            }
        }
        #expect(Array(repeating: UInt8(0x0B), count: 300).span.lineBreakCount == 0)
    }
}
