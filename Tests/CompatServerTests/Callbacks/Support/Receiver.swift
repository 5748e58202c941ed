import AgentsCore
import HTTPTransport
import Synchronization

/// Receives callbacks over a socket and answers them as a test wants.
final class Receiver: HTTPHandler {
    /// What a test answers: how many requests there were before, and the request.
    typealias Script = @Sendable (Int, HTTPRequest) async -> HTTPReply

    private let script: Script
    private let received = Mutex<[HTTPRequest]>([])

    init(_ script: @escaping Script) {
        self.script = script
    }

    /// The requests that have arrived.
    var requests: [HTTPRequest] { received.withLock { $0 } }

    /// Waits until so many requests have arrived.
    func wait(for count: Int) async {
        while requests.count < count { await Task.yield() }
    }

    func respond(to request: HTTPRequest) async -> HTTPReply {
        let index = received.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        return await script(index, request)
    }

    func refuse(_ head: HTTPRequest, _ refusal: HTTPRefusal) -> HTTPResponse {
        HTTPResponse(400)
    }
}

/// Holds back whoever comes until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is open.
    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Lets everyone through, for ever.
    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
