import Adapters
import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// The same key, the same submission.
@Suite struct IdempotencyKeyTests {
    private let fields: HTTPFields = ["Idempotency-Key": "order-7", "x-stainless-retry-count": "0"]

    @Test func aKeyIsGoodForOneSubmission() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let first = try await runs.create(on: server, fields: fields)
        for _ in 0..<3 {
            let again = try await runs.create(on: server, fields: fields)
            #expect(again.status == 201 && again.string("id") == first.string("id"))
        }
        #expect(try await runs.jobs() == 1)
        _ = try await runs.create(on: server, fields: ["Idempotency-Key": "order-8"])
        #expect(try await runs.jobs() == 2, "another key is another wish, whatever the body")
        await server.stop()
    }

    @Test func requestsInParallelShareIt() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<8 { group.addTask { try await runs.create(on: server, fields: fields).string("id") } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await runs.jobs() == 1)
        await server.stop()
    }

    @Test func anotherRequestWithItIsAnError() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        _ = try await runs.create(on: server, fields: fields)
        let other = try await runs.create(on: server, "a lion in snow", fields: fields)
        #expect(other.status == 400)
        #expect(other.string("detail")?.contains("Idempotency-Key") == true)
        #expect(try await runs.jobs() == 1)
        await server.stop()
    }

    @Test func aStoreThatCannotBeReadIsNoFaultOfTheServer() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        _ = try await runs.create(on: server, fields: fields)
        await runs.store.close()
        let retry = try await runs.create(on: server, fields: fields)
        #expect(retry.status == 503 && retry.response.fields["Retry-After"] == "5", "\(retry.text)")
        await server.stop()
    }

    @Test func principalsHaveKeysOfTheirOwn() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let mine = try await runs.create(on: server, fields: fields)
        let theirs = try await runs.create(on: server, key: "luma-api-other", fields: fields)
        #expect(theirs.status == 201 && theirs.string("id") != mine.string("id"))
        #expect(try await runs.jobs() == 2)
        await server.stop()
    }

    @Test func aKeyOutlivesTheRunForADay() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try await runs.create(on: first, fields: fields).string("id")
        await first.stop()
        runs.clock.advance(by: .seconds(3600))
        let second = try await runs.start()
        #expect(try await runs.create(on: second, fields: fields).string("id") == id)
        #expect(try await runs.create(on: second, "a lion in snow", fields: fields).status == 400)
        #expect(try await runs.jobs() == 1)
        await second.stop()
        runs.clock.advance(by: .seconds(86_400))
        let third = try await runs.start()
        #expect(try await runs.create(on: third, fields: fields).status == 201)
        #expect(try await runs.jobs() == 2, "a day later it is a new one")
        await third.stop()
    }

    @Test func aKeyIsFreeAfterADayInTheSameRunToo() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        _ = try await runs.create(on: server, fields: fields)
        // Old submissions were forgotten just before this one was old enough.
        runs.clock.advance(by: IdempotencyKey.lifetime - .seconds(1))
        _ = try await runs.create(on: server, "a lion in snow")
        runs.clock.advance(by: .seconds(1))
        #expect(try await runs.create(on: server, fields: fields).status == 201)
        #expect(try await runs.jobs() == 3)
        await server.stop()
    }

    @Test func aRefusedSubmissionFreesIt() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        #expect(try await runs.create(on: server, "a [[http=422]] tiger", fields: fields).status == 400)
        #expect(try await runs.create(on: server, fields: fields).status == 201)
        #expect(try await runs.jobs() == 1)
        await server.stop()
    }

    @Test func whatWasDeletedIsNotMadeAgain() async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let id = try #require(try await runs.create(on: server, fields: fields).string("id"))
        let gone = HTTPRequest(
            .delete, "/dream-machine/v1/generations/\(id)", fields: ["Authorization": "Bearer \(Bench.key)"])
        _ = await server.respond(to: gone)
        let again = try await runs.create(on: server, fields: fields)
        #expect(again.status == 404)
        #expect(try await runs.jobs() == 1)
        await server.stop()
    }

    @Test(arguments: ["", "é", String(repeating: "x", count: 256), "a\u{7F}"])
    func aKeyMustBeReadable(_ key: String) async throws {
        let runs = try await ServerRuns()
        let server = try await runs.start()
        let answer = try await runs.create(on: server, fields: ["Idempotency-Key": key])
        #expect(answer.status == 400)
        #expect(try await runs.jobs() == 0)
        await server.stop()
    }
}
