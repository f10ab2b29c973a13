import Foundation
import Testing

@testable import CEL

/// Whatever text comes, reading and evaluating it ends, with a value or an error.
struct FuzzTests {
    /// `RAPPORT_FUZZ_EXPRESSIONS` sets another number.
    private static let count =
        ProcessInfo.processInfo.environment["RAPPORT_FUZZ_EXPRESSIONS"].flatMap { Int($0) }
        ?? 20_000

    @Test(arguments: [1, 2] as [UInt64])
    func `random expressions never crash or hang`(seed: UInt64) {
        var texts = RandomExpressions(seed: seed)
        let variables: [String: Value] = [
            "x": .int(7), "text": .string("战略客户 key"), "list": .list([.int(1), .double(2.5)]),
        ]
        var values = 0
        for _ in 0..<(Self.count / 2) {
            let text = texts.next()
            let source = SourceText(text)
            guard let expression = try? Parser.parse(source) else { continue }
            var evaluator = Evaluator(Bindings(variables, zoneSeconds: zoneSeconds))
            if let value = try? evaluator.evaluate(expression) {
                values += 1
                #expect(value.equals(value) || value.holdsNaN, "seed \(seed): \(text)")
            }
        }
        #expect(values > Self.count / 100, "seed \(seed): too few expressions have a value")
    }

    @Test(arguments: [3] as [UInt64])
    func `the text of an expression reads as the same expression`(seed: UInt64) {
        var texts = RandomExpressions(seed: seed)
        var read = 0
        for _ in 0..<(Self.count / 2) {
            guard let expression = try? Parser.parse(SourceText(texts.next())) else { continue }
            let text = expression.text
            // Parentheses that the text doesn't need may have been the only depth to spare.
            guard let again = try? Parser.parse(SourceText(text)) else {
                Issue.record("seed \(seed): \(text) can't be read")
                continue
            }
            read += 1
            #expect(again.text == text, "seed \(seed)")
            #expect(value(of: again) == value(of: expression), "seed \(seed): \(text)")
        }
        #expect(read > Self.count / 100, "seed \(seed): too few expressions can be read")
    }

    @Test(arguments: ["1e999 > 2.0", "-1e999 < 0.0", "['', -1e999][0]"])
    func `a number beyond all doubles is written so that it can be read`(text: String) throws {
        let expression = try Parser.parse(SourceText(text))
        let again = try Parser.parse(SourceText(expression.text))
        #expect(again.text == text && value(of: again) == value(of: expression))
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `what is said never to have a value has none`(seed: UInt64) {
        var texts = RandomExpressions(seed: seed)
        var (certain, partial) = (0, 0)
        for _ in 0..<(Self.count / 2) {
            let text = texts.next()
            guard let expression = try? Parser.parse(SourceText(text)),
                expression.certainFailure(Bindings(zoneSeconds: zoneSeconds)) != nil
            else { continue }
            certain += 1
            partial += expression.names.isEmpty ? 0 : 1
            #expect(value(of: expression) == nil, "seed \(seed): \(text)")
        }
        #expect(certain > Self.count / 100 && partial > 10, "seed \(seed): \(certain) \(partial)")
    }

    /// The value as a text; nil for none.
    private func value(of expression: ParsedExpression) -> String? {
        var evaluator = Evaluator(
            Bindings(["x": .int(7), "text": .string("a")], zoneSeconds: zoneSeconds))
        return (try? evaluator.evaluate(expression))?.text
    }
}

extension Value {
    fileprivate var holdsNaN: Bool { text.contains("nan") }
}
