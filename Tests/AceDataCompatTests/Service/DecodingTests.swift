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
            (#","callback_url":"https://example.com/hook""#, .onAcceptance),
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
            (#""ids":["b","a","b"]"#, [.id("b"), .id("a"), .id("b")], 3), (#""ids":[]"#, [], 0),
            (#""trace_ids":["t"],"ids":null"#, [.traceID("t")], 1),
            (#""trace_ids":["t"],"ids":["a"]"#, [.id("a"), .traceID("t")], 2),
            (
                #""ids":["a","b","c"],"limit":2,"type":"videos","user_id":"","offset":null"#,
                ["a", "b", "c"].map(TaskKey.id), 2
            ),
        ] as [(String, [TaskKey], Int)])
    func severalTasksAreNamed(_ members: String, _ keys: [TaskKey], _ limit: Int) throws {
        let operation = try ServiceSamples.operation("/luma/tasks", #"{"action":"retrieve_batch",\#(members)}"#)
        guard case .select(let found, let query) = operation else {
            Issue.record("not several tasks")
            return
        }
        #expect(found == keys)
        #expect(query == TaskQuery(limit: limit, isCounted: true))
    }

    @Test(
        arguments: [
            (#""created_at_min":1725077411.961"#, TaskQuery(limit: 100, createdFrom: at(411_961_000), isCounted: true)),
            (
                #""created_at_max":1725077411.961,"limit":7,"offset":14"#,
                TaskQuery(limit: 7, offset: 14, createdUntil: at(411_961_999), isCounted: true)
            ),
            // Whole milliseconds are compared, as tasks show them.
            (
                #""created_at_min":1725077411.9611,"created_at_max":1725077411.9629"#,
                TaskQuery(limit: 100, createdFrom: at(411_962_000), createdUntil: at(411_962_999), isCounted: true)
            ),
            (
                #""created_at_min":-5,"created_at_max":1e99,"limit":1000,"offset":1000000"#,
                TaskQuery(
                    limit: 1000, offset: 1_000_000, createdFrom: WallTime(microseconds: 0),
                    createdUntil: WallTime(microseconds: 253_402_300_799_000_999), isCounted: true)
            ),
            (
                #""created_at_min":1725077411,"limit":5e0"#,
                TaskQuery(limit: 5, createdFrom: at(411_000_000), isCounted: true)
            ),
        ])
    func aPageIsOfATime(_ members: String, _ query: TaskQuery) throws {
        let operation = try ServiceSamples.operation("/luma/tasks", #"{"action":"retrieve_batch",\#(members)}"#)
        guard case .page(let found) = operation else {
            Issue.record("not a page")
            return
        }
        #expect(found == query)
    }

    /// A time in the second that the captured tasks begin in, in microseconds beyond 1725077000.
    private static func at(_ microseconds: Int64) -> WallTime {
        WallTime(microseconds: 1_725_077_000_000_000 + microseconds)
    }

    @Test(
        arguments: [
            #""ids":["a"],"type":"images""#, #""created_at_min":2,"created_at_max":1"#, #""created_at_max":-1"#,
            #""created_at_min":1e300"#,
        ])
    func whatNoTaskFitsIsNotLookedFor(_ members: String) throws {
        let operation = try ServiceSamples.operation("/luma/tasks", #"{"action":"retrieve_batch",\#(members)}"#)
        guard case .list([]) = operation else {
            Issue.record("something is looked for")
            return
        }
    }

    @Test(
        arguments: [
            (#""action":"retrieve_batch","user_id":"U""#, AccountFilter(user: "U"), Outcome.listed([])),
            (
                #""action":"retrieve_batch","application_id":"a","ids":["x"]"#, AccountFilter(application: "a"),
                .listed([])
            ),
            (
                #""action":"delete","id":"x","user_id":"u","application_id":"a""#,
                AccountFilter(application: "a", user: "u"), .deleted(.id("x"), wasThere: false)
            ),
        ] as [(String, AccountFilter, Outcome)])
    func anAccountNarrowsDown(_ members: String, _ account: AccountFilter, _ otherwise: Outcome) throws {
        guard case .only(let found, _, let other) = try ServiceSamples.operation("/luma/tasks", "{\(members)}") else {
            Issue.record("it is for everybody")
            return
        }
        #expect(found == account)
        let answers = [other, otherwise].map { ServiceSamples.service.encode($0, of: ServiceSamples.call) }
        #expect(answers[0] == answers[1])
    }

    @Test func `an account fits whatever the case of its ids`() {
        let account = AccountIDs(application: "a0", credential: "c0", user: "u0")
        #expect(AccountFilter().includes(account))
        #expect(AccountFilter(user: "U0").includes(account))
        #expect(AccountFilter(application: "A0", user: "u0").includes(account))
        #expect(!AccountFilter(application: "a0", user: "c0").includes(account))
        #expect(!AccountFilter(application: "").includes(account))
    }

    @Test(
        arguments: [
            #"{"action":"retrieve"}"#, #"{"id":5}"#, #"{"id":"a","trace_id":5}"#, #"{"id":["a"]}"#, #"{"ids":["a"]}"#,
            #"{"action":"retrieve_batch"}"#, #"{"action":"retrieve_batch","id":"a"}"#,
            #"{"action":"retrieve_batch","ids":"a"}"#, #"{"action":"retrieve_batch","ids":["a",null]}"#,
            #"{"action":"retrieve_batch","ids":{"a":"b"}}"#, #"{"action":"generate","id":"a"}"#,
            #"{"action":5,"id":"a"}"#, #"{"action":"retrieve_batch","limit":5}"#,
            #"{"action":"retrieve_batch","type":"videos","offset":0}"#,
            #"{"action":"retrieve_batch","ids":["a"],"limit":0}"#,
            #"{"action":"retrieve_batch","ids":["a"],"limit":1001}"#,
            #"{"action":"retrieve_batch","ids":["a"],"limit":1.5}"#,
            #"{"action":"retrieve_batch","ids":["a"],"limit":"5"}"#,
            #"{"action":"retrieve_batch","ids":["a"],"offset":-1}"#,
            #"{"action":"retrieve_batch","ids":["a"],"offset":1000001}"#,
            #"{"action":"retrieve_batch","created_at_min":"2024-08-31"}"#,
            #"{"action":"retrieve_batch","created_at_max":true}"#, #"{"action":"retrieve_batch","user_id":5}"#,
            #"{"action":"delete"}"#, #"{"action":"delete","id":""}"#, #"{"action":"delete","trace_id":"a"}"#,
            #"{"action":"delete","ids":["a"]}"#,
        ])
    func wrongNamesAreBadRequests(_ body: String) throws {
        let failure = #expect(throws: Failure.self) { try ServiceSamples.operation("/luma/tasks", body) }
        #expect(failure?.code == .badRequest)
        #expect(failure?.path != nil)
    }

    @Test(arguments: [#"{"action":"delete","id":"a"}"#, #"{"action":"delete","task_id":"a","id":null}"#])
    func aTaskIsDeleted(_ body: String) throws {
        guard case .delete(.id("a")) = try ServiceSamples.operation("/luma/tasks", body) else {
            Issue.record("not a deletion")
            return
        }
    }

    @Test(
        arguments: [
            (#""video_id":"v""#, "v", "video_id", false),
            (#""video_url":"https://u/v""#, "https://u/v", "video_url", true),
            (#""video_id":"v","video_url":"https://u/v""#, "v", "video_id", false),
            (#""video_id":null,"video_url":"https://u/v""#, "https://u/v", "video_url", true),
        ])
    func theServerIsToldWhatVideoIsMeant(
        _ members: String, _ id: String, _ path: FieldPath, _ isAddress: Bool
    ) throws {
        let submission = try ServiceSamples.submission(#"{"action":"extend","prompt":"p",\#(members)}"#)
        #expect(submission.references == [id: path])
        #expect(submission.addresses == (isAddress ? [id] : []))
    }

    @Test func `names are bounded in number and length`() throws {
        func body(_ ids: Int, _ traces: Int) -> String {
            let texts = [ids, traces].map { "[" + Array(repeating: "\"a\"", count: $0).joined(separator: ",") + "]" }
            return #"{"action":"retrieve_batch","ids":\#(texts[0]),"trace_ids":\#(texts[1])}"#
        }
        guard case .select(let keys, _) = try ServiceSamples.operation("/luma/tasks", body(999, 1)) else {
            Issue.record("not several tasks")
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
