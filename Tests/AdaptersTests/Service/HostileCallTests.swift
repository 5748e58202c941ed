import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Calls that nobody meant to send: every one has an answer in the dialect's shape, and every record can be shown.
@Suite struct HostileCallTests {
    private static let services: [any DialectService] = [AceDataService(), DreamMachineService()]
    private static let renderers = services.map { Renderer(.known, to: .dialect($0.dialect)) }
    private static let call = Call(match: nil, traceID: "0b7c1c1a-045c-4145-a434-609cba88f0a9")
    private static let facts = SubmissionFacts(
        id: "50fc6182-fa86-4c7d-ac12-2fa27ec2f151", traceID: call.traceID, time: WallTime(seconds: 1_725_077_411),
        account: AccountIDs(application: "a", credential: "c", user: "u"))

    private static let calls = [
        ("/luma/videos", #"{"action":"generate","prompt":"p","loop":true,"timeout":300,"async":true,"x":{"_id":5}}"#),
        ("/luma/videos", #"{"action":"extend","prompt":"p","video_id":"v","callback_url":null,"timeout":1.5}"#),
        ("/luma/tasks", #"{"action":"retrieve","id":"a","task_id":"b","trace_id":"c"}"#),
        ("/luma/tasks", #"{"action":"retrieve_batch","ids":["a","b"],"trace_ids":["c"]}"#),
        (
            "/dream-machine/v1/generations",
            #"{"prompt":"a teapot","loop":false,"keyframes":{"frame0":{"type":"image","url":"https://a.example/i"}},"model":"ray-2"}"#
        ),
    ]

    @Test(arguments: calls)
    func everyCallIsAnswered(_ path: String, _ body: String) throws {
        let routing = Routing(Self.services)
        guard case .route(let service, let match) = routing.target(of: .post, path) else {
            Issue.record("no route")
            return
        }
        var mutator = Mutator(seed: 5)
        var (submissions, failures) = (0, 0)
        for _ in 0..<150 {
            let mutant = mutator.mutate(Array(body.utf8)).bytes
            do throws(Failure) {
                let request = HTTPRequest(.post, path, body: mutant)
                guard case .submit(let submission) = try service.decode(request, at: match) else { continue }
                submissions += 1
                check(submission, service)
            } catch {
                failures += 1
                let response = service.encode(error, of: Self.call)
                #expect([400, 413, 422].contains(response.status), "\(mutant.text)")
                #expect(throws: Never.self, "\(mutant.text)") { try JSONTree(response.body) }
            }
        }
        #expect(failures > 0)
        #expect((submissions > 0) == !path.hasSuffix("tasks"))
    }

    /// A record is shown by both services at every stage, as the library renders its line.
    private func check(_ submission: Submission, _ service: any DialectService) {
        var task = service.begin(submission, with: Self.facts)
        let states: [Generation.State] = ["queued", "processing", "\"\n", "completed", "failed"]
        for state in states {
            let output = state == "completed" ? [Generation.Output(type: "video", url: "\"\\u")] : []
            let generation = Generation(
                id: "g", type: "video", state: .value(state), model: "\u{0}", output: .value(output),
                failureReason: state == "failed" ? "\"why\n" : .null, failureCode: "\\")
            service.advance(&task, to: generation, at: Self.facts.time + .seconds(1))
            for (other, renderer) in zip(Self.services, Self.renderers) {
                let response = other.encode(.found(task), of: Self.call)
                #expect(response.status == 200, "\(submission.body)")
                let documents = try? renderer.render([task.line]).documents
                #expect(documents == [response.body.text], "\(submission.body)")
            }
        }
    }
}
