import AgentsCore
import Testing

@Suite struct SignedURLTests {
    @Test(arguments: [
        ("https://s3/a.mp4?X-Amz-Date=20260408T120000Z&X-Amz-Expires=3600&X-Amz-Signature=ab", "2026-04-08T13:00:00Z"),
        ("https://s3/a.mp4?x-amz-expires=1&x-amz-date=20260408T120000Z#part", "2026-04-08T12:00:01Z"),
        ("https://gcs/a?X-Goog-Date=20240229T235959Z&X-Goog-Expires=1", "2024-03-01T00:00:00Z"),
        ("https://s3/a?Expires=1775649600&Signature=x&AWSAccessKeyId=y", "2026-04-08T12:00:00Z"),
        ("https://cdn/a?Expires=1775649600&Signature=x&Key-Pair-Id=y", "2026-04-08T12:00:00Z"),
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
    ])
    func otherURLsHaveNone(_ url: String) {
        #expect(SignedURL(url) == nil)
    }
}
