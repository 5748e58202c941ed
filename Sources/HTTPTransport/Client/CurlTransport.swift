package import AgentsCore
import Synchronization

/// Sends requests with libcurl, on one thread for all of them.
///
/// A request reaches a server once at most, whatever its method: libcurl's own second try is forbidden. Nothing is taken
/// from the environment, proxies included. Connections are reused unless the request asks for one of its own; HTTP/2 is
/// used where a server offers it in TLS.
package final class CurlTransport: ClientTransport {
    /// What a transport keeps and accepts.
    package struct Limits: Sendable, Equatable {
        /// The most requests on their way at once; more wait, and the wait counts towards their time.
        package var maximumRequests = 512
        /// The most connections that are kept open between requests.
        package var maximumIdleConnections = 256
        /// How long connecting may take, the handshake of TLS included; never longer than the request's whole time.
        package var connectTimeout = Duration.seconds(10)
        /// The most bytes of an answer's status line and fields.
        package var maximumHeaderBytes = 64 << 10
        /// The most fields of an answer.
        package var maximumFields = 256
        /// The file with the certificates that servers are trusted by, as PEM; the system's if there is none.
        package var certificateAuthorities: String?

        /// Creates limits.
        package init() {}
    }

    private let limits: Limits
    private let loop: CurlLoop

    /// Starts a transport.
    ///
    /// - Parameter limits: What it keeps and accepts.
    /// - Throws: ``TransportError`` if libcurl is not there, or the system has no threads, descriptors or memory left.
    package init(limits: Limits = Limits()) throws(TransportError) {
        guard let loop = CurlLoop(limits) else {
            let problem = CurlLibrary.shared.problem ?? "the system has no threads or descriptors left"
            throw TransportError(.unreachable, isUndelivered: true, problem)
        }
        self.limits = limits
        self.loop = loop
    }

    deinit {
        loop.end()
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``TransportError`` if there was none.
    package func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        try request.check()
        let transfer = Transfer(request, limits: limits)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                transfer.await(waiter)
                loop.submit(transfer)
            }
        } onCancel: {
            transfer.cancel()
            loop.cancel(transfer)
        }
        return try outcome.get()
    }

    /// Ends all requests and the thread.
    ///
    /// Requests that come later fail. It may be called again.
    package func shutDown() async {
        await loop.shutDown()
    }
}
