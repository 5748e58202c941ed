import Adapters
import AgentsCore

extension CompatServer {
    /// Does what a call asks for.
    func perform(
        _ operation: Operation, of request: HTTPRequest, by service: any DialectService, _ call: Call
    ) async throws(Failure) -> HTTPResponse {
        switch operation {
        case .answer(let response, let needsKey):
            if needsKey { _ = try principals.principal(of: request) }
            return response
        case .submit(let submission):
            let principal = try principals.principal(of: request)
            let key = try IdempotencyKey(request)
            return await submit(submission, key, of: request, by: service, principal, call)
        case .find(let key):
            let principal = try principals.principal(of: request)
            let task = try await find([key], for: principal)[0]
            return service.encode(.found(task.map { shown($0, by: service, to: principal) }), of: call)
        case .list(let keys):
            let principal = try principals.principal(of: request)
            let tasks = try await find(keys, for: principal)
            return service.encode(
                .listed(tasks.compactMap { $0.map { shown($0, by: service, to: principal) } }), of: call)
        case .page(let query):
            let principal = try principals.principal(of: request)
            return service.encode(.page(try await page(query, of: service, for: principal)), of: call)
        case .select(let keys, let query):
            let principal = try principals.principal(of: request)
            let tasks = try await find(keys, for: principal).compactMap(\.self)
                .filter { query.includes($0.createdAt) }
            let page = tasks.dropFirst(query.offset).prefix(query.limit)
            let records = page.map { shown($0, by: service, to: principal) }
            let hasMore = tasks.count - query.offset > page.count
            let answer = TaskPage(of: query, records, hasMore: hasMore, total: tasks.count)
            return service.encode(.page(answer), of: call)
        case .only(let account, let operation, let otherwise):
            guard account.includes(try principals.principal(of: request).account) else {
                return service.encode(otherwise, of: call)
            }
            return try await perform(operation, of: request, by: service, call)
        case .delete(let key):
            let principal = try principals.principal(of: request)
            let wasThere = try await delete(key, of: service.dialect, for: principal)
            return service.encode(.deleted(key, wasThere: wasThere), of: call)
        }
    }

    /// A task's record as a service shows it, in which it need not have been submitted: with links that stay good, and with
    /// what was read from its video.
    ///
    /// Of one that was taken over from a history nothing is known but the record, whose links stay as they are.
    private func shown(_ task: StoredTask, by service: any DialectService, to principal: Principal) -> TaskRecord {
        if task.isImported { return task.record }
        var record = links?.linked(task.record, of: task.id) ?? task.record
        if task.dialect != service.dialect.description {
            let facts = SubmissionFacts(
                id: task.id, traceID: task.traceID, time: task.createdAt, account: principal.account)
            record = service.adopt(record, with: facts, changedAt: task.updatedAt)
        }
        if let video = task.video {
            let thumbnail = video.thumbnail.flatMap { size in
                links?.thumbnail(of: task.id).map { VideoFacts.Thumbnail(url: $0, size: size) }
            }
            service.note(VideoFacts(size: video.size, thumbnail: thumbnail), in: &record)
        }
        return record
    }

    // MARK: Submitting

    private func submit(
        _ submission: Submission, _ key: IdempotencyKey?, of request: HTTPRequest, by service: any DialectService,
        _ principal: Principal,
        _ call: Call
    ) async -> HTTPResponse {
        let order = Submitter.Order(
            submission: submission, service: service, principal: principal,
            operation: call.match?.route.pattern ?? request.path, traceID: call.traceID,
            attempt: RecentSubmissions.Attempt(of: request), key: key)
        let ticket = await submitter.submit(order)
        var response: HTTPResponse
        var hasEnded = false
        var call = call
        do throws(Failure) {
            let task = try ticket.result.get()
            // A retry is told the trace id under which the task that it joined is found.
            call = Call(match: call.match, traceID: task.traceID)
            let outcome = try await outcome(of: task, submission.answer) { shown($0, by: service, to: principal) }
            if case .ended = outcome { hasEnded = true }
            response = service.encode(outcome, of: call)
            response.fields["X-Compat-Losses"] = "\(submission.losses.count)"
            for loss in submission.losses { metrics.losses.add(Metrics.LossKind(loss.kind)) }
        } catch {
            response = service.encode(error, of: call)
        }
        await submitter.note(
            ticket.caller,
            Task.isCancelled ? .undelivered : response.status < 500 ? .delivered : hasEnded ? .failed : .undelivered)
        return response
    }

    private func outcome(
        of task: StoredTask, _ answer: Submission.Answer, shown: (StoredTask) -> TaskRecord
    ) async throws(Failure) -> Outcome {
        guard case .onEnd(let duration) = answer else {
            return .accepted(shown(try await latest(task)))
        }
        let ended: StoredTask
        if let last = await poller.end(of: task.id, within: duration) {
            ended = last
        } else {
            ended = try await latest(task)
        }
        return ended.stage == .ended ? .ended(shown(ended)) : .waitOver(shown(ended))
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
            if error.code != .tooLarge { log.error("cannot look a task up", ["error": "\(error)"]) }
            throw Failure(error)
        }
        return await refreshed(found, for: principal)
    }

    /// A page of the tasks of a principal, as they are now.
    private func page(
        _ query: TaskQuery, of service: any DialectService, for principal: Principal
    ) async throws(Failure) -> TaskPage {
        let listed: ListedTasks
        do throws(StoreError) {
            listed = try await store.list(query, of: principal.fingerprint, in: service.dialect.description)
        } catch {
            log.error("cannot list tasks", ["error": "\(error)"])
            throw Failure(error)
        }
        for id in listed.unreadable { log.error("a task's record cannot be read; it is not listed", ["task": id]) }
        let tasks = await refreshed(listed.tasks, for: principal)
        return TaskPage(
            of: query, tasks.compactMap { $0.map { shown($0, by: service, to: principal) } }, hasMore: listed.hasMore,
            total: listed.total)
    }

    /// How many tasks of one call are asked after at once; the others are as the poller last saw them.
    private static let refreshLimit = 64

    private func refreshed(_ tasks: [StoredTask?], for principal: Principal) async -> [StoredTask?] {
        let unfinished = tasks.enumerated().filter { $0.element.map { $0.stage != .ended } ?? false }
        guard !unfinished.isEmpty else { return tasks }
        return await withTaskGroup(of: (Int, StoredTask?).self) { group in
            for case (let index, let task?) in unfinished.prefix(Self.refreshLimit) {
                group.addTask { (index, await refreshed(task, for: principal)) }
            }
            return await group.reduce(into: tasks) { $0[$1.0] = $1.1 }
        }
    }

    /// A task as it is now; nothing if it was deleted meanwhile.
    private func refreshed(_ task: StoredTask, for principal: Principal) async -> StoredTask? {
        if let task = await poller.refreshed(task, credential: principal.credential) { return task }
        // It has ended since it was read, or nobody follows it yet.
        let latest: StoredTask?
        do throws(StoreError) {
            latest = try await store.find(.id(task.id), of: principal.fingerprint)
        } catch {
            return task
        }
        guard let latest, latest.stage != .ended else { return latest }
        guard let service = services.first(where: { $0.dialect.description == latest.dialect }) else { return latest }
        await poller.follow(latest, service: service, credential: principal.credential, start: .question)
        return await poller.refreshed(latest, credential: principal.credential) ?? latest
    }

    // MARK: Deleting

    /// Deletes a task, and whatever goes on about it here; the Agents API goes on with it.
    ///
    /// - Returns: Whether there was one.
    private func delete(
        _ key: TaskKey, of dialect: Dialect, for principal: Principal
    ) async throws(Failure) -> Bool {
        let id: String?
        do throws(StoreError) {
            id = try await store.delete(
                key, of: principal.fingerprint, in: dialect.description, at: clock.wallTime)
        } catch {
            log.error("cannot delete a task", ["error": "\(error)"])
            throw Failure(error)
        }
        guard let id else { return false }
        await traces.forget(id)
        return true
    }

    /// A task as it is stored now.
    private func latest(_ task: StoredTask) async throws(Failure) -> StoredTask {
        if let current = await poller.latest(task) { return current }
        do throws(StoreError) {
            return try await store.find(.id(task.id), of: task.principal) ?? task
        } catch {
            throw Failure(error)
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
