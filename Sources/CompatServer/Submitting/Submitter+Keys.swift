import Adapters
import AgentsCore

// Submissions that their clients have named.

extension Submitter {
    /// A recent submission with an idempotency key.
    struct Keyed: Sendable {
        let id: String
        /// A fingerprint of route and body.
        let content: Fingerprint
    }

    /// Submits, or joins the submission with the same idempotency key, whatever became of its answer.
    func submit(_ order: Order, _ key: RecentSubmissions.Key, _ name: Fingerprint) async -> Ticket {
        do throws(StoreError) {
            if keyed[key.principal]?[name] == nil { try await recall(name, of: key.principal) }
        } catch {
            log.error("cannot look an idempotency key up; nothing was sent", ["error": "\(error)"])
            return refuse(order, Failure(.internalError, "Internal server error"))
        }
        guard let known = keyed[key.principal]?[name] else { return await begin(order, key, name) }
        guard known.content == key.content else { return refuse(order, IdempotencyKey.mismatch) }
        guard let attempt = attempts[known.id] else {
            return refuse(order, Failure(.unknownTask, "the generation of this \(IdempotencyKey.field) was deleted"))
        }
        log.info("joined a request to the one with its key", ["task": known.id, "trace": order.traceID])
        return await wait(for: attempt, as: recent.rejoin(known.id))
    }

    /// Takes a submission of an earlier time up again, if there is one with this key.
    private func recall(_ name: Fingerprint, of principal: Fingerprint) async throws(StoreError) {
        guard let submission = try await store.submission(withKey: name, of: principal) else { return }
        // A key that is too old must not stand in the way of the new submission.
        guard clock.wallTime - submission.time < IdempotencyKey.lifetime else { return await clean() }
        let task = try await store.task(submission.task)
        // Another call may have done the same meanwhile.
        guard keyed[principal]?[name] == nil else { return }
        let key = RecentSubmissions.Key(principal: principal, content: submission.content)
        // Only its key finds it again: what became of its answer does not matter.
        let answer = RecentSubmissions.Answer.delivered(at: clock.now - RecentSubmissions.retryWindow)
        recent.restore(submission.task, key, answer, age: .zero, at: clock.now)
        keyed[principal, default: [:]][name] = Keyed(id: submission.task, content: submission.content)
        if let task { attempts[submission.task] = Task { .success(task) } }
    }

    private func refuse(_ order: Order, _ failure: Failure) -> Ticket {
        Ticket(caller: RecentSubmissions.Caller.nobody, result: .failure(failure))
    }
}
