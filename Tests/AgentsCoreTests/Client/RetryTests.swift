import AgentsCore
import Testing

/// Calls that are sent again, and those that must not be.
@Suite(.timeLimit(.minutes(1))) struct RetryTests {
    private static let policy = RetryPolicy(attempts: 4, firstPause: .seconds(1), longestPause: .seconds(3))

    /// Sends a call with a policy; tells of the pauses between its tries.
    private func run(
        _ transport: CannedTransport, isCreation: Bool, random: Double = 1
    ) async -> (pauses: [Duration], error: ClientError?) {
        let clock = SkippingClock()
        let client = GenerationClient.canned(transport, retries: Self.policy, clock: clock, random: random)
        let error = await failure { () throws(ClientError) in
            isCreation ? try await client.create(GenerationRequest(prompt: "a")) : try await client.get(sampleID)
        }
        return (clock.pauses, error)
    }

    @Test func `A read is repeated until it succeeds`() async {
        let transport = CannedTransport(
            .status(503, "x"), .failure(.connectionLost), .status(408), .generation("processing"))
        let (pauses, error) = await run(transport, isCreation: false)
        #expect(error == nil && transport.requests.count == 4)
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(3)])
    }

    @Test func `Chance shortens a pause to no less than half`() async {
        let transport = CannedTransport(.status(500))
        let (pauses, error) = await run(transport, isCreation: false, random: 0)
        #expect(pauses == [.milliseconds(500), .seconds(1), .milliseconds(1500)])
        #expect(error?.status == 500 && error?.attempts == 4)
    }

    @Test func `A time that the service names is waited for, and a little more`() async {
        let transport = CannedTransport(.status(429, fields: ["Retry-After": "60"]), .generation("queued"))
        let (pauses, error) = await run(transport, isCreation: false)
        #expect(pauses.map(\.components.seconds) == [66] && error == nil)
    }

    @Test func `A date is waited for`() async throws {
        let fields: HTTPFields = ["Retry-After": "Wed, 08 Apr 2026 12:00:10 GMT"]
        let transport = CannedTransport(.status(503, fields: fields), .generation("queued"))
        let (pauses, _) = await run(transport, isCreation: false, random: 0)
        #expect(pauses == [.seconds(10)])
    }

    @Test(arguments: [true, false]) func `A time that is too long ends the call`(isCreation: Bool) async {
        let transport = CannedTransport(.status(429, fields: ["Retry-After": "61"]))
        let (_, error) = await run(transport, isCreation: isCreation)
        #expect(error?.retryAfter == .seconds(61) && error?.isTransient == true)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [
        CannedTransport.Result.status(429), .status(503), .failure(.unreachable, isUndelivered: true),
        .failure(.timedOut, isUndelivered: true),
    ])
    func `A creation that nobody can have accepted is sent again`(result: CannedTransport.Result) async {
        let transport = CannedTransport(result, .accepted)
        let (_, error) = await run(transport, isCreation: true)
        #expect(error == nil && transport.requests.count == 2)
        #expect(transport.requests.allSatisfy { $0.connection == .fresh })
    }

    @Test(arguments: [
        CannedTransport.Result.status(503, "<html>"), .status(502), .status(500), .status(504), .status(408),
        .status(400),
        .status(409), .status(201, "lost"), .failure(.connectionLost), .failure(.timedOut), .failure(.unreachable),
        .failure(.responseTooLarge), .failure(.cancelled, isUndelivered: true),
        .failure(.shutDown, isUndelivered: true), .failure(.badRequest, isUndelivered: true),
    ])
    func `Any other creation is sent once`(result: CannedTransport.Result) async {
        let transport = CannedTransport(result, .accepted)
        let (_, error) = await run(transport, isCreation: true)
        #expect(error != nil && transport.requests.count == 1)
    }

    @Test(arguments: [400, 401, 402, 403, 404, 409, 422])
    func `A definite answer is not asked for again`(status: Int) async {
        let transport = CannedTransport(.status(status), .generation("queued"))
        let (_, error) = await run(transport, isCreation: false)
        #expect(error?.status == status && transport.requests.count == 1)
    }

    @Test(arguments: [RetryState.Purpose.reading, .creation])
    func `A policy of one try means one`(purpose: RetryState.Purpose) async {
        let transport = CannedTransport(.failure(.unreachable, isUndelivered: true), .accepted)
        let client = GenerationClient.canned(transport)
        let error = await failure { () throws(ClientError) in
            purpose == .creation
                ? try await client.create(GenerationRequest(prompt: "a")) : try await client.get(sampleID)
        }
        #expect(error?.code == .noAnswer && transport.requests.count == 1)
    }

    @Test func `A pause can be cancelled`() async {
        let clock = ManualClock()
        let transport = CannedTransport(.status(429))
        let client = GenerationClient.canned(transport, retries: .standard, clock: clock)
        let call = Task {
            await failure { () throws(ClientError) in try await client.create(GenerationRequest(prompt: "a")) }
        }
        await clock.waitForSleepers(1)
        call.cancel()
        let error = await call.value
        #expect(error?.code == .cancelled && error?.fate == .nothingCreated && error?.status == 429)
    }

    @Test func `Absurd numbers do no harm`() async throws {
        let policy = RetryPolicy(
            attempts: -3, firstPause: .seconds(-1), longestPause: .seconds(-1), longestRetryAfter: .seconds(-1))
        #expect(policy.attempts == 1 && policy.firstPause == .zero)
        var state = RetryState(RetryPolicy(attempts: .max, longestPause: .seconds(8)), for: .reading)
        let error = try #require(
            await failure { () throws(ClientError) in
                try await GenerationClient.canned(CannedTransport(.status(500))).get(sampleID)
            })
        for _ in 0..<200 {
            guard case .tryAgain(let pause) = state.verdict(on: error, random: 7) else {
                Issue.record("gave up")
                return
            }
            #expect(pause <= .seconds(8))
        }
    }
}
