import AgentsCore

/// A transport that does something after each request was sent, before its answer is handed on.
struct HookedTransport: ClientTransport {
    private let transport: any ClientTransport
    private let hook: @Sendable (ClientRequest) async -> Void

    init(_ transport: any ClientTransport, _ hook: @escaping @Sendable (ClientRequest) async -> Void) {
        self.transport = transport
        self.hook = hook
    }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        let result: Result<HTTPResponse, TransportError>
        do throws(TransportError) {
            result = .success(try await transport.send(request))
        } catch {
            result = .failure(error)
        }
        await hook(request)
        return try result.get()
    }
}
