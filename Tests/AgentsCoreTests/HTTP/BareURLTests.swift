import Testing

@testable import AgentsCore

/// Links without what signs them.
@Suite struct BareURLTests {
    @Test(arguments: [
        (
            "https://x/a.mp4?X-Amz-Algorithm=A&v=1&X-Amz-Date=20260408T120000Z&X-Amz-Expires=60&x-amz-signature=ab#t",
            "https://x/a.mp4?v=1#t"
        ),
        ("https://x/a.mp4?AWSAccessKeyId=k&Expires=1&Signature=s", "https://x/a.mp4"),
        ("https://x/a.mp4?Policy=p&Signature=s&Key-Pair-Id=k", "https://x/a.mp4"),
        ("https://x/a.mp4?X-Goog-Signature=s&X-Goog-Date=d", "https://x/a.mp4"),
        ("https://x/a?sv=1&st=2&se=3&sr=b&sp=r&sig=s&name=n", "https://x/a?name=n"),
    ])
    func `A signature is left out`(_ url: String, _ bare: String) {
        #expect(SignedURL.bare(url) == bare)
    }

    @Test(arguments: [
        "https://x/a.mp4", "https://x/a.mp4?v=1", "https://x/a?expires=1", "https://x/a?signature=1", "https://x/?",
        "a text with ?sig=1&se=2", "https://x/a#?sig=1&se=2", "", "https://x/a?se=3&sp=r",
    ])
    func `What is not signed stays as it is`(_ text: String) {
        #expect(SignedURL.bare(text) == text)
    }
}
