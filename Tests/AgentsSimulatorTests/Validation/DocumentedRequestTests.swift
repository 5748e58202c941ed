import AgentsCore
import AgentsSimulator
import Foundation
import Testing

/// Requests as the documentation and the SDKs print them.
@Suite struct DocumentedRequestTests {
    @Test(arguments: [
        "req_image_edit_url", "req_image_t2i", "req_user_id", "req_video_edit_keyframes_strength",
        "req_video_i2v_frames", "req_video_t2v",
    ])
    func isAccepted(_ name: String) async throws {
        let simulator = SimulatorUnderTest()
        let response = try await simulator.send(.post, "/v1/generations", try fixture(name))
        #expect(response.status == 201, "\(response.text)")
    }

    @Test(arguments: [
        ("req_video_edit_generation_id", "source"), ("req_video_extend_forward", "video.start_frame"),
    ])
    func isAcceptedOnceItsGenerationIsThere(_ name: String, _ path: String) async throws {
        let simulator = SimulatorUnderTest()
        let unknown = try fixture(name, generation: "d290f1ee-6c54-4b01-90e6-d701748f0851")
        let refused = try await simulator.send(.post, "/v1/generations", unknown)
        #expect(refused.status == 400)
        #expect(refused.detail == "\(path): Generation not found")

        let earlier = try await simulator.create(#"{"prompt":"A","model":"ray-3.2","type":"video"}"#)
        let known = try fixture(name, generation: earlier.id)
        let early = try await simulator.send(.post, "/v1/generations", known)
        #expect(early.detail == "\(path): generation is not completed")
        simulator.clock.advance(by: .seconds(60))
        let accepted = try await simulator.send(.post, "/v1/generations", known)
        #expect(accepted.status == 201, "\(accepted.text)")
        let foreign = try await simulator.send(.post, "/v1/generations", key: "luma-api-other", known)
        #expect(foreign.detail == "\(path): Generation not found")
    }

    @Test func aGenerationMustBeOfTheKindThatItsPlaceExpects() async throws {
        let simulator = SimulatorUnderTest()
        let image = try await simulator.create(prompt: "A")
        let video = try await simulator.create(#"{"prompt":"A","model":"ray-3.2","type":"video"}"#)
        simulator.clock.advance(by: .seconds(60))
        let edit = #"{"prompt":"A","type":"image_edit","source":{"generation_id":"\#(video.id)"}}"#
        let ofVideo = try await simulator.send(.post, "/v1/generations", edit)
        #expect(ofVideo.detail == "source: generation has no image output")
        let ofImage = try await simulator.send(
            .post, "/v1/generations", try fixture("req_video_extend_forward", generation: image.id))
        #expect(ofImage.detail == "video.start_frame: generation has no video output")
    }

    @Test func filesAreUnknown() async throws {
        let response = try await SimulatorUnderTest().send(
            .post, "/v1/generations", try fixture("req_video_keyframes"))
        #expect(response.status == 400)
        #expect(response.detail == "video.keyframes[0]: File not found")
    }

    /// A request whose generation, often a placeholder, is replaced.
    private func fixture(_ name: String, generation id: String) throws -> String {
        let pattern = try Regex(#""generation_id"\s*:\s*"[^"]*""#)
        return try fixture(name).replacing(pattern) { _ in #""generation_id":"\#(id)""# }
    }

    private func fixture(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).appending(path: "../../../../Fixtures/agents").standardizedFileURL
        return try String(contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
    }
}
