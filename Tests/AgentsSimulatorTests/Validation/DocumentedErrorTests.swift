import AgentsCore
import Testing

@testable import AgentsSimulator

@Suite struct DocumentedErrorTests {
    // Without this, a file that is not found would leave the tests below without cases, and green.
    @Test func theFileIsFound() {
        #expect(DocumentedError.all.count == 64)
    }

    @Test(arguments: DocumentedError.all)
    func isAnsweredByteForByte(_ error: DocumentedError) async throws {
        let scenario = try #require(DocumentedErrorScenario.of(error))
        let simulator = AgentsSimulator(scenario.options, clock: ManualClock())
        for _ in 0..<scenario.earlier {
            let earlier = request(.post, "/v1/generations", #"{"prompt":"B"}"#, scenario)
            try #require(try await simulator.response(to: earlier).status == 201)
        }
        let isCreation = error.endpoint == "POST /v1/generations"
        let body = isCreation ? try #require(scenario.body ?? error.request) : ""
        let path = isCreation ? "/v1/generations" : scenario.path
        let response = try await simulator.response(
            to: request(isCreation ? .post : .get, path, body, scenario))
        #expect(response.status == error.status)
        // None of the texts has a character that JSON escapes.
        #expect(response.text == #"{"detail":"\#(error.detail)"}"#)
        #expect(response.fields["Content-Type"] == "application/json")
    }

    @Test(arguments: DocumentedError.all.filter { $0.status == 400 })
    func isTheWorkOfADocumentedRule(_ error: DocumentedError) throws {
        let body = try #require(DocumentedErrorScenario.of(error)?.body ?? error.request)
        let request = CreateRequest(try GenerationRequest(json: body.utf8))
        let broken = try #require(ValidationRules.all.first { $0.rejection(of: request) != nil })
        #expect(broken.origin == .documented)
    }

    private func request(
        _ method: HTTPMethod, _ path: String, _ body: String, _ scenario: DocumentedErrorScenario
    ) -> HTTPRequest {
        var request = HTTPRequest(method, path, body: Array(body.utf8))
        request.fields["Authorization"] = scenario.authorization
        return request
    }
}
