import AgentsCore
import Testing

/// Options from the environment.
@Suite struct ClientOptionsTests {
    private typealias Options = GenerationClient.Options

    private func options(_ environment: [String: String]) throws(ClientError) -> Options {
        try Options(environment: { environment[$0] })
    }

    @Test func `Key and base URL are taken`() throws {
        let options = try options(["LUMA_AGENTS_API_KEY": "luma-api-x", "LUMA_BASE_URL": "http://localhost:1/v1"])
        #expect(options.credential == Credential("luma-api-x"))
        #expect(options.baseURL == "http://localhost:1/v1")
        #expect(options.retries == .standard)
    }

    @Test(arguments: [nil, ""]) func `Without a base URL it is the service's`(url: String?) throws {
        var environment = ["LUMA_AGENTS_API_KEY": "luma-api-x"]
        environment["LUMA_BASE_URL"] = url
        #expect(try options(environment).baseURL == "https://agents.lumalabs.ai/v1")
    }

    @Test(arguments: [nil, "", "luma api", "luma\r\nX-Evil: 1", "lüma"])
    func `Without a good key there are none, and the error does not show it`(key: String?) throws {
        var environment: [String: String] = [:]
        environment["LUMA_AGENTS_API_KEY"] = key
        let error = try #require(throws: ClientError.self) { try options(environment) }
        #expect(error.code == .invalidCall && error.reason.contains("LUMA_AGENTS_API_KEY"))
        #expect(!error.description.contains("luma"))
    }

    @Test func `Options show no key`() {
        #expect(!"\(Options(credential: Credential("luma-api-x")))".contains("luma-api"))
        let client = GenerationClient(CannedTransport(200, "{}"), Options(credential: Credential("luma-api-x")))
        var shown = "\(client)"
        dump(client, to: &shown)
        #expect(!shown.contains("luma-api"))
    }
}
