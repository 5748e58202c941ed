import AgentsCore
import Foundation
import Testing

/// A document of `Fixtures/agents`; test reports show its file name.
struct AgentsFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    var testDescription: String { name }

    /// The bodies of create requests. (`req_sdk_file_create…` is the body of another endpoint: all but its `user_id` is
    /// unknown here, which makes it the test of that.)
    static let requests = all(prefix: "req_")
    static let responses = all(prefix: "resp_")

    static func named(_ name: String) throws -> AgentsFixture {
        try #require((requests + responses).first { $0.name == name })
    }

    private static func all(prefix: String) -> [AgentsFixture] {
        let root = URL(filePath: #filePath).appending(path: "../../../../Fixtures/agents").standardizedFileURL
        let files = (try? FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? []
        return
            files
            .filter { $0.lastPathComponent.hasPrefix(prefix) && $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .compactMap { file in
                guard let data = try? Data(contentsOf: file) else { return nil }
                return AgentsFixture(name: file.lastPathComponent, bytes: Array(data))
            }
    }
}

@Suite struct AgentsFixtureTests {
    // Without this, a folder that is not found would leave every test over fixtures without cases, and green.
    @Test func theFolderIsFound() {
        #expect(AgentsFixture.requests.count >= 14)
        #expect(AgentsFixture.responses.count >= 6)
    }
}
