import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

/// Callbacks from the submission that orders them to the receiver.
@Suite(.timeLimit(.minutes(1))) struct CallbackServerTests {
    private static let generations = "/dream-machine/v1/generations"

    @Test func dreamMachineTellsProgressAndEndAsWhoeverAsksIsTold() async throws {
        try await CallbackServer.run { bench in
            let created = try await bench.call(
                .post, Self.generations, #"{"prompt":"a teapot","callback_url":"\#(bench.hook)"}"#)
            #expect(created.status == 201)
            #expect(created.string("request", "callback_url") == bench.hook)
            let id = try #require(created.string("id"))

            bench.clock.advance(by: .seconds(31))
            let dreaming = try await bench.call(.get, "\(Self.generations)/\(id)")
            #expect(dreaming.string("state") == "dreaming")
            await bench.receiver.wait(for: 1)
            try await bench.settle()

            bench.clock.advance(by: .seconds(61))
            let completed = try await bench.call(.get, "\(Self.generations)/\(id)")
            #expect(completed.string("state") == "completed")
            await bench.receiver.wait(for: 2)
            try await bench.settle()
            #expect(
                bench.receiver.requests.map { String(decoding: $0.body, as: UTF8.self) }
                    == [dreaming.text, completed.text])
        }
    }

    @Test func workThatBeginsIsToldBeforeAnybodyAsks() async throws {
        try await CallbackServer.run { bench in
            let created = try await bench.call(
                .post, "\(Self.generations)/image", #"{"prompt":"a teapot","callback_url":"\#(bench.hook)"}"#)
            #expect(created.status == 201)
            await bench.clock.waitForSleepers(1)
            bench.clock.advance(by: .seconds(2))
            await bench.receiver.wait(for: 1)
            let body = try JSONAnswer(HTTPResponse(200, body: bench.receiver.requests[0].body))
            #expect(body.string("state") == "dreaming")
        }
    }

    @Test func aFailureIsToldWithItsReason() async throws {
        try await CallbackServer.run { bench in
            let body = #"{"prompt":"a teapot [[fail=content_moderated]]","callback_url":"\#(bench.hook)"}"#
            let created = try await bench.call(.post, Self.generations, body)
            let id = try #require(created.string("id"))
            bench.clock.advance(by: .seconds(120))
            let failed = try await bench.call(.get, "\(Self.generations)/\(id)")
            #expect(failed.string("state") == "failed")
            await bench.receiver.wait(for: 1)
            #expect(String(decoding: bench.receiver.requests[0].body, as: UTF8.self) == failed.text)
        }
    }

    @Test func aceDataAnswersAtOnceAndPostsTheFlatBodyAtTheEnd() async throws {
        try await CallbackServer.run { _, _ in
            .status(204)
        } _: { bench in
            let accepted = try await bench.call(
                .post, "/luma/videos", #"{"prompt":"a volcano","callback_url":"\#(bench.hook)"}"#)
            #expect(accepted.status == 200)
            #expect(accepted.keys == ["task_id"])
            let id = try #require(accepted.string("task_id"))
            bench.clock.advance(by: .seconds(31))
            #expect(try await bench.call(.post, "/luma/tasks", #"{"id":"\#(id)"}"#).json("response") == "{}")
            #expect(try await bench.store.callbacks(in: nil, from: nil, limit: 1).callbacks.isEmpty)

            bench.clock.advance(by: .seconds(61))
            let task = try await bench.call(.post, "/luma/tasks", #"{"id":"\#(id)"}"#)
            await bench.receiver.wait(for: 1)
            try await bench.settle()
            let body = String(decoding: bench.receiver.requests[0].body, as: UTF8.self)
            #expect(body == task.json("response"))
            #expect(body.hasPrefix(#"{"success":true,"task_id":"\#(id)","video_id":""#))
            #expect(bench.receiver.requests.count == 1)
        }
    }

    @Test func aceDataPostsAFailureAsItsTaskHasIt() async throws {
        try await CallbackServer.run { bench in
            let body = #"{"prompt":"x [[fail=content_moderated]]","async":true,"callback_url":"\#(bench.hook)"}"#
            let id = try #require(try await bench.call(.post, "/luma/videos", body).string("task_id"))
            bench.clock.advance(by: .seconds(120))
            let task = try await bench.call(.post, "/luma/tasks", #"{"id":"\#(id)"}"#)
            await bench.receiver.wait(for: 1)
            #expect(String(decoding: bench.receiver.requests[0].body, as: UTF8.self) == task.json("response"))
            #expect(task.json("response", "success") == "false")
        }
    }

    @Test func theVendorsDummyTargetIsNotCalled() async throws {
        try await CallbackServer.run(allowsPrivate: false) { bench in
            let body = #"{"prompt":"a volcano","callback_url":"https://api.acedata.cloud/health"}"#
            let accepted = try await bench.call(.post, "/luma/videos", body)
            let id = try #require(accepted.string("task_id"))
            bench.clock.advance(by: .seconds(120))
            let task = try await bench.call(.post, "/luma/tasks", #"{"id":"\#(id)"}"#)
            #expect(task.json("response", "success") == "true")
            #expect(try await bench.store.callbacks(in: nil, from: nil, limit: 1).callbacks.isEmpty)
        }
    }

    // MARK: Targets

    @Test(
        arguments: [
            "http://127.0.0.1/", "http://[::1]:9/", "http://169.254.169.254/", "http://intranet.example/hook",
            "http://0x7f.1/", "ftp://public.example/", "hook", "https://user:pw@public.example/",
        ])
    func whatMustNotBeCalledIsRefusedBeforeAnythingIsSpent(_ target: String) async throws {
        let names = ["intranet.example": [["10.1.2.3"]], "public.example": [["1.1.1.1"]]]
        try await CallbackServer.run(names: names, allowsPrivate: false) { bench in
            let body = #"{"prompt":"a teapot","callback_url":"\#(target)"}"#
            let legacy = try await bench.call(.post, Self.generations, body)
            #expect(legacy.status == 400)
            #expect(legacy.string("detail")?.contains("callback_url") == true)
            let other = try await bench.call(.post, "/luma/videos", body)
            #expect(other.status == 400)
            #expect(other.string("error", "code") == "bad_request")
            #expect(!legacy.text.contains("10.1.2.3") && !other.text.contains("10.1.2.3"))
            #expect(try await bench.jobs() == 0)
            #expect(try await bench.store.unfinished().tasks.isEmpty)
        }
    }

    @Test func aNameThatTurnsPrivateAfterTheSubmissionIsNotCalled() async throws {
        let names = ["receiver.example": [["1.1.1.1"], ["127.0.0.1"]]]
        try await CallbackServer.run(names: names, allowsPrivate: false) { bench in
            let created = try await bench.call(
                .post, Self.generations, #"{"prompt":"a teapot","callback_url":"\#(bench.hook)"}"#)
            #expect(created.status == 201)
            let id = try #require(created.string("id"))
            bench.clock.advance(by: .seconds(120))
            _ = try await bench.call(.get, "\(Self.generations)/\(id)")
            var callback: StoredCallback?
            while callback?.failures ?? 0 == 0 {
                await Task.yield()
                callback = try await bench.store.callbacks(in: nil, from: nil, limit: 1).callbacks.first
            }
            let attempts = try await bench.store.attempts(of: try #require(callback).id)
            #expect(attempts.first?.error == "forbidden_address")
            #expect(bench.receiver.requests.isEmpty)
        }
    }

    // MARK: Restarts

    @Test func theNextRunDeliversWhatThisOneCouldNot() async throws {
        try await CallbackServer.run { index, _ in
            .status(index == 0 ? 500 : 200)
        } _: { bench in
            let body = #"{"prompt":"a volcano","callback_url":"\#(bench.hook)"}"#
            let id = try #require(try await bench.call(.post, "/luma/videos", body).string("task_id"))
            bench.clock.advance(by: .seconds(120))
            _ = try await bench.call(.post, "/luma/tasks", #"{"id":"\#(id)"}"#)
            await bench.receiver.wait(for: 1)
            await bench.server.stop()

            let next = bench.next()
            bench.clock.advance(by: .seconds(61))
            try await next.server.resume()
            try await bench.settle()
            #expect(bench.receiver.requests.count == 2)
            #expect(bench.receiver.requests[0].body == bench.receiver.requests[1].body)
            await next.server.stop()
        }
    }

    @Test func aTaskThatAnEarlierRunSubmittedIsToldByTheNext() async throws {
        try await CallbackServer.run { bench in
            let body = #"{"prompt":"a volcano","callback_url":"\#(bench.hook)"}"#
            _ = try await bench.call(.post, "/luma/videos", body)
            await bench.server.stop()
            bench.clock.advance(by: .seconds(120))
            let next = bench.next()
            try await next.server.resume()
            await bench.receiver.wait(for: 1)
            try await bench.settle()
            await next.server.stop()
        }
    }
}
