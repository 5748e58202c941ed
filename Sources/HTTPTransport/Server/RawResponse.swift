import AgentsCore
import CMicroHTTPD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An answer that is written past libmicrohttpd, which refuses any while a body is still arriving.
///
/// Nothing else is on its way to the client then, and the connection ends behind it.
struct RawResponse {
    private let bytes: [UInt8]

    /// Composes an answer.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - method: The method of the request.
    init(_ response: HTTPResponse, to method: HTTPMethod) {
        let reason = unsafe MHD_get_reason_phrase_for(UInt32(clamping: response.status)).map {
            unsafe String(cString: $0)
        }
        var head = "HTTP/1.1 \(response.status) \(reason ?? "")\r\n"
        for field in response.fields where PreparedResponse.canSend(field) {
            head += "\(field.name): \(field.value)\r\n"
        }
        head += "Content-Length: \(response.body.count)\r\nConnection: close\r\n\r\n"
        bytes = Array(head.utf8) + (method == .head ? [] : response.body)
    }

    /// Writes the answer and ends the stream to the client.
    ///
    /// An answer that does not fit into the system's buffer is cut off: the client is not reading, and nobody waits for
    /// one that is refused.
    ///
    /// - Parameter descriptor: The connection's descriptor.
    func write(to descriptor: Int32) {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        _ = unsafe bytes.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, flags) }
        shutdown(descriptor, Int32(SHUT_WR))
    }
}
