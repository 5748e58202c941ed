import AgentsCore
import AgentsSimulator
import Testing

@Suite struct MediaIngestTests {
    @Test(arguments: [
        ("https://example.com/a.jpg", 201), ("https://example.com/a", 201), ("HTTPS://EXAMPLE.COM/A.PNG?x=.pdf", 201),
        ("https://example.com:8443/deep/er/a.webp#x", 201), ("https://8.8.8.8/a.jpg", 201),
        ("https://[2606:4700::1111]/a.jpg", 201), ("https://example.com", 201),
        ("http://example.com/a.jpg", 422), ("ftp://example.com/a.jpg", 422), ("url", 422), ("https://", 422),
        ("https:///a.jpg", 422), ("https://user@example.com/a.jpg", 422), ("https://localhost/a.jpg", 422),
        ("https://127.0.0.1/a.jpg", 422), ("https://10.1.2.3/a.jpg", 422), ("https://172.16.0.1/a.jpg", 422),
        ("https://192.168.1.1/a.jpg", 422), ("https://169.254.169.254/latest", 422), ("https://[::1]/a.jpg", 422),
        ("https://[fd00::1]/a.jpg", 422), ("https://a.invalid/a.jpg", 422), ("https://exa mple.com/a.jpg", 422),
        ("https://example.com/a.mp4", 422), ("https://example.com/oversized.jpg", 413),
        ("https://example.com/a-8000x8000.jpg", 201), ("https://example.com/a-10x8001.jpg", 413),
    ])
    func aReferenceImage(_ url: String, _ status: Int) async throws {
        let response = try await SimulatorUnderTest().send(
            .post, "/v1/generations", #"{"prompt":"A","image_ref":[{"url":"\#(url)"}]}"#)
        #expect(response.status == status, "\(response.text)")
        if status != 201 { #expect(response.detail?.hasPrefix("image_ref[0]: ") == true) }
    }

    @Test(
        arguments: [
            (#""url":"https://example.com/a.mp4","media_type":"video/mp4""#, nil),
            (#""url":"https://example.com/a.jpg","media_type":"video/mp4""#, "source: content-type is not a video"),
            (#""data":"AAAA","media_type":"video/mp4""#, nil),
            (#""data":"AAA","media_type":"video/mp4""#, "source: invalid base64 data"),
            (#""data":"","media_type":"video/mp4""#, "source: invalid base64 data"),
        ] as [(String, String?)])
    func aSourceVideo(_ source: String, _ detail: String?) async throws {
        let response = try await SimulatorUnderTest().send(
            .post, "/v1/generations",
            #"{"prompt":"A","model":"ray-3.2","type":"video_edit","source":{\#(source)}}"#)
        #expect(response.status == (detail == nil ? 201 : 422))
        #expect(response.detail == detail)
    }

    @Test func mediaThatATypePassesOverAreNotLookedAt() async throws {
        let response = try await SimulatorUnderTest().send(
            .post, "/v1/generations", #"{"prompt":"A","video":{"start_frame":{"url":"http://localhost/"}}}"#)
        #expect(response.status == 201)
    }
}
