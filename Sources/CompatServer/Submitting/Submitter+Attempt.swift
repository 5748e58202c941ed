import Adapters
import AgentsCore

// One submission, from its intent to its fate.

extension Submitter {
    func attempt(_ order: Order, _ submission: StoredSubmission) async -> Result<StoredTask, Failure> {
        let result = await counted { await run(order, submission) }
        // From now on a retry finds the task in the store.
        attempts[submission.task] = nil
        if case .failure(let rejection) = result {
            if let remains = rejection.remains {
                unfreed[submission.task] = rejection.failure
                freeLater(remains)
            } else if rejection.fate == .nothingCreated {
                release(submission.task)
            } else {
                failures[submission.task] = rejection.failure
            }
        }
        return result.mapError(\.failure)
    }

    /// Why there is no task, and whether there may be a generation all the same.
    struct Rejection: Error {
        let failure: Failure
        let fate: ClientError.Fate
        /// The intent that nothing came of and that could not be freed; nothing if there is none.
        ///
        /// As long as it is there, whoever repeats the submission is told the failure again: found in the store it would look
        /// like a task.
        let remains: StoredTask?

        /// Nothing was created.
        init(_ failure: Failure, fate: ClientError.Fate = .nothingCreated, remains: StoredTask? = nil) {
            self.failure = failure
            self.fate = fate
            self.remains = remains
        }
    }

    private func run(_ order: Order, _ submission: StoredSubmission) async -> Result<StoredTask, Rejection> {
        var request = order.submission.request
        if let failure = await resolve(&request, of: order) { return notSent(failure) }
        if let target = order.submission.callback, let failure = await targets.refusal(of: target) {
            return notSent(failure)
        }
        let stored = intent(order, id: submission.task)
        do throws(StoreError) {
            try await store.insert(stored, from: submission)
        } catch {
            log.error("cannot store a submission; nothing was sent", ["trace": order.traceID, "error": "\(error)"])
            return notSent(Failure(error))
        }
        let delivery = WaitingSubmission(stored: stored, request: request, service: order.service, order.principal)
        // Nobody overtakes those of the same principal who wait already.
        return line.isOccupied(by: stored.principal)
            ? await enterLine(delivery, pause: nil) : await send(delivery)
    }

    private func notSent(_ failure: Failure) -> Result<StoredTask, Rejection> {
        metrics.submissions.add(.notSent)
        return .failure(Rejection(failure))
    }

    private func intent(_ order: Order, id: String) -> StoredTask {
        let time = clock.wallTime
        let facts = SubmissionFacts(
            id: id, traceID: order.traceID, time: time, account: order.principal.account)
        return StoredTask(
            id: id, upstreamID: nil, dialect: order.service.dialect.description,
            principal: order.principal.fingerprint, operation: order.operation, traceID: order.traceID,
            stage: .intent, record: order.service.begin(order.submission, with: facts), createdAt: time,
            updatedAt: time)
    }

    /// Sends what was stored as an intent, once.
    func send(_ submission: WaitingSubmission) async -> Result<StoredTask, Rejection> {
        var stored = submission.stored
        do throws(ClientError) {
            let generation = try await client.create(
                submission.request, as: submission.credential, requestID: stored.traceID)
            metrics.submissions.add(.accepted)
            stored.upstreamID = generation.id
            stored.undergo(.accepted)
            submission.service.advance(&stored.record, to: generation, at: clock.wallTime)
        } catch {
            if error.saysThatThereIsNoRoom {
                return await enterLine(submission, pause: error.retryAfter ?? WaitingLine.usualPause)
            }
            if error.fate == .nothingCreated { return await reject(submission, error) }
            stored.undergo(.lost)
            metrics.submissions.add(.inDoubt)
            log.warn(
                "the reply to a submission was lost; it is not sent again", ["task": stored.id, "reason": "\(error)"])
            if let response = error.response, response.status >= 500 {
                return await doubt(stored, of: submission, response)
            }
        }
        await follow(stored, of: submission)
        return .success(stored)
    }

    /// Stores and follows a task that was sent.
    ///
    /// The key is stored first: a task that was accepted and has no key would stand still after a crash.
    func follow(_ task: StoredTask, of submission: WaitingSubmission) async {
        var task = task
        await keepCredential(submission.credential, of: task.principal)
        guard await keep(&task, by: submission.service) else { return }
        await poller.follow(task, service: submission.service, credential: submission.credential)
    }

    /// Frees an intent that nothing came of; one whose client was told that it is queued waits on, or is to fail.
    private func reject(
        _ submission: WaitingSubmission, _ error: ClientError
    ) async -> Result<StoredTask, Rejection> {
        if submission.isPromised && (error.isTransient || error.code == .cancelled) {
            return await enterLine(submission, pause: error.retryAfter ?? Self.retryPause)
        }
        metrics.submissions.add(.refused)
        let failure =
            error.response.map { Failure(agents: $0) }
            ?? Failure(.upstreamUnavailable, "The Agents API cannot be reached; nothing was submitted.", retryAfter: 5)
        return .failure(
            submission.isPromised ? Rejection(failure) : await freeing(submission.stored, failure))
    }

    /// Tells the client of a fault that the Agents API does not document, and nobody knows what it means.
    ///
    /// The client's retries join the submission and get the same answer, instead of being sent; its task stays in doubt, and
    /// fails in the end with the reason.
    private func doubt(
        _ task: StoredTask, of submission: WaitingSubmission, _ response: HTTPResponse
    ) async -> Result<StoredTask, Rejection> {
        await follow(task, of: submission)
        var failure = Failure(agents: response)
        failure.isFateUnknown = true
        return .failure(Rejection(failure, fate: .unknown))
    }

    /// Stores what is known of a submission that was sent.
    ///
    /// If that fails, its intent is stored all the same, and the poller stores the rest with the next answer.
    ///
    /// - Returns: Whether there is something to follow: its client may have deleted it meanwhile.
    private func keep(_ stored: inout StoredTask, by service: any DialectService) async -> Bool {
        stored.updatedAt = clock.wallTime
        do throws(StoreError) {
            try await recorder.update(stored, by: service)
        } catch {
            if error.code == .unknownTask || error.code == .illegalChange {
                log.info("a task was deleted, or has ended, while it was sent", ["task": stored.id])
                return false
            }
            log.error("cannot store an accepted submission yet", ["task": stored.id, "error": "\(error)"])
        }
        return true
    }

    /// Keeps the key, sealed, so that the next run can go on without anyone bringing it.
    ///
    /// Only keys that a submission was accepted with get here, and those of submissions that wait.
    func keepCredential(_ credential: Credential, of principal: Fingerprint) async {
        guard keptCredentials.insert(principal).inserted else { return }
        do throws(StoreError) {
            try await store.keepCredential(secret.seal(credential), for: principal)
        } catch {
            keptCredentials.remove(principal)
            log.error("cannot keep a sealed key; trying again", ["error": "\(error)"])
            // Another failure sees to another try.
            repeatLater { submitter in
                await submitter.keepCredential(credential, of: principal)
                return true
            }
        }
    }
}

extension ClientError {
    /// Whether a creation was refused because too many generations of the account are unfinished.
    ///
    /// Source: Luma Agents API, rate limits: `Too many concurrent jobs`, with status 429.
    fileprivate var saysThatThereIsNoRoom: Bool {
        status == 429 && fate == .nothingCreated && detail?.contains("concurrent") == true
    }
}
