import AgentsCore
import AgentsSimulator
import Testing

@testable import CompatServer

/// A task that goes on after a crash needs a key to be asked after with.
@Suite(.timeLimit(.minutes(1))) struct KeptKeyTests {
    /// Between two commits the server may be killed: what the next run finds must be enough to go on.
    @Test(arguments: ["accepted", "waiting"])
    func theKeyIsKeptBeforeTheTaskThatNeedsIt(_ stage: String) async throws {
        let runs = try await ServerRuns()
        let way = Way(InProcessTransport(handler: runs.simulator))
        if stage == "waiting" { way.obstacle = .status(429, "Too many concurrent jobs") }
        let journal = try await StageJournal(of: runs.store)
        let server = try await runs.start(upstream: way)
        #expect(try await runs.create(on: server).status == 201)
        let steps = try await journal.steps
        let key = try #require(steps.firstIndex { $0.to == "key" })
        let task = try #require(steps.firstIndex { $0.to == stage })
        #expect(key < task, "\(steps)")
        await server.stop()
    }

    /// Whoever has no task left shall leave no key either.
    @Test func keysWithoutTasksAreForgottenAtTheNextStart() async throws {
        let runs = try await ServerRuns()
        let first = try await runs.start()
        let id = try #require(try await runs.create(on: first).string("id"))
        #expect(try await runs.create(on: first, key: "luma-api-another").status == 201)
        try await runs.store.keepCredential([1], for: Someone.alice)
        try await runs.delete(id, on: first)
        await first.stop()
        #expect(try await runs.store.credential(of: runs.principal) != nil)

        let next = try await runs.start()
        #expect(try await runs.store.credential(of: runs.principal) == nil)
        #expect(try await runs.store.credential(of: Someone.alice) == nil)
        #expect(try await runs.store.credential(of: runs.principal(of: "luma-api-another")) != nil)
        // A key that comes again is kept again.
        #expect(try await runs.create(on: next).status == 201)
        #expect(try await runs.store.credential(of: runs.principal) != nil)
        await next.stop()
    }
}
