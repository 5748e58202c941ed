import AgentsCore
import HTTPTransport
import Synchronization

@testable import CompatServer

/// Receivers of callbacks on a clock of the tests, each with a temper of its own, and everything that has come to them.
final class ModelReceivers: Sendable {
    /// What a receiver does.
    enum Temper: Sendable, CaseIterable {
        /// Takes everything.
        case well
        /// Is down for some hours, and comes back.
        case away
        /// Refuses, without being down, until it is told to take everything.
        case stubborn
        /// Fails half of the time, at random.
        case moody
    }

    /// A call that has come.
    struct Call: Sendable {
        let run: Int
        let host: String
        let path: String
        /// The state that the body tells.
        let state: String
        let time: Duration
        var status: Int
    }

    fileprivate struct Health {
        var busy = 0
        var mostBusy = 0
        var failures = 0
        /// Before when a run must not call again.
        var pause: Duration?
    }

    fileprivate struct State {
        var calls: [Call] = []
        var health: [String: Health] = [:]
        var isRepaired = false
        var faults: [String] = []
        var chance: Chance
    }

    /// When those that are away come back.
    static let absence = Duration.seconds(20 * 3600)
    static let hosts: [String: Temper] = [
        "1.1.1.1": .well, "1.1.1.2": .away, "1.1.1.3": .stubborn, "1.1.1.4": .moody,
    ]

    private let clock: ManualClock
    private let state: Mutex<State>

    init(_ clock: ManualClock, seed: Int) {
        self.clock = clock
        state = Mutex(State(chance: Chance(seed: UInt64(seed + 1000))))
    }

    /// The calls in the order in which they came.
    var calls: [Call] { state.withLock(\.calls) }

    /// What was called when it must not be, in words.
    var faults: [String] { state.withLock(\.faults) }

    /// From now on everybody takes everything.
    func repair() {
        state.withLock { $0.isRepaired = true }
    }

    /// Takes a call of a run, and answers it a little later.
    func receive(_ request: ClientRequest, from run: Int) async -> HTTPResponse {
        let parts = request.url.split(separator: "/", maxSplits: 2)
        let (host, path) = (String(parts[1]), String(parts[2]))
        let body = String(decoding: request.body, as: UTF8.self)
        let word = ["dreaming", "completed", "failed"].first { body.contains("\"state\":\"\($0)\"") } ?? "unknown"
        let key = "\(run) \(host)"
        let now = clock.now
        let (index, status) = state.withLock { state in
            let status = state.status(of: host, at: now)
            state.calls.append(Call(run: run, host: host, path: path, state: word, time: now, status: status))
            var health = state.health[key, default: Health()]
            health.busy += 1
            if health.busy > 4 { state.faults.append("\(host) has \(health.busy) calls at once") }
            if let pause = health.pause, now < pause { state.faults.append("\(host) is called in its pause") }
            if health.pause != nil && health.busy > 1 { state.faults.append("\(host) is tried twice after a pause") }
            state.health[key] = health
            return (state.calls.count - 1, status)
        }
        for _ in 0..<10 { await Task.yield() }
        state.withLock { state in
            state.calls[index].status = status
            var health = state.health[key, default: Health()]
            health.busy -= 1
            if status < 500 {
                (health.failures, health.pause) = (0, nil)
            } else {
                health.failures += 1
                let isOver = health.pause.map { clock.now >= $0 } ?? true
                if health.failures >= CircuitBreaker.threshold && isOver {
                    health.pause = clock.now + CircuitBreaker.firstPause
                }
            }
            state.health[key] = health
        }
        return HTTPResponse(status)
    }
}

extension ModelReceivers.State {
    fileprivate mutating func status(of host: String, at now: Duration) -> Int {
        if isRepaired { return 200 }
        return switch ModelReceivers.hosts[host] {
        case .away where now < ModelReceivers.absence: 503
        case .stubborn: 404
        case .moody: chance.next() % 2 == 0 ? 200 : 500
        default: 200
        }
    }
}
