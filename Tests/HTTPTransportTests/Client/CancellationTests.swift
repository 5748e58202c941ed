import AgentsCore
import HTTPTransport
import Testing

/// Requests that nobody wants to wait for any more.
@Suite(.bounded) struct CancellationTests {
    private func silentServer(_ arrived: Signal, _ left: Signal) throws -> ScriptedServer {
        try ScriptedServer { visit in
            _ = visit.receive()
            arrived.fire()
            while try !visit.socket.receive().isEmpty {}
            left.fire()
        }
    }

    @Test func aCancelledTaskEndsItsRequest() async throws {
        let (arrived, left) = (Signal(), Signal())
        let server = try silentServer(arrived, left)
        try await withTransport { transport in
            let task = Task { await transport.failure(of: ClientRequest(.post, server.url(), timeout: .seconds(3600))) }
            await arrived.wait()
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled && error?.isUndelivered == false)
            // The connection is closed, so the server learns of it.
            await left.wait()
        }
    }

    @Test func aTaskThatWasCancelledBeforeSendsNothing() async throws {
        let server = try silentServer(Signal(), Signal())
        try await withTransport { transport in
            for _ in 0..<100 {
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return await transport.failure(of: ClientRequest(.post, server.url()))
                }
                let error = await task.value
                #expect(error?.code == .cancelled && error?.isUndelivered == true)
            }
        }
        #expect(server.requests.isEmpty)
    }

    @Test func cancellingAtAnyMomentEndsEveryRequestOnce() async throws {
        let server = try ScriptedServer { visit in while visit.receive() != nil { try visit.answer("ok") } }
        try await withTransport { transport in
            for round in 0..<200 {
                let task = Task { await transport.failure(of: ClientRequest(.get, server.url())) }
                for _ in 0..<(round % 20) { await Task.yield() }
                task.cancel()
                let error = await task.value
                #expect(error == nil || error?.code == .cancelled)
            }
        }
    }

    @Test func shuttingDownEndsAllRequests() async throws {
        let (arrived, left) = (Signal(), Signal())
        let server = try silentServer(arrived, left)
        let transport = try CurlTransport()
        let tasks = (0..<10).map { _ in Task { await transport.failure(of: ClientRequest(.post, server.url())) } }
        await arrived.wait(for: 10)
        await transport.shutDown()
        for task in tasks {
            let error = await task.value
            #expect(error?.code == .shutDown && error?.isUndelivered == false)
        }
        await left.wait(for: 10)
        let error = await transport.failure(of: ClientRequest(.get, server.url()))
        #expect(error?.code == .shutDown && error?.isUndelivered == true)
        await transport.shutDown()
    }

    @Test func aTransportThatIsLetGoOfClosesItsConnections() async throws {
        let left = Signal()
        let server = try ScriptedServer { visit in
            while visit.receive() != nil { try visit.answer("ok") }
            left.fire()
        }
        var transport: CurlTransport? = try CurlTransport()
        _ = try await transport?.send(ClientRequest(.get, server.url()))
        transport = nil
        await left.wait()
    }
}
