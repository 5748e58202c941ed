import Adapters
import AgentsCore

extension CompatServer {
    /// Does what a call asks for.
    func perform(
        _ operation: Operation, of request: HTTPRequest, by service: any DialectService, _ call: Call
    ) async throws(Failure) -> HTTPResponse {
        switch operation {
        case .answer(let response):
            return response
        case .submit(let submission):
            let principal = try principals.principal(of: request)
            return await submit(submission, of: request, by: service, principal, call)
        case .find(let key):
            let principal = try principals.principal(of: request)
            let task = try await find([key], for: principal)[0]
            return service.encode(.found(task?.record), of: call)
        case .list(let keys):
            let principal = try principals.principal(of: request)
            let tasks = try await find(keys, for: principal)
            return service.encode(.listed(tasks.compactMap(\.?.record)), of: call)
        }
    }

    // MARK: Submitting

    private func submit(
        _ submission: Submission, of request: HTTPRequest, by service: any DialectService, _ principal: Principal,
        _ call: Call
    ) async -> HTTPResponse {
        let order = Submitter.Order(
            submission: submission, service: service, principal: principal,
            operation: call.match?.route.pattern ?? request.path, traceID: call.traceID,
            attempt: RecentSubmissions.Attempt(of: request))
        let ticket = await submitter.submit(order)
        var response: HTTPResponse
        var hasEnded = false
        var call = call
        do throws(Failure) {
            let task = try ticket.result.get()
            // A retry is told the trace id under which the task that it joined is found.
            call = Call(match: call.match, traceID: task.traceID)
            let outcome = try await outcome(of: task, submission.answer)
            if case .ended = outcome { hasEnded = true }
            response = service.encode(outcome, of: call)
            response.fields["X-Compat-Losses"] = "\(submission.losses.count)"
        } catch {
            response = service.encode(error, of: call)
        }
        let isUnderstood = !Task.isCancelled && response.status < 500
        await submitter.note(ticket.caller, isUnderstood ? .delivered : hasEnded ? .failed : .undelivered)
        return response
    }

    private func outcome(of task: StoredTask, _ answer: Submission.Answer) async throws(Failure) -> Outcome {
        guard case .onEnd(let duration) = answer else {
            return .accepted(try await latest(task).record)
        }
        let ended: StoredTask
        if let last = await poller.end(of: task.id, within: duration) {
            ended = last
        } else {
            ended = try await latest(task)
        }
        guard ended.stage == .ended else { throw Failure(.waitOver, "The task is not finished yet; it goes on.") }
        return .ended(ended.record)
    }

    // MARK: Finding

    /// The tasks that a principal asks for, as they are now; nothing for those that are not its own.
    private func find(
        _ keys: [TaskKey], for principal: Principal
    ) async throws(Failure) -> [StoredTask?] {
        let found: [StoredTask?]
        do throws(StoreError) {
            found = try await store.find(keys, of: principal.fingerprint)
        } catch {
            log.error("cannot look a task up", ["error": "\(error)"])
            throw Failure(.internalError, "Internal server error")
        }
        guard found.contains(where: { $0.map { $0.stage != .ended } ?? false }) else { return found }
        return await withTaskGroup(of: (Int, StoredTask?).self) { group in
            for case (let index, let task?) in found.enumerated() where task.stage != .ended {
                group.addTask { (index, await refreshed(task, for: principal)) }
            }
            return await group.reduce(into: found) { $0[$1.0] = $1.1 }
        }
    }

    private func refreshed(_ task: StoredTask, for principal: Principal) async -> StoredTask {
        if let task = await poller.refreshed(task.id, credential: principal.credential) { return task }
        // It has ended since it was read, or nobody follows it yet.
        let latest = try? await store.find(.id(task.id), of: principal.fingerprint)
        guard let latest, latest.stage != .ended else { return latest ?? task }
        guard let service = services.first(where: { $0.dialect.description == latest.dialect }) else { return latest }
        await poller.follow(latest, service: service, credential: principal.credential, isDueNow: true)
        return await poller.refreshed(latest.id, credential: principal.credential) ?? latest
    }

    /// A task as it is stored now.
    private func latest(_ task: StoredTask) async throws(Failure) -> StoredTask {
        if let current = await poller.current(task.id) { return current }
        do throws(StoreError) {
            return try await store.find(.id(task.id), of: task.principal) ?? task
        } catch {
            throw Failure(.internalError, "Internal server error")
        }
    }
}

extension RecentSubmissions.Attempt {
    /// What a client says about itself.
    ///
    /// Source: the SDKs made by Stainless, `lumaai` 1.21.0 among them, count their tries in this field.
    init(of request: HTTPRequest) {
        switch request.fields["x-stainless-retry-count"] {
        case nil: self = .unmarked
        case "0": self = .first
        default: self = .retry
        }
    }
}
