import Adapters
import AgentsCore

@testable import CompatServer

extension OutgoingCallback {
    /// A callback of the tests.
    static func sample(
        _ id: String = randomUUID(), of taskID: String, _ step: Callback.Step = .end, to origin: String = "example.com",
        at time: Int64 = 1000
    ) -> OutgoingCallback {
        let moment = WallTime(seconds: time)
        return OutgoingCallback(
            StoredCallback(
                id: id, taskID: taskID, url: "https://\(origin)/hook", origin: origin,
                event: step == .end ? "completed" : "dreaming", step: step, acceptance: .exactly200, createdAt: moment,
                startedAt: moment, due: moment),
            body: Array(#"{"id":"\#(taskID)"}"#.utf8))
    }
}

extension CallbackAttempt {
    /// An attempt of the tests.
    static func sample(_ status: Int? = 500, _ error: String? = nil, at time: Int64 = 1000) -> CallbackAttempt {
        CallbackAttempt(
            time: WallTime(seconds: time), duration: .microseconds(1234), status: status, error: error)
    }
}

extension CallbackClaim {
    /// A claim of a minute.
    static func at(_ time: Int64, limit: Int = 10, except origins: [String] = []) -> CallbackClaim {
        CallbackClaim(
            at: WallTime(seconds: time), until: WallTime(seconds: time + 60), limit: limit, except: origins)
    }
}

extension TaskStore {
    /// Inserts a task and posts a callback of it.
    @discardableResult
    func post(_ callback: OutgoingCallback) async throws -> Bool {
        if try await find(.id(callback.callback.taskID), of: Someone.alice) == nil {
            try await insert(StoredTask.sample(callback.callback.taskID))
        }
        return try await update(StoredTask.sample(callback.callback.taskID), posting: callback)
    }

    /// Ids of callbacks that are handed out.
    func claimed(_ claim: CallbackClaim) async throws -> Set<String> {
        Set(try await claimCallbacks(claim).map(\.callback.id))
    }

    /// What became of a callback.
    func state(of id: String) async throws -> StoredCallback.State? {
        try await callback(id)?.callback.state
    }

    /// Notes an attempt at a time.
    func note(
        _ id: String, _ state: StoredCallback.State, failures: Int = 1, due: Int64? = nil, at time: Int64 = 1000
    ) async throws {
        try await note(
            .sample(at: time), of: id, state: state, failures: failures, due: due.map { WallTime(seconds: $0) })
    }
}
