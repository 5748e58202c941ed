import AgentsCore
import CCurl

/// libcurl's handle of one transfer, used for one after the other.
@safe
final class EasyHandle {
    private let curl: UnsafePointer<compat_curl>
    /// What the functions of the multi handle take.
    let pointer: UnsafeMutableRawPointer
    private let message: UnsafeMutablePointer<CChar>
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var destination: UnsafeMutablePointer<curl_slist>?

    /// Creates a handle; there must be a ``MultiHandle``.
    ///
    /// - Returns: Nothing if memory has run out.
    init?() {
        unsafe curl = CurlLibrary.shared.functions
        guard let pointer = unsafe curl.pointee.easy_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl.pointee.easy_cleanup(pointer)
        unsafe curl.pointee.slist_free_all(fields)
        unsafe curl.pointee.slist_free_all(destination)
        unsafe message.deallocate()
    }

    /// libcurl's words for what went wrong.
    var detail: String { unsafe String(cString: message) }

    /// Forgets a transfer; what belongs to connections stays.
    func reset() {
        unsafe curl.pointee.easy_reset(pointer)
        unsafe curl.pointee.slist_free_all(fields)
        unsafe fields = nil
        unsafe curl.pointee.slist_free_all(destination)
        unsafe destination = nil
        unsafe message[0] = 0
    }

    /// Prepares a transfer, which must outlive the handle's use.
    ///
    /// - Returns: Whether it may be sent; not if memory has run out for what must not be left out.
    func prepare(_ transfer: Transfer, limits: CurlTransport.Limits) -> Bool {
        setSafety()
        if let file = limits.certificateAuthorities { set(CURLOPT_CAINFO, file) }
        setReceiver(transfer)
        setRequest(transfer.request)
        let time = ContinuousClock.now.duration(to: transfer.deadline)
        set(CURLOPT_TIMEOUT_MS, milliseconds(time))
        set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(min(time, limits.connectTimeout)))
        if case .fresh = transfer.request.connection {
            set(CURLOPT_FRESH_CONNECT, 1)
            set(CURLOPT_FORBID_REUSE, 1)
        }
        return transfer.request.pinnedAddress.map(pin) ?? true
    }

    /// What holds for every transfer: nothing is guessed, followed, remembered or taken from the environment.
    private func setSafety() {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Signals are the program's, and a look-up of a name that hangs must not hold up the other transfers.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_QUICK_EXIT, 1)
    }

    private func setReceiver(_ transfer: Transfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        unsafe compat_curl_set_pointer(curl, pointer, CURLOPT_PRIVATE, context)
        unsafe compat_curl_set_pointer(curl, pointer, CURLOPT_ERRORBUFFER, message)
        unsafe compat_curl_set_pointer(curl, pointer, CURLOPT_HEADERDATA, context)
        unsafe compat_curl_set_receiver(curl, pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe EasyHandle.transfer(context)?.reader.read(line: line) == true ? size * count : 0
        }
        unsafe compat_curl_set_pointer(curl, pointer, CURLOPT_WRITEDATA, context)
        unsafe compat_curl_set_receiver(curl, pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe EasyHandle.transfer(context)?.reader.read(body: piece) == true ? size * count : 0
        }
        unsafe compat_curl_set_pointer(curl, pointer, CURLOPT_PREREQDATA, context)
        unsafe compat_curl_set_before_request(curl, pointer) { context, _, _, _, _ in
            let isPermitted = unsafe EasyHandle.transfer(context)?.permitSending() == true
            return isPermitted ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
    }

    private func setRequest(_ request: ClientRequest) {
        set(CURLOPT_URL, request.url)
        // Pieces of files are large; of other answers there may be hundreds at once, and nearly all are small.
        set(CURLOPT_BUFFERSIZE, request.fields["Range"] == nil ? 4096 : 65_536)
        if request.method == .head {
            set(CURLOPT_NOBODY, 1)
        } else if request.method == .post || !request.body.isEmpty {
            unsafe compat_curl_set_offset(curl, pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            unsafe request.body.withUnsafeBytes { bytes in
                // Without a body there is no address, and libcurl would ask for one elsewhere.
                guard let start = bytes.baseAddress, bytes.count > 0 else { return set(CURLOPT_COPYPOSTFIELDS, "") }
                unsafe compat_curl_set_text(
                    curl, pointer, CURLOPT_COPYPOSTFIELDS, start.assumingMemoryBound(to: CChar.self))
            }
        }
        if request.method != .head { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        // Fields that libcurl would add by itself.
        append("Expect:")
        for name in ["Accept", "Content-Type"] where request.fields[name] == nil { append("\(name):") }
        for field in request.fields {
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        unsafe compat_curl_set_list(curl, pointer, fields)
    }

    /// Connects to an address whatever the host resolves to, and to whatever port the URL says.
    ///
    /// A connection to another address is not reused for this transfer, nor this one for a transfer that is not pinned.
    ///
    /// - Returns: Whether that is settled.
    private func pin(_ address: String) -> Bool {
        let place = address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]" : address
        guard let list = unsafe curl.pointee.slist_append(nil, "::\(place):") else { return false }
        unsafe destination = list
        return unsafe compat_curl_set_connect_to(curl, pointer, list) == CURLE_OK
    }

    private func append(_ line: String) {
        if let longer = unsafe curl.pointee.slist_append(fields, line) { unsafe fields = longer }
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe compat_curl_set_long(curl, pointer, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        unsafe compat_curl_set_text(curl, pointer, option, value)
    }

    /// libcurl takes 0 for no limit at all.
    private func milliseconds(_ duration: Duration) -> Int {
        max(1, Int(duration / .milliseconds(1)))
    }

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        unsafe context.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}
