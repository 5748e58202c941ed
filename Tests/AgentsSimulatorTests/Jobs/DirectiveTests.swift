import AgentsCore
import HTTPTransport
import Testing

@testable import AgentsSimulator

@Suite struct DirectiveTests {
    @Test(arguments: [
        ("no directives, [one] bracket, [[unknown]] ones, [[never=1]]", Directives()),
        (
            "[[fail=generation_failed]] and [[take=1.5]]",
            .with {
                $0.failureCode = .generationFailed
                $0.duration = .seconds(1.5)
            }
        ),
        ("[[http=503]]", .with { $0.status = 503 }),
        ("a [[never]] b", .with { $0.neverEnds = true }),
        (
            "[[lose-reply]][[stall]]",
            .with {
                $0.losesReply = true
                $0.stalls = true
            }
        ),
        ("[[[outputs=4]]]", .with { $0.outputs = 4 }),
        ("[[take=1]] [[take=2]]", .with { $0.duration = .seconds(2) }),
        ("[[ x [[stall]]", .with { $0.stalls = true }),
        ("[[stall", Directives()),
        ("[[", Directives()),
        (String(repeating: "[[", count: 1000) + "stall]]", .with { $0.stalls = true }),
        ("[[stall" + String(repeating: " ", count: 200) + "]] [[never]]", .with { $0.neverEnds = true }),
        ("]][[", Directives()),
    ])
    func areRead(_ prompt: String, _ expected: Directives) throws {
        #expect(try Directives(parsing: prompt) == expected)
    }

    @Test(arguments: [
        "[[fail=]]", "[[fail]]", "[[fail=Bad Code]]", "[[http=200]]", "[[http=600]]", "[[http=x]]", "[[take=-1]]",
        "[[take=nan]]", "[[take=1e9]]", "[[take=]]", "[[outputs=17]]", "[[outputs=-1]]",
    ])
    func thatCannotBeFollowedAreRefused(_ prompt: String) async throws {
        #expect(throws: Rejection.self) { try Directives(parsing: prompt) }
        let response = try await SimulatorUnderTest().send(.post, "/v1/generations", #"{"prompt":"\#(prompt)"}"#)
        #expect(response.status == 422)
    }

    @Test(arguments: [400, 402, 413, 418, 429, 500, 502, 503, 599])
    func anErrorIsAnsweredAndNothingAccepted(_ status: Int) async throws {
        let simulator = SimulatorUnderTest()
        let response = try await simulator.send(.post, "/v1/generations", #"{"prompt":"A [[http=\#(status)]]"}"#)
        #expect(response.status == status)
        #expect(response.detail != nil)
        #expect((response.fields["Retry-After"] != nil) == (status == 429))
        #expect(try await simulator.stats()["jobs_created"] as? Int == 0)
    }

    @Test func aLostReplyLeavesAJob() async throws {
        let simulator = SimulatorUnderTest()
        let request = HTTPRequest(
            .post, "/v1/generations", fields: ["Authorization": "Bearer luma-api-test"],
            body: Array(#"{"prompt":"A [[lose-reply]]"}"#.utf8))
        #expect(await simulator.simulator.respond(to: request) == .disconnect)
        let stats = try await simulator.stats()
        #expect(stats["jobs_created"] as? Int == 1)
        #expect(stats["requests"] as? [String: [String: Int]] == ["POST /v1/generations": ["disconnected": 1]])
    }

    @Test func aStalledRequestEndsWithItsClient() async throws {
        let simulator = SimulatorUnderTest()
        let request = HTTPRequest(
            .post, "/v1/generations", fields: ["Authorization": "Bearer luma-api-test"],
            body: Array(#"{"prompt":"A [[stall]]"}"#.utf8))
        let task = Task { await simulator.simulator.respond(to: request) }
        await simulator.clock.waitForSleepers(1)
        simulator.clock.advance(by: .seconds(100_000))
        await simulator.clock.waitForSleepers(1)
        task.cancel()
        #expect(await task.value == .disconnect)
        let stats = try await simulator.stats()
        #expect(stats["jobs_created"] as? Int == 0)
        #expect(stats["requests"] as? [String: [String: Int]] == ["POST /v1/generations": ["unanswered": 1]])
    }

    @Test func anInvalidRequestIsRefusedBeforeItsDirectives() async throws {
        let simulator = SimulatorUnderTest()
        let body = #"{"prompt":"A [[http=503]]","model":"no-such"}"#
        #expect(try await simulator.send(.post, "/v1/generations", body).status == 400)
    }
}

extension Directives {
    fileprivate static func with(_ change: (inout Directives) -> Void) -> Directives {
        var directives = Directives()
        change(&directives)
        return directives
    }
}
