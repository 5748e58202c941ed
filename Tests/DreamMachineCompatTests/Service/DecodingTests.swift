import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What calls of this API ask for.
@Suite struct DecodingTests {
    @Test func `a ping is answered at once`() throws {
        guard case .answer(let response) = try ServiceSamples.operation(.get, "/ping") else {
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

    @Test(arguments: [#""https://example.com/hook""#, #""""#])
    func callbacksAreRefused(_ target: String) throws {
        let failure = #expect(throws: Failure.self) {
            try ServiceSamples.operation(.post, "/generations", #"{"prompt":"a teapot","callback_url":\#(target)}"#)
        }
        #expect(failure?.code == .badRequest)
        #expect(failure?.path == "callback_url")
        #expect(failure?.message.contains("poll") == true)
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

    @Test(
        arguments: [
            (.post, "/generations/image", .notOffered, 501), (.post, "/generations/video/modify", .notOffered, 501),
            (.post, "/generations/video/reframe", .notOffered, 501),
            (.post, "/generations/image/reframe", .notImplemented, 400),
            (.post, "/generations/g/upscale", .notImplemented, 400),
            (.post, "/generations/g/audio", .notImplemented, 400), (.get, "/generations", .notOffered, 501),
            (.get, "/generations/concepts/list", .notOffered, 501),
            (.get, "/generations/camera_motion/list", .notOffered, 501),
            (.delete, "/generations/g", .notOffered, 501), (.get, "/credits", .notOffered, 501),
        ] as [(HTTPMethod, String, Failure.Code, Int)])
    func otherOperationsSayThatTheyAreNotOffered(
        _ method: HTTPMethod, _ path: String, _ code: Failure.Code, _ status: Int
    ) throws {
        let failure = try #require(throws: Failure.self) { try ServiceSamples.operation(method, path, "{}") }
        #expect(failure.code == code)
        let response = ServiceSamples.service.encode(failure, of: ServiceSamples.call)
        #expect(response.status == status)
        #expect(response.fields["x-should-retry"] == "false")
        #expect(try JSONTree(response.body)["detail"]?.text?.contains(failure.message) == true)
    }

    @Test func `a route of another service is none of this one`() {
        let match = RouteMatch(Route(.post, "/luma/videos"))
        #expect(throws: Failure.unknownRoute) {
            try ServiceSamples.service.decode(HTTPRequest(.post, "/luma/videos"), at: match)
        }
    }
}
