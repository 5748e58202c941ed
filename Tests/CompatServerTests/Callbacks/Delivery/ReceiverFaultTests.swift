import Adapters
import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

/// Receivers that answer wrongly, slowly or not at all.
@Suite(.timeLimit(.minutes(1))) struct ReceiverFaultTests {
    /// A receiver, and what is kept of an attempt to reach it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: Receiver.Script
        let status: Int?
        let error: String?
        var acceptance = Callback.Acceptance.exactly200
    }

    private static let faults = [
        Fault(testDescription: "201", answer: { _, _ in .status(201) }, status: 201, error: nil),
        Fault(testDescription: "204", answer: { _, _ in .status(204) }, status: 204, error: nil),
        Fault(
            testDescription: "500", answer: { _, _ in .status(500) }, status: 500, error: nil, acceptance: .any2xx),
        Fault(
            testDescription: "a redirect",
            answer: { _, _ in .response(HTTPResponse(307, fields: ["Location": "/elsewhere"])) }, status: 307,
            error: nil, acceptance: .any2xx),
        Fault(
            testDescription: "a redirect to this machine",
            answer: { _, request in
                let host = request.fields["Host"]?.split(separator: ":").last ?? ""
                return .response(HTTPResponse(302, fields: ["Location": "http://127.0.0.1:\(host)/elsewhere"]))
            }, status: 302, error: nil),
        Fault(
            testDescription: "a huge body",
            answer: { _, _ in .response(HTTPResponse(200, body: [UInt8](repeating: 0, count: 3 << 20))) }, status: nil,
            error: "response_too_large"),
        Fault(
            testDescription: "a connection that ends", answer: { _, _ in .disconnect }, status: nil,
            error: "connection_lost"),
    ]

    @Test(arguments: faults)
    func anAnswerThatIsNoneIsTriedAgain(_ fault: Fault) async throws {
        try await DeliveryBench.run(answering: fault.answer) { bench in
            try await bench.post(bench.callback("c", taking: fault.acceptance))
            try await bench.wait(for: "c", attempts: 1)
            let attempt = try #require(try await bench.store.attempts(of: "c").first)
            #expect(attempt.status == fault.status)
            #expect(attempt.error == fault.error)
            #expect(try await bench.store.state(of: "c") == .pending)
            #expect(try await bench.store.callback("c")?.callback.due == WallTime(microseconds: 1_000_100_000))
            #expect(bench.receiver.requests.map(\.path) == ["/hook"])
        }
    }

    @Test func aReceiverThatTakesTooLongIsLeft() async throws {
        let gate = Gate()
        var options = DeliveryBench.Options()
        options.timeout = .milliseconds(50)
        try await DeliveryBench.run(options) { _, _ in
            await gate.pass()
            return .status(200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            try await bench.wait(for: "c", attempts: 1)
            #expect(try await bench.store.attempts(of: "c").map(\.error) == ["timed_out"])
            gate.open()
        }
    }

    @Test(arguments: [201, 204, 299])
    func aDialectMayTakeMoreForASuccess(_ status: Int) async throws {
        try await DeliveryBench.run { _, _ in
            .status(status)
        } _: { bench in
            try await bench.post(bench.callback("c", taking: .any2xx))
            try await bench.wait(for: "c", .delivered)
        }
    }

    // MARK: Among others

    @Test func aReceiverThatHoldsEverythingUpHoldsUpNobodyElse() async throws {
        let gate = Gate()
        try await DeliveryBench.run(
            .init(names: ["slow.example": [["127.0.0.1"]], "fast.example": [["127.0.0.1"]]])
        ) { _, request in
            if request.path == "/slow" { await gate.pass() }
            return .status(200)
        } _: { bench in
            for number in 0..<20 {
                try await bench.store.post(bench.callback("slow\(number)", to: "slow.example", path: "/slow"))
            }
            for number in 0..<6 {
                try await bench.store.post(bench.callback("fast\(number)", to: "fast.example", path: "/fast"))
            }
            await bench.dispatcher.wake()
            for number in 0..<6 { try await bench.wait(for: "fast\(number)", .delivered) }
            #expect(bench.receiver.requests.count { $0.path == "/slow" } == 4)
            gate.open()
            for number in 0..<20 { try await bench.wait(for: "slow\(number)", .delivered) }
            #expect(bench.receiver.requests.count == 26)
        }
    }

    @Test func aReceiverThatIsDownGetsAPauseAndThenOne() async throws {
        var options = DeliveryBench.Options()
        options.dispatcher.perReceiver = 1
        try await DeliveryBench.run(options) { index, _ in
            index < 11 ? .disconnect : .status(200)
        } _: { bench in
            for number in 0..<20 { try await bench.store.post(bench.callback("c\(number)")) }
            await bench.dispatcher.wake()
            await bench.receiver.wait(for: 10)
            // The alarm for the end of the pause is the only one; what is due before then has to wait.
            await bench.rest()
            await bench.advance(by: .seconds(29))
            await bench.dispatcher.wake()
            await bench.rest()
            #expect(bench.receiver.requests.count == 10)
            await bench.advance(by: .seconds(1))
            await bench.receiver.wait(for: 11)
            await bench.rest()
            #expect(bench.receiver.requests.count == 11)
            await bench.advance(by: .seconds(60))
            for number in 0..<20 {
                try await bench.wait(for: "c\(number)", .delivered)
            }
        }
    }
}
