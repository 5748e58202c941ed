import CCurl

/// libcurl's handle of all transfers and of the connections between them.
///
/// All but ``wakeUp()`` is for the thread that runs libcurl.
@safe
final class MultiHandle: @unchecked Sendable {
    // Sendable although it holds a pointer: the pointer is set once, and one thread uses it but for the one function of
    // libcurl that any may call.

    private let pointer: UnsafeMutableRawPointer

    /// Creates a handle.
    ///
    /// Fails if memory or descriptors have run out.
    ///
    /// - Parameter limits: How many connections are kept.
    init?(_ limits: CurlTransport.Limits) {
        guard Self.isLibraryReady, let pointer = unsafe curl_multi_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe compat_curl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, limits.maximumIdleConnections)
    }

    /// Closes all connections; once only, when there are no transfers.
    func close() {
        unsafe curl_multi_cleanup(pointer)
    }

    /// Begins a transfer; false if that is not possible.
    func add(_ handle: EasyHandle) -> Bool {
        unsafe curl_multi_add_handle(pointer, handle.pointer) == CURLM_OK
    }

    /// Ends a transfer.
    func remove(_ handle: EasyHandle) {
        unsafe curl_multi_remove_handle(pointer, handle.pointer)
    }

    /// Sends and receives what can be without waiting.
    func perform() {
        var running: Int32 = 0
        unsafe curl_multi_perform(pointer, &running)
    }

    /// A transfer that has come to its end, each once.
    func nextFinished() -> (Transfer, CURLcode)? {
        var code = CURLE_OK
        guard let handle = unsafe compat_curl_next_finished(pointer, &code),
            let context = unsafe compat_curl_context(handle)
        else { return nil }
        return (unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
    }

    /// Waits until there is something to do, or ``wakeUp()``.
    ///
    /// - Parameter milliseconds: How long at most.
    func wait(milliseconds: Int32) {
        unsafe curl_multi_poll(pointer, nil, 0, milliseconds, nil)
    }

    /// Ends a wait, also the next one; from any thread.
    func wakeUp() {
        unsafe curl_multi_wakeup(pointer)
    }

    /// libcurl's own preparations, made once in a program.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
}
