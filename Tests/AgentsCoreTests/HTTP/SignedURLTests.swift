import AgentsCore
import Testing

@Suite struct SignedURLTests {
    @Test(arguments: [
        ("https://s3/a.mp4?X-Amz-Date=20260408T120000Z&X-Amz-Expires=3600&X-Amz-Signature=ab", "2026-04-08T13:00:00Z"),
        ("https://s3/a.mp4?x-amz-expires=1&x-amz-date=20260408T120000Z#part", "2026-04-08T12:00:01Z"),
        ("https://gcs/a?X-Goog-Date=20240229T235959Z&X-Goog-Expires=1", "2024-03-01T00:00:00Z"),
        ("https://s3/a?Expires=1775649600&Signature=x&AWSAccessKeyId=y", "2026-04-08T12:00:00Z"),
        ("https://cdn/a?Expires=1775649600&Signature=x&Key-Pair-Id=y", "2026-04-08T12:00:00Z"),
        ("https://s3/a?Expires=1&Signature=x&Expires=1775649600", "2026-04-08T12:00:00Z"),
        ("https://s3/a?&&=Expires=1775649600&Signature=x&", "2026-04-08T12:00:00Z"),
        ("https://blob/a?se=2026-04-08T12:00:00Z&sig=x#&se=2000-01-01T00:00:00Z", "2026-04-08T12:00:00Z"),
        ("https://blob/a?se=2026-04-08T12%3A00%3A00Z&sig=x", "2026-04-08T12:00:00Z"),
    ])
    func theExpiryIsRead(_ url: String, _ expiry: String) {
        #expect(SignedURL(url)?.expiry.rfc3339() == expiry)
    }

    @Test(arguments: [
        "https://cdn/a.mp4", "https://cdn/a.mp4?", "https://cdn/a?width=3", "https://cdn/a?Expires=1775649600",
        "https://s3/a?X-Amz-Date=20260408T120000Z", "https://s3/a?X-Amz-Expires=3600",
        "https://s3/a?X-Amz-Date=20261308T120000Z&X-Amz-Expires=3600",
        "https://s3/a?X-Amz-Date=2026-+08T120000Z&X-Amz-Expires=3600",
        "https://s3/a?X-Amz-Date=20260408T250000Z&X-Amz-Expires=3600",
        "https://s3/a?X-Amz-Date=20260408T120000Z&X-Amz-Expires=99999999999999999999", "?", "", "?=&==&&",
        "https://s3/a#?Expires=1775649600", "https://s3/a?Expires=1775649600&Signature=",
        "https://s3/a?Expires=1775649600#&Signature=x", "https://blob/a?se=2026-04-08T12%3&sig=x",
        "https://blob/a?se=2026-04-08T12%2500%3A00Z&sig=x", "https://blob/a?se=20260408T120000Z1&sig=x",
        "https://blob/a?se=2026-04-08&sig=x", "https://s3/a?AVeryLongExpires=1775649600&Signature=x",
    ])
    func otherURLsHaveNone(_ url: String) {
        #expect(SignedURL(url) == nil)
    }

    @Test func onlyTheURLItselfIsRead() {
        let text = ByteBuffer("Expires=1&Signature=x https://s3/a?Expires=1775649600&Signature=x&Expires=7".utf8)
        let start = 22
        let whole = SignedURL(in: text, start..<text.count)
        let cut = SignedURL(in: text, start..<text.count - 10)
        let before = SignedURL(in: text, 0..<start)
        #expect(whole?.expiry == WallTime(seconds: 7))
        #expect(cut?.expiry == WallTime(seconds: 1_775_649_600))
        #expect(before == nil)
    }

    @Test func longURLsHaveNone() {
        let query = "?Expires=1775649600&Signature=x&"
        #expect(SignedURL(query + String(repeating: "a", count: 16_384 - query.utf8.count)) != nil)
        #expect(SignedURL(query + String(repeating: "a", count: 16_385 - query.utf8.count)) == nil)
    }
}
