import Adapters
import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

/// Very many callbacks for one receiver, as after it was down.
@Suite(.timeLimit(.minutes(1))) struct CallbackBacklogTests {
    @Test func theyAreDeliveredInTheirOrderWithFewWrites() async throws {
        // In memory, what is only read counts as written.
        var options = DeliveryBench.Options()
        let folder = try StoreFolder()
        options.location = .file(folder)
        try await DeliveryBench.run(options) { _, _ in
            .status(200)
        } _: { bench in
            for number in 0..<200 { try await bench.store.post(bench.callback("c\(1000 + number)")) }
            let before = bench.store.statistics.writes
            await bench.dispatcher.wake()
            try await eventually {
                try await bench.store.callbacks(in: .delivered, from: nil, limit: 500).callbacks.count == 200
            }
            // One for each attempt, and one for the twenty or thirty that are handed out together.
            #expect(
                (200...240).contains(bench.store.statistics.writes - before),
                "\(bench.store.statistics.writes - before)")
            let first = bench.receiver.requests.prefix(4).map { String(decoding: $0.body, as: UTF8.self) }
            #expect(Set(first) == Set((1000..<1004).map { #"{"id":"c\#($0)"}"# }))
        }
    }

    /// Four are on their way to one receiver, the others of the round wait for a place.
    @Test func whatWaitsForAPlaceIsTakenBackWhenItStops() async throws {
        let gate = Gate()
        try await DeliveryBench.run { _, _ in
            await gate.pass()
            return .status(200)
        } _: { bench in
            for number in 0..<20 { try await bench.store.post(bench.callback("c\(number)")) }
            await bench.dispatcher.wake()
            await bench.receiver.wait(for: 4)
            try await eventually { await bench.dispatcher.held.count == 16 }
            await bench.dispatcher.stop()
            #expect(try await bench.store.claimed(.at(1000, limit: 50)).count == 20)
            gate.open()
        }
    }

    /// The other's callback comes due by itself: nobody tells the dispatcher.
    @Test func otherReceiversNoticeNothing() async throws {
        let gate = Gate()
        var options = DeliveryBench.Options()
        options.names["other.example"] = [["127.0.0.1"]]
        try await DeliveryBench.run(options) { _, request in
            if request.fields["Host"]?.hasPrefix("receiver.") == true { await gate.pass() }
            return .status(200)
        } _: { bench in
            for number in 0..<40 { try await bench.store.post(bench.callback("c\(number)")) }
            try await bench.store.post(bench.callback("later", to: "other.example", after: .milliseconds(100)))
            await bench.dispatcher.wake()
            await bench.receiver.wait(for: 4)
            try await eventually { await bench.dispatcher.held.count == 28 }
            bench.clock.advance(by: .milliseconds(100))
            try await eventually { try await bench.store.state(of: "later") == .delivered }
            #expect(bench.receiver.requests.count == 5)
            #expect(await bench.dispatcher.held.count == 28)
            gate.open()
        }
    }

    @Test func whatHasWaitedTooLongIsHandedOutAnew() async throws {
        let gate = Gate()
        try await DeliveryBench.run { index, _ in
            if index < 4 { await gate.pass() }
            return .status(200)
        } _: { bench in
            for number in 0..<20 { try await bench.store.post(bench.callback("c\(number)")) }
            await bench.dispatcher.wake()
            await bench.receiver.wait(for: 4)
            try await eventually { await bench.dispatcher.held.count == 16 }
            bench.clock.advance(by: .seconds(6))
            gate.open()
            try await eventually {
                try await bench.store.callbacks(in: .delivered, from: nil, limit: 50).callbacks.count == 20
            }
            #expect(bench.receiver.requests.count == 20)
        }
    }

    @Test func aReceiverThatGoesDownGetsNoneOfThoseThatWait() async throws {
        try await DeliveryBench.run { _, _ in
            .status(500)
        } _: { bench in
            for number in 0..<40 { try await bench.store.post(bench.callback("c\(number)")) }
            await bench.dispatcher.wake()
            try await eventually {
                let isIdle = await bench.dispatcher.isIdle
                return isIdle && bench.receiver.requests.count >= CircuitBreaker.threshold
            }
            #expect(await bench.dispatcher.held.count == 0)
            // The four that were on their way may have come too late to hear of it.
            #expect(bench.receiver.requests.count <= CircuitBreaker.threshold + 4)
        }
    }
}
