/// What the server knows of tasks beside what is stored, wherever it is.
struct TaskTraces: Sendable {
    let poller: TaskPoller
    let submitter: Submitter
    let media: MediaService?
    let prober: MediaRounds?

    /// Forgets a task that is deleted, and ends whatever goes on about it.
    ///
    /// - Parameter id: The task's own id.
    func forget(_ id: String) async {
        await poller.drop(id)
        await submitter.forget(id)
        await media?.forget(id)
        await prober?.remove(id)
    }
}
