import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What calls of this API ask for.
@Suite struct DecodingTests {
    @Test func `a ping is answered at once`() throws {
        guard case .answer(let response, needsKey: false) = try ServiceSamples.operation(.get, "/ping") else {
            Issue.record("not an answer")
            return
        }
        #expect(response.status == 200)
        #expect(response.body.text == #"{"message":"pong"}"#)
    }

    @Test(arguments: ["/generations", "/generations/video"])
    func videosAreSubmitted(_ path: String) throws {
        let body = #"{ "prompt": "a teapot \u00fc", "unknown": [1.50], "callback_url": null }"#
        guard case .submit(let submission) = try ServiceSamples.operation(.post, path, body) else {
            Issue.record("not a submission")
            return
        }
        #expect(submission.request.prompt == "a teapot ü")
        #expect(submission.request.type == .value(.video))
        #expect(submission.answer == .onAcceptance)
        #expect(submission.body == #"{"prompt":"a teapot \u00fc","unknown":[1.50],"callback_url":null}"#)
        #expect(submission.losses.contains { $0.path == "unknown" })
    }

    @Test(
        arguments: [
            (#""https://example.com/hook""#, "https://example.com/hook"),
            (#""https:\/\/example.com""#, "https://example.com"),
            (#""""#, nil), ("null", nil),
        ])
    func callbacksAreOrdered(_ target: String, _ expected: String?) throws {
        let body = #"{"prompt":"a teapot","callback_url":\#(target)}"#
        guard case .submit(let submission) = try ServiceSamples.operation(.post, "/generations", body) else {
            Issue.record("not a submission")
            return
        }
        #expect(submission.callback == expected)
    }

    @Test(
        arguments: [
            ("{", .malformed), ("[]", .malformed), ("", .malformed), (#"{"prompt":5}"#, .malformed),
            ("{}", .badRequest), (#"{"prompt":"ab"}"#, .badRequest),
        ] as [(String, Failure.Code)])
    func wrongBodiesAreRefused(_ body: String, _ code: Failure.Code) throws {
        let failure = #expect(throws: Failure.self) { try ServiceSamples.operation(.post, "/generations", body) }
        #expect(failure?.code == code)
    }

    @Test(arguments: [("/generations/abc", "abc"), ("/generations/a%2Fb%20c", "a/b c"), ("/generations/list", "list")])
    func generationsAreFoundByID(_ path: String, _ id: String) throws {
        guard case .find(let key) = try ServiceSamples.operation(.get, path, "not JSON") else {
            Issue.record("not a look-up")
            return
        }
        #expect(key == .id(id))
    }

    // MARK: Every operation

    private static let submissions: [(path: String, body: String, kind: Generation.Kind)] = [
        ("/generations/image", #"{"prompt":"a teapot"}"#, .image),
        (
            "/generations/image", #"{"prompt":"make it blue","modify_image_ref":{"url":"https://e.com/a.png"}}"#,
            .imageEdit
        ),
        (
            "/generations/video/modify",
            #"{"generation_type":"modify_video","media":{"url":"https://e.com/a.mp4"},"model":"ray-2","mode":"flex_1"}"#,
            .videoEdit
        ),
        (
            "/generations/video/reframe",
            #"{"media":{"url":"https://e.com/a.mp4"},"model":"ray-2","aspect_ratio":"1:1"}"#, .videoReframe
        ),
    ]

    @Test(arguments: submissions)
    func otherCreationsAreSubmitted(_ path: String, _ body: String, _ kind: Generation.Kind) throws {
        let submission = try ServiceSamples.submission(path, body)
        #expect(submission.request.type == .value(kind))
        #expect(submission.answer == .onAcceptance)
        #expect(submission.body == body)
    }

    @Test(arguments: ["/generations/image/reframe", "/generations/g/upscale", "/generations/g/audio"])
    func operationsWithoutCounterpartSayWhatToDoInstead(_ path: String) throws {
        for body in ["{}", "", "[", #"{"resolution":"4k"}"#] {
            let failure = try #require(throws: Failure.self) { try ServiceSamples.operation(.post, path, body) }
            #expect(failure.code == .notImplemented)
            let response = ServiceSamples.service.encode(failure, of: ServiceSamples.call)
            #expect(response.status == 400)
            #expect(response.fields["x-should-retry"] == "false")
            #expect(try JSONTree(response.body)["detail"]?.text == "400: \(failure.message)")
            #expect(failure.message.contains("any more: "))
        }
    }

    @Test func `a generation is deleted by its id, whatever the body is`() throws {
        guard case .delete(let key) = try ServiceSamples.operation(.delete, "/generations/a%2Fb", "not JSON") else {
            Issue.record("not a deletion")
            return
        }
        #expect(key == .id("a/b"))
    }

    @Test(
        arguments: [
            ("/generations/concepts/list", 34, "truck_left", "eye_level"),
            ("/generations/camera_motion/list", 15, "camera static", "camera crane down"),
        ])
    func fixedWordsAreListedForWhoeverHasAKey(_ path: String, _ count: Int, _ first: String, _ last: String) throws {
        guard case .answer(let response, needsKey: true) = try ServiceSamples.operation(.get, path) else {
            Issue.record("not an answer for those with a key")
            return
        }
        guard case .array(let words) = try JSONTree(response.body) else {
            Issue.record("not an array")
            return
        }
        #expect(response.status == 200)
        #expect(words.count == count)
        #expect((words.first, words.last) == (.text(first), .text(last)))
    }

    @Test func `the balance is told if it is known`() throws {
        let failure = try #require(throws: Failure.self) { try ServiceSamples.operation(.get, "/credits") }
        let response = ServiceSamples.service.encode(failure, of: ServiceSamples.call)
        #expect(response.status == 501)
        #expect(response.fields["x-should-retry"] == "false")
        #expect(try JSONTree(response.body)["detail"]?.text?.contains("Agents API publishes no balance") == true)

        let service = DreamMachineService(creditBalance: JSONNumber(lexeme: "12050.5"))
        let match = RouteMatch(Route(.get, "/dream-machine/v1/credits"))
        guard case .answer(let told, needsKey: true) = try service.decode(HTTPRequest(.get, "/credits"), at: match)
        else {
            Issue.record("not an answer for those with a key")
            return
        }
        #expect(told.body.text == #"{"credit_balance":12050.5}"#)
    }

    @Test func `a route of another service is none of this one`() {
        let match = RouteMatch(Route(.post, "/luma/videos"))
        #expect(throws: Failure.unknownRoute) {
            try ServiceSamples.service.decode(HTTPRequest(.post, "/luma/videos"), at: match)
        }
    }
}
