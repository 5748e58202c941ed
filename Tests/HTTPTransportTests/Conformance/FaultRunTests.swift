import AgentsCore
import AgentsSimulator
import Foundation
import HTTPTransport
import Testing

/// A client over real sockets against a service where a third of everything goes wrong.
///
/// Whatever happens, no generation is paid for that the caller does not know of, or knows to be in doubt.
@Suite(.timeLimit(.minutes(10))) struct FaultRunTests {
    /// Seeds to run with; none if they cannot be read.
    private static let seeds = read(ProcessInfo.processInfo.environment["AGENTS_COMPAT_FAULT_SEEDS"] ?? "1-2")

    /// The seeds that a text names, as `7` or `1-20`; for long runs.
    private static func read(_ text: String) -> [UInt64] {
        let words = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
        guard words.count <= 2, let first = words.first ?? nil, let last = words.last ?? nil, first <= last else {
            return []
        }
        return Array(first...last)
    }

    /// With none of them the tests below would pass without having run.
    @Test func seedsAreThere() {
        #expect(!Self.seeds.isEmpty, "AGENTS_COMPAT_FAULT_SEEDS is a seed, or the first and the last, as in 1-20")
    }

    @Test(arguments: ["", "x", "3-x", "x-3", "5-2", "1-2-3", "-1", "1-"])
    func whatIsNoSeedIsNotPassedOver(_ text: String) {
        #expect(Self.read(text).isEmpty)
    }

    /// What became of one generation.
    private enum Ending {
        /// It was accepted and followed to its end.
        case ended(Generation)
        /// It was accepted, and the wait ended with an error.
        case lost(Generation, ClientError)
        /// Nobody knows whether it was accepted.
        case inDoubt(ClientError)
        /// It was not accepted.
        case refused(ClientError)
    }

    /// Faults for a third of all requests; lost replies are for creations, where they cost.
    private static func plan(_ seed: UInt64) -> String {
        """
        {"seed": \(seed), "faults": [
            {"rate": 0.06, "status": 500}, {"rate": 0.06, "status": 503}, {"rate": 0.04, "status": 429, "retry_after": 0},
            {"rate": 0.03, "status": 502}, {"rate": 0.06, "kind": "reset"}, {"rate": 0.04, "kind": "stall"},
            {"rate": 0.06, "kind": "lose-reply"}
        ]}
        """
    }

    private static func client(
        _ simulator: SimulatorOnSocket, _ transport: any ClientTransport, timeout: Duration = .milliseconds(400)
    ) -> GenerationClient {
        GenerationClient(
            transport,
            GenerationClient.Options(
                baseURL: simulator.baseURL, credential: Credential("luma-api-test"), timeout: timeout,
                retries: RetryPolicy(attempts: 3, firstPause: .milliseconds(4), longestPause: .milliseconds(20))))
    }

    private static func ending(_ client: GenerationClient, _ prompt: String) async -> Ending {
        let schedule = WaitSchedule(
            initialDelay: .milliseconds(10), interval: .milliseconds(10), deadline: .seconds(60))
        let started: Generation
        do throws(ClientError) {
            started = try await client.create(GenerationRequest(prompt: .value(prompt)))
        } catch {
            return error.fate == .unknown ? .inDoubt(error) : .refused(error)
        }
        do throws(ClientError) {
            return .ended(try await client.wait(for: started, schedule: schedule))
        } catch {
            return .lost(started, error)
        }
    }

    @Test(arguments: TransportKind.allCases, seeds)
    func nothingIsLostOrPaidTwice(_ kind: TransportKind, _ seed: UInt64) async throws {
        let count = 120
        try await SimulatorOnSocket.run(faults: Self.plan(seed)) { simulator in
            var tally = (ended: 0, doubts: 0, refused: 0)
            try await kind.run { transport in
                let client = Self.client(simulator, transport)
                await withTaskGroup(of: (Bool, Ending).self) { group in
                    for number in 0..<count {
                        let fails = number % 5 == 0
                        group.addTask {
                            let prompt = fails ? "[[take=20]] [[fail=content_moderated]]" : "[[take=20]]"
                            return (fails, await Self.ending(client, prompt))
                        }
                    }
                    for await (fails, ending) in group {
                        switch ending {
                        case .ended(let generation):
                            tally.ended += 1
                            #expect(generation.state == .value(fails ? .failed : .completed))
                            #expect(generation.failureCode.value == (fails ? .contentModerated : nil))
                            #expect(generation.output.value?.count == (fails ? 0 : 1))
                        case .lost(_, let error):
                            Issue.record("a generation that was accepted was not followed to its end: \(error)")
                        case .inDoubt(let error):
                            tally.doubts += 1
                            #expect(error.code == .inDoubt && !error.isRetrySafe)
                        case .refused(let error):
                            tally.refused += 1
                            #expect(error.isTransient && error.isRetrySafe, "\(error)")
                        }
                    }
                }
            }
            #expect(tally.ended + tally.doubts + tally.refused == count)
            // Each doubt is nothing or one job, never more; everything else is known exactly.
            let created = try await simulator.jobsCreated()
            #expect(created >= tally.ended && created <= tally.ended + tally.doubts)
            #expect(tally.ended > 0 && tally.doubts > 0)
        }
    }

    /// With lost replies alone, and time enough, every doubt is a job, so the books must balance to the last one.
    @Test(arguments: TransportKind.allCases)
    func everyLostReplyIsOneJobAndOneDoubt(_ kind: TransportKind) async throws {
        let faults = """
            {"seed": 3, "faults": [
                {"route": "POST /v1/generations", "rate": 0.3, "kind": "lose-reply"},
                {"route": "POST /v1/generations", "rate": 0.2, "status": 503},
                {"rate": 0.3, "status": 500, "route": "GET /v1/generations/{id}"}
            ]}
            """
        try await SimulatorOnSocket.run(faults: faults) { simulator in
            var (accepted, doubts) = (0, 0)
            try await kind.run { transport in
                let client = Self.client(simulator, transport, timeout: .seconds(30))
                await withTaskGroup(of: Ending.self) { group in
                    for _ in 0..<60 { group.addTask { await Self.ending(client, "[[take=5]]") } }
                    for await ending in group {
                        switch ending {
                        case .ended: accepted += 1
                        case .inDoubt: doubts += 1
                        case .lost(_, let error): Issue.record("\(error)")
                        case .refused: break
                        }
                    }
                }
            }
            let created = try await simulator.jobsCreated()
            #expect(created == accepted + doubts && doubts > 0)
        }
    }
}
