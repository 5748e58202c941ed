import Adapters
import AgentsCore

/// Stores changes of tasks, each together with the callback that tells it.
struct TaskRecorder: Sendable {
    let store: any TaskStore
    let dispatcher: CallbackDispatcher
    /// What puts links in the place of the storage's URLs; nothing where those are told as they are.
    let links: MediaLinks?
    /// What is done with the files of tasks that end; nothing where nothing is.
    var endings: MediaRounds?
    let clock: any ServerClock
    let log: EventLog

    /// Stores a task as it has become.
    ///
    /// However often a state is stored, it is told once.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - service: The service of its dialect.
    /// - Throws: ``StoreError``; neither change nor callback was stored then.
    func update(_ task: StoredTask, by service: any DialectService) async throws(StoreError) {
        if let callback = callback(of: task, service) {
            if try await store.update(task, posting: outgoing(callback, of: task)) { await dispatcher.wake() }
        } else {
            try await store.update(task)
        }
        if task.stage == .ended { await endings?.wake() }
    }

    /// Sees to it that an end is told, and its files are looked after, whose storing seemed to fail.
    func wake() async {
        await dispatcher.wake()
        await endings?.wake()
    }

    /// Whether the caller has ordered a callback for the moment when work on a task begins.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - service: The service of its dialect.
    /// - Returns: Whether that moment is still to come.
    func isProgressAwaited(_ task: StoredTask, _ service: any DialectService) -> Bool {
        guard task.record.generation.state == .value(.queued) else { return false }
        var task = task
        task.record.generation.state = .value(.processing)
        return callback(of: task, service)?.step == .progress
    }

    private func callback(of task: StoredTask, _ service: any DialectService) -> Callback? {
        do throws(AdapterError) {
            return try service.callback(for: links?.linked(task.record, of: task.id) ?? task.record)
        } catch {
            log.error("cannot tell a state of a task", ["task": task.id, "error": "\(error)"])
            return nil
        }
    }

    private func outgoing(_ callback: Callback, of task: StoredTask) -> OutgoingCallback {
        let time = clock.wallTime
        return OutgoingCallback(
            StoredCallback(
                id: "msg_\(randomUUID())", taskID: task.id, url: callback.url, origin: origin(of: callback.url),
                event: callback.event, step: callback.step, acceptance: callback.acceptance, createdAt: time,
                startedAt: time, due: time),
            body: callback.body)
    }

    /// An address that cannot be read any more is refused when it is to be called, and seen by the operator.
    private func origin(of url: String) -> String {
        do throws(CallbackURL.Fault) {
            return try CallbackURL(url).origin
        } catch {
            return ""
        }
    }
}
