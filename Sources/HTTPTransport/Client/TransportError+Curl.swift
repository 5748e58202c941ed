import AgentsCore
import CCurl

extension TransportError {
    /// What a failure of libcurl means.
    ///
    /// - Parameters:
    ///   - code: libcurl's code.
    ///   - detail: libcurl's own words, if there are any.
    ///   - wasSent: Whether libcurl had begun to send the request.
    init(_ code: CURLcode, _ detail: String, wasSent: Bool) {
        // The one thing that is ever aborted is a second try.
        let detail = code == CURLE_ABORTED_BY_CALLBACK ? "the connection ended without an answer" : detail
        let reason = detail.isEmpty ? CurlLibrary.shared.name(of: code) : detail
        self.init(Self.code(code, wasSent: wasSent), isUndelivered: !wasSent, reason)
    }

    private static func code(_ code: CURLcode, wasSent: Bool) -> Code {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED:
            wasSent ? .connectionLost : .badRequest
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        default: wasSent ? .connectionLost : .unreachable
        }
    }
}
