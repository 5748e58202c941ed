import AgentsCore
import Testing

/// Waiting for the end of a generation.
@Suite(.timeLimit(.minutes(1))) struct WaitTests {
    private static let schedule = WaitSchedule(
        initialDelay: .seconds(20), interval: .seconds(2), deadline: .seconds(120))

    private struct Run {
        let pauses: [Duration]
        let generation: Generation?
        let error: ClientError?

        var length: Duration { pauses.reduce(.zero, +) }
    }

    private func run(
        _ transport: CannedTransport, _ schedule: WaitSchedule = WaitTests.schedule, random: Double = 0.5
    ) async -> Run {
        let clock = SkippingClock()
        let client = GenerationClient.canned(transport, retries: .standard, clock: clock, random: random)
        do throws(ClientError) {
            let generation = try await client.wait(forID: sampleID, schedule: schedule)
            return Run(pauses: clock.pauses, generation: generation, error: nil)
        } catch {
            return Run(pauses: clock.pauses, generation: nil, error: error)
        }
    }

    @Test(arguments: ["completed", "failed"])
    func `It ends with the end`(state: String) async {
        let transport = CannedTransport(
            .generation("queued"), .generation("processing"), .generation("dreaming"), .generation(state))
        let run = await run(transport)
        #expect(run.generation?.state.value?.rawValue == state)
        #expect(run.pauses == [.seconds(20), .seconds(2), .seconds(2), .seconds(2)])
    }

    @Test func `What has ended is not asked after`() async throws {
        let transport = CannedTransport(.status(500))
        let client = GenerationClient.canned(transport)
        let ended = Generation(id: sampleID, state: .value(.completed))
        #expect(try await client.wait(for: ended) == ended)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [
        (Generation.Kind.image, 20), (.imageEdit, 20), (.layering, 20), (.video, 30), (.videoEdit, 30),
        (.videoReframe, 30), ("hologram", 30),
    ])
    func `The kind says when to begin`(kind: Generation.Kind, seconds: Int) async throws {
        let clock = SkippingClock()
        let client = GenerationClient.canned(CannedTransport(.generation("completed")), clock: clock)
        _ = try await client.wait(for: Generation(id: sampleID, type: .value(kind), state: .value(.queued)))
        #expect(clock.pauses == [.seconds(seconds)])
    }

    @Test func `Failures that pass are outlasted, ever more slowly`() async {
        let transport = CannedTransport(
            .status(500, "x"), .failure(.connectionLost), .failure(.timedOut), .status(503),
            .generation("processing"), .failure(.unreachable), .generation("completed"))
        let run = await run(transport)
        #expect(run.generation?.hasEnded == true)
        #expect(run.pauses.map(\.components.seconds) == [20, 2, 4, 8, 16, 2, 2])
        #expect(transport.requests.count == 7)
    }

    @Test func `A time that the service names is respected`() async {
        let transport = CannedTransport(
            .status(429, fields: ["Retry-After": "50"]), .generation("completed"))
        let run = await run(transport)
        #expect(run.pauses == [.seconds(20), .seconds(50)])
    }

    @Test func `A time beyond the deadline ends the wait`() async {
        let run = await run(CannedTransport(.status(429, fields: ["Retry-After": "101"])))
        #expect(run.error?.code == .deadlineExceeded && run.error?.retryAfter == .seconds(101))
        #expect(run.pauses == [.seconds(20)])
    }

    @Test(arguments: [400, 401, 402, 403, 422])
    func `A refusal ends the wait`(status: Int) async {
        let transport = CannedTransport(.generation("processing"), .status(status))
        let run = await run(transport)
        #expect(run.error?.code == .refused && run.error?.status == status)
        #expect(run.error?.lastSeen?.state == .value(.processing))
    }

    @Test(arguments: [CannedTransport.Result.status(404), .status(200, "<html>"), .generation("queued", id: "other")])
    func `What is missing three times is missing`(result: CannedTransport.Result) async {
        let transport = CannedTransport(result)
        let run = await run(transport)
        #expect(run.error != nil && run.error?.code != .deadlineExceeded && run.error?.attempts == 3)
        #expect(transport.requests.count == 3)
    }

    @Test func `What is missing for a moment is not`() async {
        let transport = CannedTransport(
            .status(404), .status(404), .generation("queued"), .status(404), .generation("failed"))
        #expect(await run(transport).generation?.state == .value(.failed))
    }

    @Test func `The last question is asked at the deadline`() async {
        let transport = CannedTransport(.generation("processing"))
        let run = await run(transport)
        #expect(run.length == .seconds(120))
        #expect(transport.requests.count == 51)
        #expect(run.error?.code == .deadlineExceeded && run.error?.lastSeen?.state == .value(.processing))
        #expect(run.error?.reason.contains("processing") == true)
    }

    @Test(arguments: [0.0, 1.0])
    func `Trouble does not outlast the deadline either`(random: Double) async {
        let run = await run(CannedTransport(.failure(.timedOut)), random: random)
        #expect(run.length == .seconds(120))
        #expect(run.error?.code == .deadlineExceeded && run.error?.transportError?.code == .timedOut)
    }

    @Test func `A schedule without time asks once`() async {
        let transport = CannedTransport(.generation("processing"))
        let none = WaitSchedule(initialDelay: .seconds(-1), interval: .seconds(-1), deadline: .seconds(-1))
        #expect(await run(transport, none).error?.code == .deadlineExceeded)
        #expect(transport.requests.count == 1)
    }

    @Test func `A question may not outlast the deadline by much`() async {
        let transport = CannedTransport(.generation("processing"))
        _ = await run(transport)
        #expect(transport.requests.first?.timeout == .seconds(60))
        #expect(transport.requests.last?.timeout == .seconds(5))
    }

    @Test func `It can be cancelled`() async {
        let clock = ManualClock()
        let client = GenerationClient.canned(CannedTransport(.generation("processing")), clock: clock)
        let wait = Task {
            await failure { () throws(ClientError) in try await client.wait(forID: sampleID) }
        }
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(30))
        await clock.waitForSleepers(1)
        wait.cancel()
        let error = await wait.value
        #expect(error?.code == .cancelled && error?.lastSeen?.state == .value(.processing))
    }

    @Test func `A cancelled question is a cancelled wait`() async {
        let run = await run(CannedTransport(.failure(.cancelled)))
        #expect(run.error?.code == .cancelled)
    }

    @Test func `Any clock of the standard library will do`() async throws {
        let client = GenerationClient(
            CannedTransport(.generation("completed")), .init(credential: Credential("k")), clock: SuspendingClock())
        let schedule = WaitSchedule(initialDelay: .milliseconds(1), interval: .milliseconds(1), deadline: .seconds(5))
        #expect(try await client.wait(forID: sampleID, schedule: schedule).hasEnded)
    }
}
