import CEL
import Foundation
import Policy
import Testing

/// The conformance cases of CEL Policy.
@Suite(
    .enabled(
        if: CELPolicySuite.folder != nil, "shared/suites/cel-policy is not beside the checkout"))
struct CELPolicyTests {
    /// What the suites' `locationCode` gives for an address.
    private static let functions: [String: @Sendable ([Value]) -> Value?] = [
        "locationCode": { arguments in
            guard case .string(let address)? = arguments.first else { return nil }
            return .string(address == "10.0.0.1" ? "us" : "ir")
        }
    ]

    @Test func `every policy of the suite gives what its tests expect`() throws {
        let folder = try #require(CELPolicySuite.folder)
        var count = 0
        for name in try CELPolicySuite.policies(in: folder) where !Self.isForeign(name) {
            let policy = try CELPolicySuite.policy(name, in: folder)
            let tests = try #require(try CELPolicySuite.document("\(name)/tests.yaml", in: folder))
            for section in (tests["section"] ?? tests["sections"])?.elements ?? [] {
                for test in section["tests"]?.elements ?? [] {
                    try check(policy, test)
                    count += 1
                }
            }
        }
        #expect(count > 30)
    }

    /// Policies over protobuf messages, which the language here leaves out, of Kubernetes' own
    /// form, and of functions that only their authors know.
    private static func isForeign(_ name: String) -> Bool {
        ["pb", "context_pb", "k8s", "agent_tool_execution_governance"].contains(name)
    }

    private func check(_ policy: CELPolicy, _ test: DocumentNode) throws {
        var variables: [String: Value] = [:]
        for input in test["input"]?.members ?? [] {
            variables[input.name] = try CELPolicySuite.value(input.value)
        }
        let bindings = Bindings(
            variables, functions: Self.functions, zoneSeconds: { _, _ in nil })
        let given: Value
        do {
            given = try policy.rule.outcome(bindings)?.value ?? .optional(nil)
        } catch {
            Issue.record("\(policy.name): \(test["name"]?.text ?? ""): \(error.error.sentence)")
            return
        }
        let wanted = try CELPolicySuite.value(try #require(test["output"]))
        #expect(
            given.equals(wanted),
            "\(policy.name): \(test["name"]?.text ?? "") gives \(given), not \(wanted)")
    }

    @Test func `every policy that must not compile is refused with a place`() throws {
        let folder = try #require(CELPolicySuite.folder).appendingPathComponent("compile_errors")
        let names = try CELPolicySuite.policies(in: folder)
        #expect(names.count >= 16)
        for name in names {
            do {
                _ = try CELPolicySuite.policy(name, in: folder)
                Issue.record("\(name) is taken")
            } catch let refusal as PackRefusal {
                #expect(refusal.problems.allSatisfy { $0.place.line > 1 }, "\(name)")
                #expect(!refusal.problems.isEmpty, "\(name)")
            }
        }
    }
}
