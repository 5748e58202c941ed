import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// A call and what the server knows of it, for tests of the service.
enum ServiceSamples {
    static let service = AceDataService()
    static let routing = Routing([service])
    static let facts = SubmissionFacts(
        id: "50fc6182-fa86-4c7d-ac12-2fa27ec2f151", traceID: "0b7c1c1a-045c-4145-a434-609cba88f0a9",
        time: WallTime(microseconds: 1_725_077_411_961_999),
        account: AccountIDs(
            application: "06484a45-9d04-498a-98a7-67086dee8166", credential: "e6a879e5-a7c0-4f7b-9d6f-f9a837421a50",
            user: "ad7afe47-cea9-4cda-980f-2ad8810e51cf"))
    static let call = Call(match: nil, traceID: "2efa9340-b21b-4e26-9e14-4aac95f343ab")

    static let body = #"{"action":"generate","prompt":"Astronauts shuttle from space to volcano"}"#

    /// What the Agents API says of the task.
    static func generation(_ state: Generation.State) -> Generation {
        Generation(
            id: "4b088fc8-2bbc-4706-80a6-a0fb118adc1a", type: .value(.video), state: .value(state),
            model: .value(.ray32), createdAt: "2024-08-31T04:10:12Z",
            output: .value(
                state == .completed ? [Generation.Output(type: "video", url: "https://cdn.example/v.mp4")] : []),
            failureReason: .null, failureCode: .null)
    }

    /// A failed generation.
    static func failed(_ code: Member<Generation.FailureCode>, _ reason: Member<String>) -> Generation {
        var generation = generation(.failed)
        (generation.failureCode, generation.failureReason) = (code, reason)
        return generation
    }

    /// What a call asks for.
    ///
    /// - Throws: `Failure` if the call is wrong, or an issue if it has no route.
    static func operation(_ path: String, _ body: String) throws -> Operation {
        guard case .route(_, let match) = routing.target(of: .post, path) else {
            Issue.record("\(path) has no route")
            throw Failure.unknownRoute
        }
        return try service.decode(HTTPRequest(.post, path, body: Array(body.utf8)), at: match)
    }

    /// What a submission asks for.
    static func submission(_ body: String) throws -> Submission {
        guard case .submit(let submission) = try operation("/luma/videos", body) else {
            Issue.record("not a submission")
            throw Failure.unknownRoute
        }
        return submission
    }

    /// The record of a new task, brought up to each of some generations a second after the other.
    static func task(_ body: String = body, _ generations: [Generation] = []) throws -> TaskRecord {
        var task = service.begin(try submission(body), with: facts)
        for (index, generation) in generations.enumerated() {
            service.advance(&task, to: generation, at: facts.time + .milliseconds(1060 * (index + 1)))
        }
        return task
    }

    /// A record as it is answered, which must be what the general renderer makes of its line.
    static func rendered(_ task: TaskRecord, at location: SourceLocation = #_sourceLocation) throws -> String {
        let response = service.encode(.found(task), of: call)
        #expect(response.status == 200, sourceLocation: location)
        #expect(response.fields["x-trace-id"] == call.traceID, sourceLocation: location)
        let line = try TaskRecord(line: task.line.utf8).line
        #expect(line == task.line, sourceLocation: location)
        let documents = try Renderer(registry, to: .dialect(.aceData)).render([line]).documents
        #expect(documents == [response.body.text], sourceLocation: location)
        return response.body.text
    }
}
