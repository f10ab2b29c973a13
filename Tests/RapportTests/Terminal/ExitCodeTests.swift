import ArgumentParser
import SystemPackage
import Testing

@testable import rapport

struct ExitCodeTests {
    private struct Verb: ParsableCommand {
        @Argument var count: Int
    }

    private struct Surprise: Error {}

    private func check(
        _ arguments: [String], exits code: ExitCode, _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: (any Error).self, sourceLocation: location) {
            do {
                _ = try Verb.parse(arguments)
            } catch {
                #expect(ExitCode.of(error, in: Verb.self) == code, sourceLocation: location)
                throw error
            }
        }
    }

    @Test func `asking for help is success and a wrong command line is 2`() {
        check(["--help"], exits: .done)
        check(["many"], exits: .usageOrEnvironment)
        check(["1", "2"], exits: .usageOrEnvironment)
    }

    @Test func `an error of the environment is 2 and a no is 1`() {
        #expect(ExitCode.of(Surprise(), in: Verb.self).rawValue == 2)
        #expect(ExitCode.of(OutputError.failed(.noSpace), in: Verb.self).rawValue == 2)
        #expect(ExitCode.of(ExitCode.answerIsNo, in: Verb.self).rawValue == 1)
    }

    @Test func `a reader that has seen enough is success`() {
        #expect(ExitCode.of(OutputError.readerGone, in: Verb.self).rawValue == 0)
    }
}
