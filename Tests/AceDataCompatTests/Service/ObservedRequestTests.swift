import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Bodies that are documented, or that clients were seen to send.
@Suite struct ObservedRequestTests {
    @Test(
        arguments: [
            ("72_", .onEnd(within: .seconds(295))), ("73_", .onEnd(within: .seconds(295))), ("74_", .onAcceptance),
            ("75_", .onAcceptance), ("76_", .onAcceptance), ("77_", .onAcceptance), ("79_", .onAcceptance),
            ("80_", .onAcceptance),
        ] as [(String, Submission.Answer)])
    func submissions(_ fixture: String, _ answer: Submission.Answer) throws {
        let body = try Fixture.bytes(ofRequest: fixture)
        let submission = try ServiceSamples.submission(body)
        #expect(submission.answer == answer)
        #expect(try JSONTree(text: submission.body) == JSONTree(text: body))
    }

    @Test func `an end image of an extension is refused before anything is spent`() throws {
        let failure = try #require(throws: Failure.self) {
            try ServiceSamples.submission(Fixture.bytes(ofRequest: "78_"))
        }
        let response = ServiceSamples.service.encode(failure, of: ServiceSamples.call)
        #expect(response.status == 400)
        #expect(try JSONTree(response.body).value(at: "error.code")?.text == "api_not_implemented")
    }

    @Test func `one task`() throws {
        for (fixture, id) in [
            ("70_", "50fc6182-fa86-4c7d-ac12-2fa27ec2f151"), ("81_", "00000000-0000-0000-0000-000000000000"),
        ] {
            guard case .find(.id(id)) = try operation(fixture) else {
                Issue.record("not a look-up of \(id)")
                return
            }
        }
    }

    @Test func `several tasks`() throws {
        guard case .select(let keys, _) = try operation("71_") else {
            Issue.record("not several tasks")
            return
        }
        #expect(
            keys == [.id("50fc6182-fa86-4c7d-ac12-2fa27ec2f151"), .id("76a05f61-68ad-4c1a-838f-a00cd08cf65b")])
    }

    private func operation(_ fixture: String) throws -> Adapters.Operation {
        try ServiceSamples.operation("/luma/tasks", Fixture.bytes(ofRequest: fixture))
    }
}

extension Fixture {
    /// The body of a documented request.
    fileprivate static func bytes(ofRequest name: String) throws -> String {
        String(decoding: try named("acedata/\(name)").bytes, as: UTF8.self)
    }
}
