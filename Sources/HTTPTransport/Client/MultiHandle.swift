import CCurl

/// libcurl's handle of all transfers and of the connections between them.
///
/// All but ``wakeUp()`` is for the thread that runs libcurl.
@safe
final class MultiHandle: @unchecked Sendable {
    // Sendable although it holds a pointer: the pointer is set once, and one thread uses it but for the one function of
    // libcurl that any may call.

    private let curl: UnsafePointer<compat_curl>
    private let pointer: UnsafeMutableRawPointer

    /// Creates a handle.
    ///
    /// Fails if libcurl is not there, or memory or descriptors have run out.
    ///
    /// - Parameter limits: How many connections are kept.
    init?(_ limits: CurlTransport.Limits) {
        guard CurlLibrary.shared.problem == nil else { return nil }
        unsafe curl = CurlLibrary.shared.functions
        guard let pointer = unsafe curl.pointee.multi_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe compat_curl_multi_set_long(curl, pointer, CURLMOPT_MAXCONNECTS, limits.maximumIdleConnections)
    }

    /// Closes all connections; once only, when there are no transfers.
    func close() {
        _ = unsafe curl.pointee.multi_cleanup(pointer)
    }

    /// Begins a transfer; false if that is not possible.
    func add(_ handle: EasyHandle) -> Bool {
        unsafe curl.pointee.multi_add_handle(pointer, handle.pointer) == CURLM_OK
    }

    /// Ends a transfer.
    func remove(_ handle: EasyHandle) {
        _ = unsafe curl.pointee.multi_remove_handle(pointer, handle.pointer)
    }

    /// Sends and receives what can be without waiting.
    func perform() {
        var running: Int32 = 0
        _ = unsafe curl.pointee.multi_perform(pointer, &running)
    }

    /// A transfer that has come to its end, each once.
    func nextFinished() -> (Transfer, CURLcode)? {
        var code = CURLE_OK
        guard let handle = unsafe compat_curl_next_finished(curl, pointer, &code),
            let context = unsafe compat_curl_context(curl, handle)
        else { return nil }
        return (unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
    }

    /// Waits until there is something to do, or ``wakeUp()``.
    ///
    /// - Parameter milliseconds: How long at most.
    func wait(milliseconds: Int32) {
        _ = unsafe curl.pointee.multi_poll(pointer, nil, 0, milliseconds, nil)
    }

    /// Ends a wait, also the next one; from any thread.
    func wakeUp() {
        _ = unsafe curl.pointee.multi_wakeup(pointer)
    }
}
