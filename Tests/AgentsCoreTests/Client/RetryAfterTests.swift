import AgentsCore
import Testing

@Suite struct RetryAfterTests {
    @Test(arguments: [
        ("1", 1), ("60", 60), ("0", 1), ("3600", 3600), ("86400", 3600), ("999999999", 3600), ("-1", nil),
        ("1.5", nil), ("", nil), ("soon", nil), ("99999999999999999999", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil),
    ])
    func `Seconds are read and bounded`(text: String, seconds: Int?) {
        let response = HTTPResponse(429, fields: ["retry-after": text])
        #expect(RetryAfter(response)?.seconds == seconds)
    }

    @Test func `Without the field there is nothing`() {
        #expect(RetryAfter(HTTPResponse(429)) == nil)
    }
}
