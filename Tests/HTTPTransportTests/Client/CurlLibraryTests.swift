import Testing

@testable import HTTPTransport

@Suite("The library that is loaded")
struct CurlLibraryTests {
    @Test("is there, with all its functions")
    func isThere() {
        #expect(CurlLibrary.shared.problem == nil)
    }

    @Test("is named if it is missing")
    func isMissing() {
        #expect(CurlLibrary("libno-such-curl.so").problem?.contains("libno-such-curl.so") == true)
    }

    @Test("is refused if it is another one")
    func isAnother() {
        #if os(Linux)
            #expect(CurlLibrary("libz.so.1").problem?.contains("curl_global_init") == true)
        #endif
    }
}
