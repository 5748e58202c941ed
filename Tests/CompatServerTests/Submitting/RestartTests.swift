import Adapters
import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// A client's retry finds its submission however many runs of the server lie between.
@Suite struct RestartTests {
    /// A client that hangs up before it has an answer.
    private func createAndHangUp(_ runs: ServerRuns, on server: CompatServer) async throws {
        let call = Task { try await runs.create(on: server) }
        call.cancel()
        _ = try? await call.value
        try await isNoted(.undelivered, runs)
        #expect(try await runs.jobs() == 1)
    }

    /// Waits until the store knows what became of the only answer.
    private func isNoted(_ answer: StoredSubmission.Answer, _ runs: ServerRuns) async throws {
        try await eventually {
            try await runs.store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 9).map(\.answer) == [answer]
        }
    }

    @Test func aRetryAfterACrashJoins() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        try await createAndHangUp(runs, on: first)
        await first.stop()

        let second = try await runs.start()
        let retry = try await runs.create(on: second)
        #expect(retry.status == 201)
        #expect(try await runs.jobs() == 1, "it was paid once")
        // That answer has arrived, so the next equal request is another wish.
        let other = try await runs.create(on: second)
        #expect(try await runs.jobs() == 2)
        #expect(other.string("id") != retry.string("id"))
        await second.stop()
    }

    @Test func whatWasAnsweredIsNotJoined() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try await runs.create(on: first).string("id")
        try await eventually {
            runs.clock.advance(by: .milliseconds(100))
            return try await runs.store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 9).isEmpty
        }
        await first.stop()
        let second = try await runs.start()
        #expect(try await runs.create(on: second).string("id") != id)
        #expect(try await runs.jobs() == 2)
        await second.stop()
    }

    @Test(arguments: [(20, 1, 1), (31, 1, 2), (20, nil, 2), (20, 0, 2)] as [(Int64, Int?, Int)])
    func whatWasAnsweredIsJoinedByARetryThatSaysSo(_ seconds: Int64, _ count: Int?, _ jobs: Int) async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try await runs.create(on: first).string("id")
        let answered = runs.clock.wallTime
        try await eventually {
            runs.clock.advance(by: .milliseconds(100))
            let later = answered + .seconds(1)
            return try await runs.store.unansweredSubmissions(
                since: WallTime(seconds: 0), orDeliveredSince: later, limit: 9
            ).isEmpty
        }
        await first.stop()
        runs.clock.advance(by: .seconds(seconds) - (runs.clock.wallTime - answered))
        let second = try await runs.start()
        let fields: HTTPFields = count.map { ["x-stainless-retry-count": "\($0)"] } ?? [:]
        let retry = try await runs.create(on: second, fields: fields)
        #expect((retry.string("id") == id) == (jobs == 1))
        #expect(try await runs.jobs() == jobs)
        await second.stop()
    }

    @Test func aFirstAttemptNeverJoins() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        try await createAndHangUp(runs, on: first)
        await first.stop()
        let second = try await runs.start()
        _ = try await runs.create(on: second, fields: ["x-stainless-retry-count": "0"])
        #expect(try await runs.jobs() == 2)
        await second.stop()
    }

    @Test func afterTenMinutesNobodyRepeatsAnything() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        try await createAndHangUp(runs, on: first)
        await first.stop()
        runs.clock.advance(by: .seconds(601))
        let second = try await runs.start()
        _ = try await runs.create(on: second)
        #expect(try await runs.jobs() == 2)
        await second.stop()
    }

    @Test func aFaultThatNobodyUnderstandsIsNotSentAgain() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        #expect(try await runs.create(on: first, "a [[http=500]] tiger").status == 500)
        let sent = try await runs.create(on: first, "a [[http=500]] tiger")
        #expect(sent.status == 500)
        await first.stop()
        // The next run has the task in doubt, which is the truth.
        let second = try await runs.start()
        let retry = try await runs.create(on: second, "a [[http=500]] tiger")
        #expect(retry.status == 201 && retry.string("state") == "queued")
        let id = try #require(retry.string("id"))
        runs.clock.advance(by: .seconds(601))
        try await eventually { try await runs.get(id, from: second).string("state") == "failed" }
        #expect(try await runs.get(id, from: second).string("failure_reason")?.contains("not submitted again") == true)
        await second.stop()
    }

    @Test func anAnswerThatARetryHasAskedForAgainIsNotNotedAsDelivered() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        _ = try await runs.create(on: first)
        // Its answer has left, which is to be stored in a moment; but the client says that it has not come.
        let retry = Task { try await runs.create(on: first, fields: ["x-stainless-retry-count": "1"]) }
        retry.cancel()
        _ = try? await retry.value
        try await isNoted(.undelivered, runs)
        // Whoever was to note it has looked.
        try await eventually {
            runs.clock.advance(by: .milliseconds(100))
            return await first.submitter.noting == nil
        }
        #expect(try await runs.store.unansweredSubmissions(since: WallTime(seconds: 0), limit: 9).count == 1)
        await first.stop()

        let second = try await runs.start()
        _ = try await runs.create(on: second)
        #expect(try await runs.jobs() == 1, "it was paid once")
        await second.stop()
    }
}
