import AgentsCore
import HTTPTransport

/// Runs a transport for the length of a test.
func withTransport(
    limits: CurlTransport.Limits = CurlTransport.Limits(), _ body: (CurlTransport) async throws -> Void
) async throws {
    let transport = try CurlTransport(limits: limits)
    do {
        try await body(transport)
    } catch {
        await transport.shutDown()
        throw error
    }
    await transport.shutDown()
}

extension CurlTransport {
    /// The error that a request ends with; nothing if it is answered.
    func failure(of request: ClientRequest) async -> TransportError? {
        do throws(TransportError) {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }
}
