import AgentsCore
import AgentsSimulator
import Testing

@Suite struct GenerationStateTests {
    private static let video = #"{"prompt":"A","model":"ray-3.2","type":"video"}"#

    @Test func anAcceptedRequestIsAnsweredAsDocumented() async throws {
        let simulator = SimulatorUnderTest()
        let response = try await simulator.send(.post, "/v1/generations", #"{"prompt":"A glass of iced coffee"}"#)
        #expect(response.status == 201)
        let id = try Generation(json: response.body).id
        #expect(
            response.text == #"{"id":"\#(id)","type":"image","state":"queued","model":"uni-1","#
                + #""created_at":"2026-04-08T12:00:00Z","output":[],"failure_reason":null,"failure_code":null}"#)
    }

    @Test(arguments: [
        (#"{"prompt":"A"}"#, 1.0, 2000, 30_000), (Self.video, 1.0, 5000, 60_000), (Self.video, 10.0, 500, 6000),
        (#"{"prompt":"A [[take=15]]"}"#, 1.0, 1000, 15_000), (#"{"prompt":"A [[take=100]]"}"#, 1.0, 2000, 100_000),
        (#"{"prompt":"A [[take=15]]"}"#, 5.0, 200, 3000),
    ])
    func statesFollowTheClock(_ body: String, _ speed: Double, _ queued: Int, _ total: Int) async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(speed: speed))
        let id = try await simulator.create(body).id
        var seen: [Generation.State?] = []
        func look(at milliseconds: Int) async throws {
            simulator.clock.advance(by: .milliseconds(milliseconds) - simulator.clock.now)
            seen.append(try await simulator.get(id).state.value)
        }
        try await look(at: 0)
        try await look(at: queued - 1)
        try await look(at: queued)
        try await look(at: total - 1)
        try await look(at: total)
        try await look(at: total * 100)
        #expect(seen == [.queued, .queued, .processing, .processing, .completed, .completed])
    }

    @Test func theQuickestJobIsQueuedAtFirst() async throws {
        let simulator = SimulatorUnderTest()
        let created = try await simulator.create(prompt: "A [[take=0]]")
        #expect(created.state == .value(.queued))
        #expect(created.output == .value([]))
        #expect(try await simulator.get(created.id).state == .value(.completed))
    }

    @Test(arguments: [0, -1, .nan, .infinity, 1e-300, 1e300])
    func noSpeedIsTooMuch(_ speed: Double) async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(speed: speed, urlLifetime: .seconds(Int64.max)))
        let id = try await simulator.create(prompt: "A [[take=86400]]").id
        simulator.clock.advance(by: .seconds(100_000_000))
        let url = try #require(try await simulator.get(id).output.value?.first?.url.value)
        #expect(try await simulator.fetch(url).status == 200)
    }

    @Test func outputsAppearAtTheEnd() async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.create(Self.video).id
        simulator.clock.advance(by: .seconds(59))
        #expect(try await simulator.get(id).output == .value([]))
        simulator.clock.advance(by: .seconds(1))
        let output = try #require(try await simulator.get(id).output.value?.first)
        #expect(output.type == "video")
        #expect(output.url.value?.hasPrefix("http://127.0.0.1:9090/_storage/\(id)/0.mp4?X-Amz-Expires=3600&") == true)
        #expect(output.layer == .absent)
    }

    @Test(arguments: [
        (#"{"prompt":"A"}"#, ["image 0.png"]),
        (#"{"prompt":"A","output_format":"jpeg"}"#, ["image 0.jpg"]),
        (#"{"prompt":"A [[outputs=3]]"}"#, ["image 0.png", "image 1.png", "image 2.png"]),
        (#"{"prompt":"A [[outputs=0]]"}"#, []),
        (
            #"{"prompt":"A","model":"ray-3.2","type":"video","video":{"hdr":true,"exr_export":true}}"#,
            ["video 0.mp4", "exr 1.exr"]
        ),
    ])
    func outputsAreThoseAskedFor(_ body: String, _ expected: [String]) async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.create(body).id
        simulator.clock.advance(by: .seconds(60))
        let outputs = try #require(try await simulator.get(id).output.value)
        let names = outputs.map { output in
            let file = output.url.value?.split(separator: "?").first?.split(separator: "/").last ?? ""
            return "\(output.type.value?.rawValue ?? "") \(file)"
        }
        #expect(names == expected)
    }

    @Test func layersSayWhatTheyAre() async throws {
        let simulator = SimulatorUnderTest()
        let body = #"{"prompt":"","type":"layering","source":{"url":"https://example.com/a.png"}}"#
        let id = try await simulator.create(body).id
        simulator.clock.advance(by: .seconds(30))
        let outputs = try #require(try await simulator.get(id).output.value)
        #expect(outputs.map(\.layer.value?.index) == [0, 1, 2])
        #expect(outputs.map(\.layer.value?.alphaHint) == [.value(.hard), .value(.hard), .value(.none)])
        #expect(outputs.allSatisfy { $0.layer.value?.bounds.value?.canvasWidth == 64 })
    }

    @Test(arguments: [
        ("content_moderated", "Generation output was flagged by our content moderation system."),
        ("generation_failed", "Generation failed"),
        ("budget_exhausted", "Insufficient balance to complete this generation."),
        ("output_not_found", "Output artifacts not found"),
        ("a_code_of_tomorrow", "Simulated failure: a_code_of_tomorrow"),
    ])
    func aFailureComesAtTheEnd(_ code: String, _ reason: String) async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.create(prompt: "A [[fail=\(code)]]").id
        simulator.clock.advance(by: .seconds(29))
        let working = try await simulator.get(id)
        #expect(working.state == .value(.processing))
        #expect(working.failureCode == .null)
        simulator.clock.advance(by: .seconds(1))
        let failed = try await simulator.get(id)
        #expect(failed.state == .value(.failed))
        #expect(failed.failureCode.value?.rawValue == code)
        #expect(failed.failureReason == .value(reason))
        #expect(failed.output == .value([]))
    }

    @Test func aJobThatNeverEnds() async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.create(prompt: "A [[never]]").id
        simulator.clock.advance(by: .seconds(1_000_000))
        #expect(try await simulator.get(id).state == .value(.processing))
    }

    @Test func othersLookLikeUnknownOnes() async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.create(prompt: "A").id
        let own = try await simulator.send(.get, "/v1/generations/\(id.uppercased())")
        #expect(own.status == 200)
        let foreign = try await simulator.send(.get, "/v1/generations/\(id)", key: "luma-api-other")
        let unknown = try await simulator.send(.get, "/v1/generations/\(id.dropLast())x")
        #expect(foreign.status == 404)
        #expect(foreign.body == unknown.body)
        #expect(foreign.detail == "Generation not found")
    }
}
