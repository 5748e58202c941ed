import AgentsCore
import Foundation
import Testing

@testable import URLSessionTransport

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What Foundation's errors say about a request that was paid for.
@Suite struct FoundationErrorTests {
    @Test(arguments: [URLError.Code.cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .secureConnectionFailed])
    func nothingArrivedWithoutAConnection(_ code: URLError.Code) {
        let error = TransportError(URLError(code), sentBytes: 0)
        #expect(error.code == .unreachable && error.isUndelivered)
        // Should Foundation ever name it so in the middle of a request, the bytes count.
        #expect(!TransportError(URLError(code), sentBytes: 1).isUndelivered)
    }

    @Test(arguments: [
        URLError.Code.networkConnectionLost, .timedOut, .cancelled, .badServerResponse, .cannotParseResponse, .unknown,
        .resourceUnavailable,
    ])
    func nobodyKnowsAfterAnythingElse(_ code: URLError.Code) {
        #expect(!TransportError(URLError(code), sentBytes: 0).isUndelivered)
    }

    @Test func anErrorShowsNoURL() {
        let error = URLError(
            .cannotFindHost, userInfo: [NSURLErrorFailingURLErrorKey: "https://secret.example/token"])
        #expect(!"\(TransportError(error, sentBytes: 0))".contains("secret"))
        #expect(TransportError(CancellationError(), sentBytes: 0).code == .connectionLost)
    }

    @Test func anAddressCannotBePinned() async {
        let error = await #expect(throws: TransportError.self) {
            try await URLSessionTransport().send(
                ClientRequest(.get, "http://localhost/", pinnedAddress: "127.0.0.1"))
        }
        #expect(error?.code == .badRequest && error?.isUndelivered == true)
    }
}
