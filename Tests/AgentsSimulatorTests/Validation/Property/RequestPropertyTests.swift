import AgentsCore
import Testing

@testable import AgentsSimulator

/// What the simulator accepts is exactly what the documentation's tables allow.
@Suite struct RequestPropertyTests {
    private static let count: UInt64 = 1500

    /// A simulator with something of every kind to refer to.
    private func prepare() async throws -> (SimulatorUnderTest, RandomRequest.Known) {
        let simulator = SimulatorUnderTest(
            SimulatorOptions(requestsPerMinute: 1_000_000, concurrentJobs: 1_000_000))
        let image = try await simulator.create(prompt: "A").id
        let video = try await simulator.create(#"{"prompt":"A","model":"ray-3.2","type":"video"}"#).id
        let imageFile = try await ready(simulator, "image/gif", "GIF89a")
        let videoFile = try await ready(simulator, "video/mp4", "\0\0\0\0ftypisom")
        simulator.clock.advance(by: .seconds(60))
        return (
            simulator,
            RandomRequest.Known(
                image: image, video: video, unfinished: try await simulator.create(prompt: "A").id,
                imageFile: imageFile, videoFile: videoFile, pendingFile: try await simulator.createFile(size: 1).id)
        )
    }

    private func ready(_ simulator: SimulatorUnderTest, _ type: String, _ bytes: String) async throws -> String {
        let file = try await simulator.createFile(type, size: bytes.utf8.count)
        let url = try #require(file.upload.value?.url.value)
        let put = try await simulator.fetch(url, .put, fields: ["Content-Type": type], body: Array(bytes.utf8))
        try #require(put.status == 200)
        try #require(try await simulator.send(.post, "/v1/files/\(file.id)/complete").status == 200)
        return file.id
    }

    @Test func acceptsWhatTheTablesAllowAndNothingElse() async throws {
        let (simulator, known) = try await prepare()
        let oracle = RequestOracle(known: known)
        var accepted: [String: Int] = [:]
        var faults: [String: Int] = [:]
        for seed in 0..<Self.count {
            let request = RandomRequest(seed: seed, known)
            let body = RandomRequest.Value.object(request.members).description
            let response = try await simulator.send(.post, "/v1/generations", body)
            if let fault = oracle.fault(of: request.members) {
                faults[fault, default: 0] += 1
                #expect([400, 422].contains(response.status), "\(seed): \(fault): \(body.prefix(2000))")
                #expect(response.detail?.isEmpty == false)
            } else {
                #expect(response.status == 201, "\(seed): \(response.text): \(body.prefix(2000))")
                accepted[try Generation(json: response.body).type.value?.rawValue ?? "", default: 0] += 1
            }
        }
        // The requests are about everything: every type is accepted often, and the faults are many and different.
        #expect(Set(accepted.keys) == Set(Generation.Kind.known.map(\.rawValue)), "\(accepted)")
        #expect(accepted.values.allSatisfy { $0 >= 20 }, "\(accepted)")
        #expect(faults.count >= 30, "\(faults)")
    }
}
