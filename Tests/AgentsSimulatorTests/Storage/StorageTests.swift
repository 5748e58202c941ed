import AgentsCore
import AgentsSimulator
import Testing

@Suite struct StorageTests {
    /// A simulator and the URL of a file that it has made.
    private func file(
        _ body: String = #"{"prompt":"A"}"#, _ options: SimulatorOptions = SimulatorOptions()
    ) async throws -> (SimulatorUnderTest, url: String, id: String) {
        let simulator = SimulatorUnderTest(options)
        let id = try await simulator.create(body).id
        simulator.clock.advance(by: .seconds(60))
        return (simulator, try #require(try await simulator.get(id).output.value?.first?.url.value), id)
    }

    @Test(
        arguments: [
            (#"{"prompt":"A"}"#, "image/png", [0x89, 0x50, 0x4E, 0x47]),
            (#"{"prompt":"A","output_format":"jpeg"}"#, "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0]),
            (#"{"prompt":"A","model":"ray-3.2","type":"video"}"#, "video/mp4", [0x00, 0x00, 0x00, 0x20]),
        ] as [(String, String, [UInt8])])
    func filesAreReal(_ body: String, _ type: String, _ signature: [UInt8]) async throws {
        let (simulator, url, _) = try await file(body)
        let response = try await simulator.fetch(url)
        #expect(response.status == 200)
        #expect(response.fields["Content-Type"] == type)
        #expect(response.fields["Accept-Ranges"] == "bytes")
        #expect(response.fields["X-API-Version"] == nil)
        #expect(response.body.count > 400)
        #expect(Array(response.body.prefix(4)) == signature)
        #expect(try await simulator.fetch(url, .head) == response)
    }

    @Test func everyLookMakesAnotherURLAndAllAreGood() async throws {
        let (simulator, first, id) = try await file(#"{"prompt":"A [[outputs=2]]"}"#)
        var urls = [first]
        for _ in 0..<3 {
            let outputs = try #require(try await simulator.get(id).output.value)
            urls += outputs.compactMap(\.url.value)
        }
        #expect(Set(urls).count == 7)
        for url in urls { #expect(try await simulator.fetch(url).status == 200) }
    }

    @Test func expires() async throws {
        let (simulator, url, id) = try await file()
        simulator.clock.advance(by: .seconds(3599))
        #expect(try await simulator.fetch(url).status == 200)
        simulator.clock.advance(by: .seconds(1))
        let expired = try await simulator.fetch(url)
        #expect(expired.status == 403)
        #expect(expired.fields["Content-Type"] == "application/xml")
        #expect(expired.text.contains("Request has expired"))
        let again = try #require(try await simulator.get(id).output.value?.first?.url.value)
        #expect(try await simulator.fetch(again).status == 200)
    }

    @Test func lifetimesCanBeShorter() async throws {
        let (simulator, url, _) = try await file(
            #"{"prompt":"A"}"#, SimulatorOptions(urlLifetime: .seconds(5)))
        simulator.clock.advance(by: .seconds(4))
        #expect(try await simulator.fetch(url).status == 200)
        simulator.clock.advance(by: .seconds(1))
        #expect(try await simulator.fetch(url).status == 403)
    }

    @Test func whatIsChangedIsRefused() async throws {
        let (simulator, url, _) = try await file()
        let bare = String(url.prefix { $0 != "?" })
        var forged = [bare, bare + "?", bare + "?X-Amz-Signature=", url + "0", url + "&a=b"]
        forged.append(url.replacing("Expires=3600", with: "Expires=36000"))
        forged.append(url.replacing("/0.png", with: "/1.png"))
        forged.append(url.replacing(".png", with: ".mp4"))
        forged.append(bare + "?" + String(repeating: "x", count: 5000))
        for index in url.indices.dropFirst(bare.count + 1) {
            var changed = url
            changed.replaceSubrange(index...index, with: url[index] == "1" ? "2" : "1")
            forged.append(changed)
        }
        for url in forged {
            let response = try await simulator.fetch(url)
            #expect(response.status == 403, "\(url)")
            #expect(response.text.contains("<Error><Code>"))
        }
        // Another simulator has another key.
        #expect(try await SimulatorUnderTest().fetch(url).status == 403)
    }

    @Test(arguments: [
        ("bytes=0-9", 0..<10), ("bytes=10-", 10..<535), ("bytes=-5", 530..<535), ("bytes=500-9999", 500..<535),
        ("bytes=-9999", 0..<535), ("bytes=534-99999999999999999999999", 534..<535),
    ])
    func parts(_ range: String, _ expected: Range<Int>) async throws {
        let (simulator, url, _) = try await file()
        let whole = try await simulator.fetch(url).body
        let response = try await simulator.fetch(url, fields: ["Range": range])
        #expect(response.status == 206)
        #expect(response.body == Array(whole[expected]))
        let field = "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/\(whole.count)"
        #expect(response.fields["Content-Range"] == field)
    }

    @Test(arguments: [
        ("bytes=535-", 416), ("bytes=-0", 416), ("bytes=99999999999999999999999-", 416), ("bytes=5-4", 200),
        ("bytes=0-1,3-4", 200), ("items=0-1", 200), ("bytes=", 200), ("bytes=-", 200), ("bytes=a-b", 200),
        ("bytes=--1", 200), ("bytes=+1-2", 200),
    ])
    func otherRanges(_ range: String, _ status: Int) async throws {
        let (simulator, url, _) = try await file()
        let response = try await simulator.fetch(url, fields: ["Range": range])
        #expect(response.status == status)
        #expect(response.fields["Content-Range"] == (status == 416 ? "bytes */535" : nil))
    }

    @Test func filesAreWhereTheRequestCameTo() async throws {
        let clock = ManualClock()
        let simulator = AgentsSimulator(SimulatorOptions(), clock: clock)
        var request = HTTPRequest(
            .post, "/v1/generations", fields: ["Authorization": "Bearer luma-api-a"],
            body: Array(#"{"prompt":"A"}"#.utf8))
        let created = try await simulator.response(to: request)
        clock.advance(by: .seconds(30))
        request.method = .get
        request.path = "/v1/generations/\(try Generation(json: created.body).id)"
        for (host, origin) in [
            ("[::1]:9090", "http://[::1]:9090/"), ("a.example", "http://a.example/"), ("a/b", "http://localhost/"),
            ("a\"b", "http://localhost/"), ("", "http://localhost/"),
        ] {
            request.fields["Host"] = host
            let response = try await simulator.response(to: request)
            let url = try Generation(json: response.body).output.value?.first?.url.value
            #expect(url?.hasPrefix(origin + "_storage/") == true)
        }
    }
}
