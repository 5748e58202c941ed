import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Captured answers of the vendor's, beside those to the same tasks here: keys, their order, and the types of values.
@Suite struct CaptureTests {
    /// Members that are `null` here until somebody has looked into the file.
    private static let unprobed: Set<String> = [
        "video_height", "video_width", "thumbnail_url", "thumbnail_width", "thumbnail_height",
    ]

    /// What differs in keys, order or types.
    private func differences(_ answer: JSONTree, _ capture: JSONTree, at path: String = "") -> [String] {
        switch (answer, capture) {
        case (.object, .object):
            let (own, others) = (answer.members ?? [], capture.members ?? [])
            guard own.map(\.key) == others.map(\.key) else {
                return ["\(path): \(own.map(\.key.text)) and not \(others.map(\.key.text))"]
            }
            return zip(own, others).flatMap { differences($0.value, $1.value, at: "\(path).\($0.key.text)") }
        case (.array, .array):
            let (own, others) = (answer.elements ?? [], capture.elements ?? [])
            guard own.count == others.count else { return ["\(path): \(own.count) and not \(others.count)"] }
            return zip(own, others).flatMap { differences($0, $1, at: path + "[]") }
        case _ where answer.isNull && Self.unprobed.contains(String(path.split(separator: ".").last ?? "")): return []
        default: return kind(answer) == kind(capture) ? [] : ["\(path): \(kind(answer)) and not \(kind(capture))"]
        }
    }

    private func kind(_ value: JSONTree) -> String {
        if value.text != nil { return "string" }
        if value.isNull { return "null" }
        if value.members != nil { return "object" }
        if value.elements != nil { return "array" }
        return ["true", "false"].contains("\(value)") ? "boolean" : "number"
    }

    /// The task of a captured body, here.
    private func task(like capture: JSONTree, request: JSONTree? = nil) throws -> TaskRecord {
        let prompt = capture["prompt"]?.text ?? capture.value(at: "response.prompt")?.text ?? "p"
        let body = request.map { "\($0)" } ?? #"{"prompt":"\#(prompt)"}"#
        let stages = [Generation.State.processing, .completed].map(ServiceSamples.generation)
        return try ServiceSamples.task(body, stages)
    }

    private func answer(_ outcome: Outcome) throws -> JSONTree {
        try JSONTree(ServiceSamples.service.encode(outcome, of: ServiceSamples.call).body)
    }

    private func capture(_ name: String) throws -> JSONTree {
        try JSONTree(Fixture.named("acedata/\(name)").bytes)
    }

    @Test(arguments: ["01_", "02_", "03_", "05_", "09_"])
    func finishedBodies(_ name: String) throws {
        let capture = try capture(name)
        let task = try task(like: capture)
        #expect(differences(try answer(.ended(task)), capture) == [])
        #expect(try answer(.ended(task))["prompt"] == capture["prompt"])
    }

    @Test func `the callback is the finished body`() throws {
        let capture = try capture("08_")
        let body = #"{"prompt":"\#(capture["prompt"]?.text ?? "")","callback_url":"https://hooks.example.com/a"}"#
        let task = try ServiceSamples.task(body, [ServiceSamples.generation(.completed)])
        let callback = try #require(try ServiceSamples.service.callback(for: task))
        #expect(differences(try JSONTree(callback.body), capture) == [])
        #expect(callback.body == ServiceSamples.service.encode(.ended(task), of: ServiceSamples.call).body)
    }

    @Test func `acknowledgement`() throws {
        #expect(differences(try answer(.accepted(try ServiceSamples.task())), try capture("07_")) == [])
    }

    /// Tasks as they have been since mid-2026; `type`, which came last, is the only member beyond the captured ones.
    @Test func `a task and a batch`() throws {
        let single = try capture("14_")
        let record = try task(like: single, request: single["request"])
        #expect(differences(try answer(.found(record)).without("type"), single) == [])
        #expect(try answer(.found(record))["request"] == single["request"])

        let batch = try capture("15_")
        let records = try batch["items"]?.elements?.map { try task(like: $0, request: $0["request"]) } ?? []
        let page = TaskPage(of: TaskQuery(limit: 9, isCounted: true), records, hasMore: false, total: records.count)
        #expect(differences(try answer(.page(page)).without("type"), batch) == [])
        #expect(records.count == 2)
    }

    @Test func `an error of the worker`() throws {
        let response = ServiceSamples.service.encode(
            Failure(.generationFailed, "fetch failed"), of: ServiceSamples.call)
        let capture = try capture("16_")
        #expect(response.status == 500)
        #expect(differences(try JSONTree(response.body), capture) == [])
        #expect(try JSONTree(response.body)["error"] == capture["error"])
    }

    @Test func `an unknown task`() throws {
        #expect(try answer(.found(nil)) == capture("17_"))
    }
}

extension JSONTree {
    /// The value without the members of a name, wherever they are.
    fileprivate func without(_ key: String) -> JSONTree {
        if let members {
            return .object(
                members.filter { $0.key.text != key }.map { .init($0.key, $0.value.without(key)) })
        }
        if let elements { return .array(elements.map { $0.without(key) }) }
        return self
    }
}
