import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// What calls of this API ask for.
@Suite struct DecodingTests {
    @Test(
        arguments: [
            ("", .onEnd(within: .seconds(295))),
            (#","async":null,"timeout":null,"callback_url":null"#, .onEnd(within: .seconds(295))),
            (#","async":false"#, .onEnd(within: .seconds(295))), (#","async":true"#, .onAcceptance),
            (#","callback_url":"""#, .onEnd(within: .seconds(295))),
            (#","callback_url":"https://api.acedata.cloud/health""#, .onAcceptance),
            (#","callback_url":"https:\/\/api.acedata.cloud/health","async":false"#, .onAcceptance),
            (#","timeout":10"#, .onEnd(within: .seconds(5))), (#","timeout":7.5"#, .onEnd(within: .seconds(2.5))),
            (#","timeout":5"#, .onEnd(within: .seconds(1))), (#","timeout":0"#, .onEnd(within: .seconds(1))),
            (#","timeout":1e400"#, .onEnd(within: .seconds(3595))),
            (#","timeout":86400"#, .onEnd(within: .seconds(3595))),
            (#","async":true,"timeout":300"#, .onAcceptance),
        ] as [(String, Submission.Answer)])
    func callersAreAnsweredWhenTheyAsk(_ members: String, _ answer: Submission.Answer) throws {
        let submission = try ServiceSamples.submission(#"{"prompt":"p"\#(members)}"#)
        #expect(submission.answer == answer)
        #expect(submission.request.prompt == "p")
        #expect(submission.body == #"{"prompt":"p"\#(members)}"#)
    }

    @Test(
        arguments: [
            #""callback_url":"https://example.com/hook""#, #""callback_url":"https://api.acedata.cloud/health/""#,
            #""callback_url":5"#, #""timeout":-1"#, #""timeout":"300""#, #""async":"true""#, #""async":1"#,
            #""action":"remix""#,
        ])
    func otherControlsAreRefused(_ member: String) throws {
        let failure = #expect(throws: Failure.self) {
            try ServiceSamples.submission(#"{"prompt":"p",\#(member)}"#)
        }
        let code = failure.map { ServiceSamples.service.encode($0, of: ServiceSamples.call).status }
        #expect(code == 400)
        #expect(failure?.path.map { "\($0)" } == String(member.split(separator: "\"")[0]))
    }

    @Test(arguments: ["", "{", "[]", "null", "{}"])
    func wrongBodiesAreBadRequests(_ body: String) throws {
        for path in ["/luma/videos", "/luma/tasks"] {
            let failure = try #require(throws: Failure.self) { try ServiceSamples.operation(path, body) }
            let response = ServiceSamples.service.encode(failure, of: ServiceSamples.call)
            #expect(response.status == 400)
            #expect(try JSONTree(response.body).value(at: "error.code")?.text == "bad_request")
        }
    }

    // MARK: Tasks

    @Test(
        arguments: [
            (#"{"id":"a"}"#, .id("a")), (#"{"task_id":"a"}"#, .id("a")), (#"{"trace_id":"a"}"#, .traceID("a")),
            (#"{"action":"retrieve","id":"a"}"#, .id("a")), (#"{"action":null,"id":"a"}"#, .id("a")),
            (#"{"trace_id":"c","task_id":"b","id":"a"}"#, .id("a")),
            (#"{"trace_id":"c","task_id":"b","id":null}"#, .id("b")), (#"{"trace_id":"c","id":""}"#, .traceID("c")),
            (#"{"id":"\u0061","ids":["b"],"other":{}}"#, .id("a")),
        ] as [(String, TaskKey)])
    func oneTaskIsFound(_ body: String, _ key: TaskKey) throws {
        guard case .find(let found) = try ServiceSamples.operation("/luma/tasks", body) else {
            Issue.record("not a look-up")
            return
        }
        #expect(found == key)
    }

    @Test(
        arguments: [
            (#""ids":["b","a","b"]"#, [.id("b"), .id("a"), .id("b")]), (#""ids":[]"#, []),
            (#""trace_ids":["t"],"ids":null"#, [.traceID("t")]),
            (#""trace_ids":["t"],"ids":["a"]"#, [.id("a"), .traceID("t")]),
        ] as [(String, [TaskKey])])
    func severalTasksAreListed(_ members: String, _ keys: [TaskKey]) throws {
        let body = #"{"action":"retrieve_batch",\#(members)}"#
        guard case .list(let found) = try ServiceSamples.operation("/luma/tasks", body) else {
            Issue.record("not a list")
            return
        }
        #expect(found == keys)
    }

    @Test(
        arguments: [
            #"{"action":"retrieve"}"#, #"{"id":5}"#, #"{"id":"a","trace_id":5}"#, #"{"id":["a"]}"#, #"{"ids":["a"]}"#,
            #"{"action":"retrieve_batch"}"#, #"{"action":"retrieve_batch","id":"a"}"#,
            #"{"action":"retrieve_batch","ids":"a"}"#, #"{"action":"retrieve_batch","ids":["a",null]}"#,
            #"{"action":"retrieve_batch","ids":{"a":"b"}}"#, #"{"action":"generate","id":"a"}"#,
            #"{"action":5,"id":"a"}"#,
        ])
    func wrongNamesAreBadRequests(_ body: String) throws {
        let failure = #expect(throws: Failure.self) { try ServiceSamples.operation("/luma/tasks", body) }
        #expect(failure?.code == .badRequest)
    }

    @Test func `a task is not deleted yet`() throws {
        let failure = try #require(throws: Failure.self) {
            try ServiceSamples.operation("/luma/tasks", #"{"action":"delete","id":"a"}"#)
        }
        let response = ServiceSamples.service.encode(failure, of: ServiceSamples.call)
        #expect(response.status == 400)
        #expect(try JSONTree(response.body).value(at: "error.code")?.text == "api_not_implemented")
    }

    @Test func `names are bounded in number and length`() throws {
        func body(_ ids: Int, _ traces: Int) -> String {
            let texts = [ids, traces].map { "[" + Array(repeating: "\"a\"", count: $0).joined(separator: ",") + "]" }
            return #"{"action":"retrieve_batch","ids":\#(texts[0]),"trace_ids":\#(texts[1])}"#
        }
        guard case .list(let keys) = try ServiceSamples.operation("/luma/tasks", body(999, 1)) else {
            Issue.record("not a list")
            return
        }
        #expect(keys.count == 1000)
        for (ids, traces) in [(1001, 0), (0, 1001), (999, 2)] {
            let failure = #expect(throws: Failure.self) {
                try ServiceSamples.operation("/luma/tasks", body(ids, traces))
            }
            #expect(failure?.code == .badRequest)
        }
        let id = String(repeating: "a", count: 256)
        _ = try ServiceSamples.operation("/luma/tasks", #"{"id":"\#(id)"}"#)
        #expect(throws: Failure.self) { try ServiceSamples.operation("/luma/tasks", #"{"id":"\#(id)a"}"#) }
        #expect(throws: Failure.self) {
            try ServiceSamples.operation("/luma/tasks", #"{"action":"retrieve_batch","ids":["\#(id)a"]}"#)
        }
    }
}
