import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// A call and what the server knows of it, for tests of the service.
enum ServiceSamples {
    static let service = DreamMachineService()
    static let routing = Routing([service])
    static let facts = SubmissionFacts(
        id: "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", traceID: "11111111-2222-4333-8444-555555555555",
        time: WallTime(microseconds: 1_747_421_619_062_856),
        account: AccountIDs(application: "a", credential: "c", user: "u"))
    static let call = Call(match: nil, traceID: facts.traceID)

    static let body =
        #"{"prompt":"an old lady laughing underwater, wearing a scuba diving suit","model":"ray-flash-2","resolution":"720p","duration":"5s"}"#

    /// What the Agents API says of the task.
    static func generation(_ state: Generation.State) -> Generation {
        Generation(
            id: "d0000000-0000-4000-8000-000000000004", type: .value(.video), state: .value(state),
            model: .value(.ray32), createdAt: "2025-05-16T18:53:40Z", output: .value([]), failureReason: .null,
            failureCode: .null)
    }

    /// What a call asks for.
    ///
    /// - Throws: `Failure` if the call is wrong, or an issue if it has no route.
    static func operation(
        _ method: HTTPMethod, _ path: String, _ body: String = "", query: String? = nil, fields: HTTPFields = [:]
    ) throws -> Operation {
        guard case .route(_, let match) = routing.target(of: method, "/dream-machine/v1\(path)") else {
            Issue.record("\(path) has no route")
            throw Failure.unknownRoute
        }
        let request = HTTPRequest(method, path, query: query, fields: fields, body: Array(body.utf8))
        return try service.decode(request, at: match)
    }

    /// What a creation submits.
    static func submission(_ path: String, _ body: String, fields: HTTPFields = [:]) throws -> Submission {
        guard case .submit(let submission) = try operation(.post, path, body, fields: fields) else {
            Issue.record("not a submission")
            throw Failure.unknownRoute
        }
        return submission
    }

    /// The record of a new task.
    static func task(_ body: String = body, at path: String = "/generations") throws -> TaskRecord {
        service.begin(try submission(path, body), with: facts)
    }

    /// A record as it is answered, which must be what the general renderer makes of its line.
    static func rendered(_ task: TaskRecord, at location: SourceLocation = #_sourceLocation) throws -> String {
        let response = service.encode(.found(task), of: call)
        #expect(response.status == 200, sourceLocation: location)
        let line = try TaskRecord(line: task.line.utf8).line
        #expect(line == task.line, sourceLocation: location)
        let documents = try Renderer(registry, to: .dialect(.dreamMachine)).render([line]).documents
        #expect(documents == [response.body.text], sourceLocation: location)
        return response.body.text
    }
}
