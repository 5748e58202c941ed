import Adapters
import AgentsCore

// What an earlier run left behind.

extension Submitter {
    /// The most submissions that are taken up again; more do not come in ten minutes.
    private static let restoredLimit = 100_000
    /// How often old submissions are forgotten.
    private static let cleaning = Duration.seconds(3600)

    /// Takes up the submissions whose answers may not have arrived, so that their retries join them, and sends those that
    /// wait, all of which are in their lines by now.
    ///
    /// - Throws: ``StoreError`` if they cannot be read.
    func restore() async throws(StoreError) {
        let (now, time) = (clock.now, clock.wallTime)
        let start = time + (.zero - RecentSubmissions.window - RecentSubmissions.longestWait)
        // What was delivered moments ago can be joined by those who say that it has not arrived.
        let delivered = time + (.zero - RecentSubmissions.retryWindow)
        let submissions = try await store.unansweredSubmissions(
            since: start, orDeliveredSince: delivered, limit: Self.restoredLimit)
        for submission in submissions {
            let age = submission.age(at: time)
            guard age < RecentSubmissions.window, try await store.task(submission.task) != nil else { continue }
            let key = RecentSubmissions.Key(principal: submission.principal, content: submission.content)
            let answer = RecentSubmissions.Answer(submission, at: time, now: now)
            recent.restore(submission.task, key, answer, age: age, at: now)
        }
        await clean()
        listen()
        setAlarm()
    }

    /// Puts a submission that waited in the earlier run back into its line.
    ///
    /// - Parameters:
    ///   - task: The task as it is stored.
    ///   - service: The service of its dialect.
    ///   - credential: The key that it is sent with.
    /// - Throws: ``StoreError`` if what is to be sent cannot be read.
    func restore(
        waiting task: StoredTask, service: any DialectService, credential: Credential?
    ) async throws(StoreError) {
        guard let credential, let json = try await store.request(of: task.id) else {
            return await abandon(task, service, credential, Self.unknownRequest)
        }
        do throws(ModelError) {
            var submission = WaitingSubmission(
                stored: task, request: try GenerationRequest(json: json), service: service, credential: credential)
            submission.isPromised = true
            let age = max(clock.wallTime - task.createdAt, .zero)
            guard line.enter(task.id, of: task.principal, at: clock.now, age: age) else {
                return await abandon(
                    task, service, credential, "There was no room for it in the line; it was not submitted.")
            }
            waiting[task.id] = submission
        } catch {
            log.error("what is to be submitted for a task cannot be read", ["task": task.id, "error": "\(error)"])
            return await abandon(task, service, credential, Self.unknownRequest)
        }
        await poller.follow(task, service: service, credential: credential)
    }

    private static let unknownRequest = "What was to be submitted is not known any more; it was not submitted."

    /// Fails a submission of the earlier run that cannot be sent.
    private func abandon(
        _ task: StoredTask, _ service: any DialectService, _ credential: Credential?, _ reason: String
    ) async {
        await poller.follow(task, service: service, credential: credential)
        await fail(task.id, reason)
    }

    /// Forgets submissions that nobody repeats any more.
    func clean() async {
        lastCleaning = clock.now
        guard watch.isTrusted else { return }
        do throws(StoreError) {
            _ = try await store.forgetSubmissions(before: clock.wallTime + (.microseconds(1) - IdempotencyKey.lifetime))
        } catch {
            log.warn("cannot forget old submissions", ["error": "\(error)"])
        }
    }

    /// Forgets them from time to time.
    func cleanIfDue() {
        guard clock.now - lastCleaning >= Self.cleaning else { return }
        lastCleaning = clock.now
        Task { await clean() }
    }
}

extension StoredSubmission {
    /// How long nobody has waited for the answer: no time at all if somebody did when the earlier run ended.
    fileprivate func age(at now: WallTime) -> Duration {
        answer == .pending ? .zero : max(now - (answeredAt ?? time), .zero)
    }
}

extension RecentSubmissions.Answer {
    /// What an earlier run knew of an answer.
    fileprivate init(_ submission: StoredSubmission, at time: WallTime, now: Duration) {
        switch submission.answer {
        case .failed: self = .failed(at: now - max(time - (submission.answeredAt ?? submission.time), .zero))
        case .delivered:
            self = .delivered(at: now - max(time - (submission.answeredAt ?? submission.time), .zero))
        default: self = .undelivered
        }
    }
}
