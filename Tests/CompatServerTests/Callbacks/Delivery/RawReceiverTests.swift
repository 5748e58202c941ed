import Adapters
import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

/// Receivers that speak no HTTP, or only nearly, over sockets.
@Suite(.timeLimit(.minutes(1))) struct RawReceiverTests {
    /// What a connection meets, and what is kept of the attempt.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let behaviour: RawReceiver.Behaviour
        var status: Int?
        var errors: Set<String> = []
    }

    private static let head = "HTTP/1.1 200 OK\r\n"

    private static let cases = [
        Case(testDescription: "ends without a word", behaviour: .init(), errors: ["connection_lost"]),
        Case(testDescription: "is reset", behaviour: .init(end: .reset), errors: ["connection_lost"]),
        Case(
            testDescription: "speaks another protocol", behaviour: .init(pieces: ["SSH-2.0-OpenSSH_9.2\r\n"]),
            errors: ["connection_lost"]),
        Case(
            testDescription: "answers a byte at a time",
            behaviour: .init(pieces: [head, "X"], isEndless: true, pause: 20_000),
            errors: ["timed_out"]),
        Case(
            testDescription: "has fields without end",
            behaviour: .init(pieces: [head, "X-More: more\r\n"], isEndless: true),
            errors: ["response_too_large"]),
        Case(
            testDescription: "tells to go on for ever",
            behaviour: .init(pieces: ["HTTP/1.1 100 Continue\r\n\r\n"], isEndless: true), errors: ["response_too_large"]
        ),
        Case(
            testDescription: "has a body without end",
            behaviour: .init(
                pieces: [
                    head + "Transfer-Encoding: chunked\r\n\r\n", "400\r\n\(String(repeating: "x", count: 1024))\r\n",
                ],
                isEndless: true), errors: ["response_too_large"]),
        Case(
            testDescription: "never sends the rest of its body",
            behaviour: .init(pieces: [head + "Content-Length: 10\r\n\r\nabc"], end: .open), errors: ["timed_out"]),
        Case(
            testDescription: "ends before the end of its body",
            behaviour: .init(pieces: [head + "Content-Length: 10\r\n\r\nabc"]), errors: ["connection_lost"]),
        Case(
            testDescription: "ends in the middle of its fields", behaviour: .init(pieces: [head + "X-More: mo"]),
            errors: ["connection_lost"]),
        Case(
            testDescription: "answers and stays",
            behaviour: .init(pieces: [head + "Content-Length: 0\r\n\r\n"], end: .open), status: 200),
        Case(
            testDescription: "wants a password",
            behaviour: .init(
                pieces: ["HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"], end: .open),
            status: 401),
        Case(
            testDescription: "names another place",
            behaviour: .init(
                pieces: ["HTTP/1.1 308 There\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"], end: .open),
            status: 308),
        Case(
            testDescription: "changes the protocol",
            behaviour: .init(pieces: ["HTTP/1.1 101 Other\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"], end: .open),
            errors: ["timed_out", "connection_lost"]),
    ]

    @Test(arguments: cases)
    func oneAttemptIsOneConnectionAndEndsInTime(_ one: Case) async throws {
        let receiver = try RawReceiver(one.behaviour)
        let transport = try CurlTransport()
        let clock = ManualClock()
        let sender = CallbackSender(
            transport: transport,
            targets: CallbackTargets(
                resolver: ScriptedResolver(["receiver.example": [["127.0.0.1"]]]),
                rules: AddressRules(allowsPrivate: true)), signer: CallbackSigner(secrets: []), clock: clock,
            timeout: one.errors.contains("timed_out") ? .milliseconds(300) : .seconds(20))
        let time = clock.wallTime
        let callback = StoredCallback(
            id: "c", taskID: "t", url: "http://receiver.example:\(receiver.port)/hook",
            origin: "receiver.example:\(receiver.port)", event: "completed", step: .end, acceptance: .exactly200,
            createdAt: time, startedAt: time, due: time)
        let result = await sender.send(OutgoingCallback(callback, body: Array("{}".utf8)))
        #expect(result.attempt.status == one.status)
        #expect(one.errors.contains(result.attempt.error ?? "") == (one.status == nil), "\(result.attempt)")
        #expect(result.isUp == (one.status != nil))
        #expect(await receiver.connections() == 1)
        await transport.shutDown()
    }
}
