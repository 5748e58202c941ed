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

    /// What a client calls a submission.
    struct Name: Sendable, Hashable {
        let principal: Fingerprint
        /// A fingerprint of the idempotency key.
        let key: Fingerprint
    }

    /// Remembers what the client calls a submission.
    func remember(_ id: String, _ key: RecentSubmissions.Key, _ name: Fingerprint) {
        let name = Name(principal: key.principal, key: name)
        keyed[name] = Keyed(id: id, content: key.content)
        names[id] = name
    }

    /// Submits, or joins the submission with the same idempotency key, whatever became of its answer.
    func submit(_ order: Order, _ key: RecentSubmissions.Key, _ name: Fingerprint) async -> Ticket {
        do throws(StoreError) {
            if known(name, of: key) == nil { try await recall(name, of: key.principal) }
        } catch {
            log.error("cannot look an idempotency key up; nothing was sent", ["error": "\(error)"])
            return refuse(order, Failure(error))
        }
        guard let known = known(name, of: key) else { return await begin(order, key, name) }
        guard known.content == key.content else { return refuse(order, IdempotencyKey.mismatch) }
        log.info("joined a request to the one with its key", ["task": known.id, "trace": order.traceID])
        return await follow(recent.rejoin(known.id))
    }

    private func known(_ name: Fingerprint, of key: RecentSubmissions.Key) -> Keyed? {
        keyed[Name(principal: key.principal, key: name)]
    }

    /// Takes a submission of an earlier time up again, if there is one with this key.
    private func recall(_ name: Fingerprint, of principal: Fingerprint) async throws(StoreError) {
        guard let submission = try await store.submission(withKey: name, of: principal) else { return }
        // A key that is too old must not stand in the way of the new submission.
        let isOld = clock.wallTime - submission.time >= IdempotencyKey.lifetime
        if isOld && watch.isTrusted { return await clean() }
        let key = RecentSubmissions.Key(principal: principal, content: submission.content)
        // Only its key finds it again: what became of its answer does not matter.
        let answer = RecentSubmissions.Answer.delivered(at: clock.now - RecentSubmissions.retryWindow)
        // Another call may have done the same meanwhile.
        guard known(name, of: key) == nil else { return }
        recent.restore(submission.task, key, answer, age: .zero, at: clock.now)
        remember(submission.task, key, name)
    }

    private func refuse(_ order: Order, _ failure: Failure) -> Ticket {
        Ticket(caller: RecentSubmissions.Caller.nobody, result: .failure(failure))
    }
}
