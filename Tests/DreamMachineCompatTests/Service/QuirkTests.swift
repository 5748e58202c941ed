import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What clients differ about.
@Suite struct QuirkTests {
    private func members(
        _ quirks: DreamMachineService.Quirks, _ state: Generation.State
    ) throws -> [JSONTree.Member] {
        var task = try ServiceSamples.task()
        var generation = ServiceSamples.generation(state)
        if state == .completed {
            generation.output = .value([Generation.Output(type: "video", url: "https://e.com/v")])
        }
        ServiceSamples.service.advance(&task, to: generation, at: ServiceSamples.facts.time)
        let before = task.line
        let response = DreamMachineService(quirks: quirks).encode(.found(task), of: ServiceSamples.call)
        #expect(response.status == 200)
        #expect(task.line == before)
        return try #require(try JSONTree(response.body).members)
    }

    private static let keys = [
        "id", "generation_type", "state", "failure_reason", "created_at", "assets", "model", "request",
    ]

    @Test(arguments: [
        ("queued", "dreaming"), ("processing", "dreaming"), ("completed", "completed"), ("failed", "failed"),
    ])
    func whatHasNotBegunIsDreaming(_ state: String, _ word: String) throws {
        let members = try members(.init(initialState: .dreaming), Generation.State(rawValue: state))
        #expect(members.map(\.key.text) == Self.keys)
        #expect(members[2].value == .text(word))
    }

    @Test(arguments: ["queued", "processing", "failed"])
    func missingAssetsAreAnObject(_ state: String) throws {
        let members = try members(.init(emptyAssets: .object), Generation.State(rawValue: state))
        #expect(members.map(\.key.text) == Self.keys)
        #expect(members[5].value == .object([]))
    }

    @Test func `assets that are there stay as they are`() throws {
        let standard = try members(.init(), .completed)
        let changed = try members(.init(initialState: .dreaming, emptyAssets: .object), .completed)
        #expect(changed.map(\.value) == standard.map(\.value))
        #expect(changed[5].value["video"]?.text == "https://e.com/v")
    }

    @Test(arguments: ["queued", "completed"])
    func theOlderNameStandsBesideTheModel(_ state: String) throws {
        let members = try members(.init(emitsVersion: true), Generation.State(rawValue: state))
        #expect(members.map(\.key.text) == Self.keys.dropLast() + ["version", "request"])
        #expect(members[6].value == .text("ray-3.2"))
        #expect(members[7].value == .text("ray-3.2"))
    }

    @Test func `all of them together, in a list too`() throws {
        let quirks = DreamMachineService.Quirks(initialState: .dreaming, emptyAssets: .object, emitsVersion: true)
        #expect(quirks != .init())
        let service = DreamMachineService(quirks: quirks)
        let task = try ServiceSamples.task()
        let page = TaskPage(of: TaskQuery(limit: 1), [task], hasMore: false)
        let list = try JSONTree(service.encode(.page(page), of: ServiceSamples.call).body)
        let one = try JSONTree(service.encode(.accepted(task), of: ServiceSamples.call).body)
        #expect(list["generations"]?["0"] == one)
        #expect((one["state"], one["assets"]) == (.text("dreaming"), .object([])))
        #expect(one["version"] == .text("ray-3.2"))
    }
}
