import JSON
import LedgerModel

extension Pack {
    /// What came of one test.
    package struct TestResult: Sendable {
        /// The name of the test.
        package let name: String
        /// What came out otherwise than expected, each with the place of the expectation.
        package let failures: [PackProblem]
    }

    /// Runs the tests that the pack brings.
    package func runTests() -> [TestResult] {
        tests.map { TestResult(name: $0.name, failures: failures(of: $0)) }
    }

    private func failures(of test: PackTest) -> [PackProblem] {
        let run: HistoryRun
        let states: [String: AccountState]
        do throws(PackProblem) {
            (run, states) = try history(of: test)
        } catch {
            return [error]
        }
        var problems: [PackProblem] = []
        for expectation in test.expectations {
            let name = expectation.account ?? PackReader.onlyAccount
            guard let account = run.accounts.firstIndex(of: AccountID(name)) else {
                problems.append(
                    PackProblem("no event of the test is about '\(name)'", at: expectation.place))
                continue
            }
            let standings = run.standings(of: [account], through: expectation.asOf)[0]
            problems += check(expectation, standings)
            problems += checkFacts(expectation, of: account, in: run)
            problems += checkCauses(expectation, of: account, in: run)
            if let coverage = expectation.coverage, let tier = trackIndex(of: "tier") {
                let touches = AccountTimeline(states[name] ?? AccountState())
                    .touchTimes(asOf: expectation.asOf)
                problems += check(coverage, expectation, standings[tier], touches)
            }
        }
        return problems
    }

    /// The events of a test, as if they were a ledger's.
    private func history(
        of test: PackTest
    ) throws(PackProblem) -> (HistoryRun, [String: AccountState]) {
        let intake = EventIntake(self)
        var currencies = CurrencyTally()
        var records: [String: AccountReadings] = [:]
        var states: [String: AccountState] = [:]
        var lists: [FrozenList] = []
        var rates: [QuotedRate] = []
        var tape = JSONTape()
        for (index, event) in test.events.enumerated() {
            let text = event.data.span
            do throws(JSONError) {
                try tape.parse(text)
            } catch {
                throw PackProblem("the data is not JSON: \(error.sentence)", at: event.place)
            }
            let taken = EventIntake.Event(
                type: event.type, occurredAt: event.occurredAt, position: Position(UInt64(index)))
            if event.account == AccountID.ledger.text {
                EventIntake.takeLedger(
                    taken, tape, data: tape.root, in: text, lists: &lists, rates: &rates)
                continue
            }
            let money = Catalogue.index(of: event.type).flatMap { MoneyColumns(definition: $0) }
            if let money { currencies.add(money, tape, data: tape.root, in: text) }
            var record = records.removeValue(forKey: event.account) ?? AccountReadings(self)
            intake.take(taken, tape, data: tape.root, in: text, into: &record)
            records[event.account] = record
            states[event.account, default: AccountState()].fold(
                definition: Catalogue.index(of: event.type) ?? -1, occurredAt: event.occurredAt,
                position: taken.position, tape, data: tape.root, in: text)
        }
        lists.sort { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
        let run = HistoryRun(
            inCurrency(ofLedger: currencies.proposal),
            records.map { name, record in
                var record = record
                record.sort()
                return (AccountID(name), record)
            }, lists: lists, rates: rates)
        return (run, states)
    }

    private func check(
        _ expectation: PackTest.Expectation, _ standings: [[Standing]]
    ) -> [PackProblem] {
        var problems: [PackProblem] = []
        for (name, wanted) in expectation.levels {
            guard let index = trackIndex(of: name) else { continue }
            let last = standings[index].last
            let outcome = last.map { expectation.isEffective ? $0.effective : $0.raw }
            let given = outcome.map { text(of: $0, in: index) } ?? "none"
            if given != wanted {
                var why = ""
                if case .none(let unrated)? = outcome { why = ": " + unrated.sentence }
                problems.append(
                    PackProblem(
                        "\(name) is \(given), not \(wanted)" + why, at: expectation.place))
            }
            if let rule = expectation.rule, index < decisions.count, last?.path != rule {
                let path = last?.path.map { String($0) }.joined(separator: ", ") ?? ""
                problems.append(
                    PackProblem(
                        path.isEmpty ? "no choice matched" : "the choice \(path) matched",
                        at: expectation.place))
            }
        }
        return problems
    }
}
