import CCurl

/// libcurl, which is loaded when it is first used.
@safe
final class CurlLibrary: @unchecked Sendable {
    // Sendable although it holds a pointer: what it points to is written once, before anybody else sees it.

    /// Its functions, for as long as the program runs.
    let functions: UnsafePointer<compat_curl>
    /// What is missing, if something is.
    let problem: String?

    /// The one of the program.
    static let shared = CurlLibrary(COMPAT_CURL_NAME)

    /// Loads it.
    ///
    /// - Parameter name: The name of its file.
    init(_ name: String) {
        let functions = UnsafeMutablePointer<compat_curl>.allocate(capacity: 1)
        unsafe self.functions = UnsafePointer(functions)
        if let missing = unsafe compat_curl_load(functions, name) {
            problem = unsafe "libcurl cannot be loaded: \(String(cString: missing))"
        } else if unsafe functions.pointee.global_init(Int(CURL_GLOBAL_ALL)) != CURLE_OK {
            problem = "libcurl cannot begin: out of memory?"
        } else {
            problem = nil
        }
    }

    /// libcurl's own words for a code.
    func name(of code: CURLcode) -> String {
        unsafe functions.pointee.easy_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    }
}
