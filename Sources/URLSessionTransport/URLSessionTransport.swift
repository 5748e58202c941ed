public import AgentsCore
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests with Foundation's `URLSession`, where libcurl is not at hand: in apps, above all.
///
/// It keeps the promises of `ClientTransport` with what Foundation lets one know:
///
/// - A request on a connection of its own gets a session of its own, so that Foundation cannot lose it on a connection that
///   has died, nor send it again. Other requests Foundation may repeat by itself; they should only read.
/// - That the server has not seen a request is certain only for the failures that Foundation names as such: no connection,
///   no such host, no TLS. On Linux it has no name for a failure of TLS, so such a request counts as seen.
/// - Nothing is kept: no cookies, no cache, no credentials. Redirects are answers. Proxies of the system are not used.
/// - Addresses cannot be pinned; a request that asks for that is refused.
///
/// ```swift
/// let client = GenerationClient(URLSessionTransport(), try .fromEnvironment())
/// ```
public final class URLSessionTransport: ClientTransport {
    private let shared: URLSession

    /// Creates a transport, whose connections live as long as it does.
    public init() {
        shared = Self.session()
    }

    deinit {
        shared.invalidateAndCancel()
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer, whatever its status.
    /// - Throws: `TransportError` if there was none.
    public func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        try request.check()
        guard request.pinnedAddress == nil else {
            throw TransportError(.badRequest, isUndelivered: true, "Foundation cannot pin an address")
        }
        let exchange = SessionExchange(maximumBytes: request.maximumResponseBytes)
        let prepared = try Self.prepared(request)
        let outcome: SessionExchange.Outcome
        switch request.connection {
        case .any: outcome = await exchange.run(prepared, in: shared, timeout: request.timeout)
        case .fresh:
            let session = Self.session()
            outcome = await exchange.run(prepared, in: session, timeout: request.timeout)
            session.finishTasksAndInvalidate()
        }
        return try outcome.get()
    }

    private static func session() -> URLSession {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.urlCredentialStorage = nil
        configuration.connectionProxyDictionary = [:]
        configuration.httpMaximumConnectionsPerHost = 64
        // The time of a request is kept by itself: Foundation's begins anew with every piece that arrives.
        configuration.timeoutIntervalForRequest = 86_400
        configuration.timeoutIntervalForResource = 86_400
        return URLSession(configuration: configuration, delegate: SessionDelegate(), delegateQueue: nil)
    }

    private static func prepared(_ request: ClientRequest) throws(TransportError) -> URLRequest {
        guard let url = URL(string: request.url), url.host?.isEmpty == false, url.user == nil, url.password == nil
        else {
            throw TransportError(.badRequest, isUndelivered: true, "the URL has no host, or a user in it")
        }
        var prepared = URLRequest(url: url)
        prepared.httpMethod = request.method.rawValue
        prepared.httpShouldHandleCookies = false
        for field in request.fields { prepared.addValue(field.value, forHTTPHeaderField: field.name) }
        if request.method == .post || !request.body.isEmpty { prepared.httpBody = Data(request.body) }
        return prepared
    }
}
