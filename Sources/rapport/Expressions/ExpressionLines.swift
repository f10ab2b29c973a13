import CEL
import JSON

/// Evaluates expressions that come as lines of JSON.
struct ExpressionLines {
    private var tape = JSONTape()

    /// The answer to one line, as JSON.
    mutating func answer(to line: [UInt8]) -> String {
        do throws(LineError) {
            let (expression, variables) = try read(line)
            let source = SourceText(expression)
            let parsed = try Self.parse(source)
            var evaluator = Evaluator(Bindings(variables, zoneSeconds: SystemZones.secondsAhead))
            do throws(EvaluationError) {
                return #"{"value":\#(TypedValue.json(try evaluator.evaluate(parsed)))}"#
            } catch {
                let place = source.place(at: error.offset)
                throw LineError(
                    sentence: "line \(place.line), column \(place.column): \(error.sentence)\n"
                        + source.excerpt(at: error.offset))
            }
        } catch {
            return #"{"error":\#(TypedValue.quoted(error.sentence))}"#
        }
    }

    private struct LineError: Error {
        let sentence: String
    }

    private static func parse(_ source: SourceText) throws(LineError) -> ParsedExpression {
        do throws(SyntaxError) {
            return try Parser.parse(source)
        } catch {
            throw LineError(sentence: error.description)
        }
    }

    private mutating func read(
        _ line: [UInt8]
    ) throws(LineError) -> (expression: String, variables: [String: Value]) {
        let text = line.span
        do throws(JSONError) {
            try tape.parse(text)
        } catch {
            throw LineError(sentence: "the line is not JSON: \(error.sentence)")
        }
        guard tape[tape.root].kind == .object,
            let expression = tape.member("expr", of: tape.root, in: text),
            tape[expression].kind == .string
        else { throw LineError(sentence: "the line needs the member expr, a string") }
        var variables: [String: Value] = [:]
        if let bindings = tape.member("bindings", of: tape.root, in: text) {
            guard tape[bindings].kind == .object else {
                throw LineError(sentence: "the member bindings must be an object")
            }
            var next = tape.firstChild(of: bindings)
            while let member = next {
                let name = tape.string(member, in: text)
                variables[name] = try value(of: member, name, in: text)
                next = tape.nextSibling(of: member)
            }
        }
        return (tape.string(expression, in: text), variables)
    }

    private func value(
        of member: JSONNode.Index, _ name: String, in text: Span<UInt8>
    ) throws(LineError) -> Value {
        do throws(TypedValue.ReadingError) {
            return try TypedValue.read(tape.value(ofMember: member), of: tape, in: text)
        } catch {
            throw LineError(sentence: "the binding \(name): \(error.sentence)")
        }
    }
}
