import AgentsCore
import CMicroHTTPD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An answer in the form in which libmicrohttpd sends it.
///
/// It is made where the handler ran, so that the thread that serves all connections does not copy bodies. Whoever has it
/// queues it or lets go of it; both free it in the end.
@safe
final class PreparedResponse: @unchecked Sendable {
    // Sendable although it holds a pointer: the response is counted atomically and changed only before it is handed on.

    /// The status.
    let status: UInt32
    /// How long a client may take for the body beyond what it may for any: files are long.
    let fetchingTime: Duration
    /// Whether the body comes from a file.
    let isFile: Bool
    private let response: OpaquePointer

    /// Copies an answer.
    ///
    /// A field that has no value, cannot stand on one line or says where the body ends is left out: it must not become
    /// another answer. A status that ends no exchange becomes a bare 500. Fails if memory has run out.
    ///
    /// - Parameter answer: The answer.
    convenience init?(_ answer: HTTPResponse) {
        let answer = Self.checked(answer)
        let created = unsafe answer.body.withUnsafeBytes { bytes in
            unsafe MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        guard let created = unsafe created else { return nil }
        unsafe self.init(created, answer, .zero, isFile: false)
    }

    /// Makes an answer whose body is a part of a file, which is read when it is sent.
    ///
    /// Fails if memory or descriptors have run out.
    ///
    /// - Parameters:
    ///   - answer: Status and fields, as above.
    ///   - file: The file.
    ///   - range: The part of it.
    convenience init?(_ answer: HTTPResponse, _ file: HTTPFile, _ range: Range<Int>) {
        let answer = Self.checked(answer)
        guard !range.isEmpty, answer.status < 500 else {
            self.init(answer)
            return
        }
        let descriptor = file.duplicate()
        guard descriptor >= 0 else { return nil }
        // Closes the descriptor with the response.
        let created = unsafe MHD_create_response_from_fd_at_offset64(
            UInt64(range.count), descriptor, UInt64(range.lowerBound))
        guard let created = unsafe created else {
            close(descriptor)
            return nil
        }
        unsafe self.init(created, answer, .seconds(range.count / Self.slowestBytesPerSecond), isFile: true)
    }

    private init(_ created: OpaquePointer, _ answer: HTTPResponse, _ fetchingTime: Duration, isFile: Bool) {
        unsafe response = created
        self.isFile = isFile
        self.fetchingTime = fetchingTime
        status = UInt32(answer.status)
        for field in answer.fields where Self.canSend(field) {
            unsafe MHD_add_response_header(created, field.name, field.value)
        }
    }

    private static func checked(_ answer: HTTPResponse) -> HTTPResponse {
        200...599 ~= answer.status ? answer : HTTPResponse(500)
    }

    /// A client that fetches a file more slowly than this is taken to have stopped.
    private static let slowestBytesPerSecond = 32 << 10

    deinit {
        unsafe MHD_destroy_response(response)
    }

    /// Queues the answer.
    ///
    /// - Parameters:
    ///   - connection: The connection, on its own thread.
    ///   - isLast: Whether the connection is to be closed behind it.
    ///   - limits: How long a client may take for a file.
    /// - Returns: Whether that was possible.
    func queue(on connection: OpaquePointer, isLast: Bool, limits: HTTPServer.Limits) -> Bool {
        // From then on; without a request a connection is closed about as soon anyway.
        if isFile {
            unsafe compat_mhd_set_timeout(connection, UInt32(clamping: limits.stallTimeout.components.seconds))
        }
        if isLast { unsafe MHD_add_response_header(response, "Connection", "close") }
        return unsafe MHD_queue_response(connection, status, response) == .YES
    }

    /// Whether a field may be sent as it is.
    static func canSend(_ field: HTTPFields.Field) -> Bool {
        FieldSyntax.isToken(field.name) && FieldSyntax.isValue(field.value) && !FieldSyntax.isFraming(field.name)
    }
}
