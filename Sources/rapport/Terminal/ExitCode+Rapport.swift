import ArgumentParser

extension ExitCode {
    /// The verb did what it was asked.
    static let done = ExitCode(0)
    /// The answer is no: verification failed, input was rejected.
    static let answerIsNo = ExitCode(1)
    /// The command line or the environment (a file, a lock, a disk) did not allow the verb.
    static let usageOrEnvironment = ExitCode(2)

    /// The code with which a command that ended in `error` exits. A reader that has seen enough,
    /// as in `rapport events LEDGER | head`, is success.
    static func of(_ error: any Error, in command: any ParsableArguments.Type) -> ExitCode {
        if let code = error as? ExitCode { return code }
        if case .readerGone = error as? OutputError { return .done }
        if error is RefusedPack { return .answerIsNo }
        return command.exitCode(for: error) == .success ? .done : .usageOrEnvironment
    }
}
