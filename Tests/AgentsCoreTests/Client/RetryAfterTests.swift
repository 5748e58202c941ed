import AgentsCore
import Testing

@Suite struct RetryAfterTests {
    @Test(arguments: [
        ("1", 1), ("60", 60), ("0", 0), ("86400", 86_400), ("86401", 86_400), ("999999999", 86_400), ("-1", nil),
        ("+1", nil), ("1.5", nil), ("", nil), ("soon", nil), ("99999999999999999999", nil), ("１", nil),
        ("Wed, 21 Oct 2026 07:28:00 GMT", nil),
    ])
    func `Seconds are read and bounded`(text: String, seconds: Int?) {
        let response = HTTPResponse(429, fields: ["retry-after": text])
        #expect(RetryAfter(response)?.seconds == seconds)
    }

    @Test(arguments: [
        ("Wed, 21 Oct 2026 07:28:00 GMT", 30), ("Wed, 21 Oct 2026 07:27:30 GMT", 0),
        ("Tue, 20 Oct 2026 07:27:30 GMT", 0), ("Thu, 21 Oct 2027 07:27:30 GMT", 86_400),
        ("Wed, 21 Oct 2026 07:28:00", nil), ("tomorrow", nil),
    ])
    func `A date counts from the answer's own`(text: String, seconds: Int?) {
        let fields: HTTPFields = ["Date": "Wed, 21 Oct 2026 07:27:30 GMT", "Retry-After": text]
        // The clock here is wrong by years.
        let now = WallTime(seconds: 5)
        #expect(RetryAfter(HTTPResponse(503, fields: fields), now: now)?.seconds == seconds)
        #expect(RetryAfter(HTTPResponse(503, fields: fields))?.seconds == seconds)
    }

    @Test func `Without its own date an answer came now, and a started second counts`() {
        let response = HTTPResponse(503, fields: ["Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"])
        let now = WallTime(microseconds: 1_792_567_650_000_001)
        #expect(RetryAfter(response, now: now)?.seconds == 30)
    }

    @Test func `Without the field there is nothing`() {
        #expect(RetryAfter(HTTPResponse(429)) == nil)
    }
}

@Suite struct HTTPDateTests {
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `All three forms are read`(text: String) {
        #expect(WallTime(httpDate: text)?.rfc3339() == "1994-11-06T08:49:37Z")
    }

    @Test(arguments: [
        ("Thu, 29 Feb 2024 23:59:59 GMT", "2024-02-29T23:59:59Z"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00Z"),
        ("Thursday, 01-Jan-70 00:00:00 GMT", "1970-01-01T00:00:00Z"),
        ("Monday, 01-Jan-69 00:00:00 GMT", "2069-01-01T00:00:00Z"),
    ])
    func `Calendars have their corners`(text: String, time: String) {
        #expect(WallTime(httpDate: text)?.rfc3339() == time)
    }

    @Test(arguments: [
        "", " ", "Sun", "Thu, 29 Feb 2026 00:00:00 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 006 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06-Nov-1994 08:49:37 GMT", "Wed, 31 Dec 1969 23:59:59 GMT",
        "Sun, +6 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 GMT Sun, 06 Nov 1994 08:49:37 GMT",
    ])
    func `Anything else is no date`(text: String) {
        #expect(WallTime(httpDate: text) == nil)
    }
}
