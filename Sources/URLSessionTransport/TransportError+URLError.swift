import AgentsCore
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension TransportError {
    /// What an error of Foundation means.
    ///
    /// Its text can hold the URL, so only its code is told.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - sentBytes: Bytes of the request's body that were sent: if there are any, the server may have seen them.
    init(_ error: any Error, sentBytes: Int64) {
        guard let error = error as? URLError else {
            self.init(.connectionLost, isUndelivered: false, "an error of Foundation")
            return
        }
        let code = error.code
        let reason = "Foundation's error \(code.rawValue)"
        switch code {
        case .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet, .secureConnectionFailed,
            .serverCertificateHasBadDate, .serverCertificateUntrusted, .serverCertificateHasUnknownRoot,
            .serverCertificateNotYetValid, .clientCertificateRejected, .clientCertificateRequired,
            .appTransportSecurityRequiresSecureConnection, .dataNotAllowed, .internationalRoamingOff, .callIsActive:
            self.init(.unreachable, isUndelivered: sentBytes <= 0, reason)
        case .badURL, .unsupportedURL:
            self.init(.badRequest, isUndelivered: true, reason)
        case .timedOut:
            self.init(.timedOut, isUndelivered: false, reason)
        case .cancelled:
            self.init(.cancelled, isUndelivered: false, reason)
        default:
            self.init(.connectionLost, isUndelivered: false, reason)
        }
    }
}
