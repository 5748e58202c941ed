import Adapters
import AgentsCore

/// Looks into the videos of tasks that end, for their sizes and a thumbnail, which the Agents API does not give.
///
/// Nobody waits for it: until it is done, and where nothing can be found, sizes and thumbnail are unknown.
struct MediaProber: MediaChore {
    /// Where the files come from.
    enum Source: Sendable {
        /// Copies that are kept anyway.
        case copies(MediaFolder, DiskQueue)
        /// The storage; what is fetched is there for as long as it is looked into.
        case storage(MediaCopier)
    }

    let concurrency = 2
    let complaint: StaticString = "cannot look into the video of a task; it is tried again"
    let leftover: StaticString = "cannot remove a file that was looked into"
    let source: Source
    let probe: any VideoProbe
    let store: any TaskStore
    let clock: any ServerClock
    let log: EventLog

    /// Tasks that were submitted longer ago are left alone: their files may be gone, and nobody looks at them any more.
    private static let window = Duration.seconds(86_400)
    /// So often it is tried.
    private static let attempts = 8

    /// Removes files that were being looked into.
    func tidy() async {
        guard case .storage(let copier) = source else { return }
        let folder = copier.folder
        do throws(SystemError) {
            try await copier.queue.run { () throws(SystemError) in try folder.removeAll() }
        } catch {
            log.error("cannot remove files that were being looked into", ["folder": folder.path, "error": "\(error)"])
        }
    }

    /// Tasks whose files nobody has looked into.
    func tasks(after last: TaskPlace?, limit: Int) async throws(StoreError) -> [TaskPlace] {
        let start = clock.wallTime + (.zero - Self.window)
        let files: ProbedFiles =
            switch source {
            case .copies: .copied
            case .storage: .all
            }
        return try await store.unprobedTasks(after: last, since: start, files, limit: limit)
    }

    /// None: what was found goes with the task, and a file with the end of looking into it.
    func deletedTasks(after last: String?, limit: Int) -> [String] { [] }

    /// Looks into the video of a task.
    func perform(_ id: String, after failures: Int) async throws(StoreError) -> String? {
        guard let task = try await store.task(id), task.stage == .ended else { return nil }
        guard task.upstreamID != nil, let index = task.record.generation.video else {
            try await store.keep(nil, thumbnail: nil, of: id)
            return nil
        }
        var found: VideoExamination?
        do throws(VideoProbeFault) {
            found = try await examine(index, of: task)
        } catch {
            switch error {
            case .unreadable(let reason):
                log.warn("a video cannot be looked into", ["task": id, "reason": reason])
            case .unavailable(let reason):
                if failures + 1 < Self.attempts || Task.isCancelled { return reason }
                log.warn("a video could not be looked into", ["task": id, "reason": reason])
            }
        }
        let finding = found.map { VideoFinding(size: $0.size, thumbnail: $0.thumbnail?.size) }
        try await store.keep(finding, thumbnail: found?.thumbnail?.bytes, of: id)
        return nil
    }

    /// Removes the file of a task that is deleted while it is looked into.
    func discard(_ id: String) async -> String? {
        guard case .storage(let copier) = source else { return nil }
        return await remove(id, of: copier)
    }

    // MARK: Files

    private func examine(_ index: Int, of task: StoredTask) async throws(VideoProbeFault) -> VideoExamination {
        switch source {
        case .copies(let folder, let queue):
            let path = await queue.attempt { folder.path(of: index, of: task.id) }
            guard let path else { throw .unreadable("there is no copy") }
            return try await probe.examine(path)
        case .storage(let copier):
            let result: Result<VideoExamination, VideoProbeFault>
            do throws(VideoProbeFault) {
                result = .success(try await probe.examine(try await fetch(index, of: task, with: copier)))
            } catch {
                result = .failure(error)
            }
            if let problem = await remove(task.id, of: copier) {
                log.error(leftover, ["task": task.id, "reason": problem])
            }
            return try result.get()
        }
    }

    private func fetch(
        _ index: Int, of task: StoredTask, with copier: MediaCopier
    ) async throws(VideoProbeFault) -> String {
        do throws(MediaCopier.Fault) {
            try await copier.copy(index, of: task)
        } catch {
            switch error {
            case .gone: throw .unreadable("it is gone")
            case .tooLarge: throw .unreadable("it is too large")
            case .unavailable(let reason): throw .unavailable(reason)
            }
        }
        let folder = copier.folder
        let path = await copier.queue.attempt { folder.path(of: index, of: task.id) }
        guard let path else { throw .unavailable("the file is not there") }
        return path
    }

    /// Removes the file of a task; returns what stands in the way.
    private func remove(_ id: String, of copier: MediaCopier) async -> String? {
        let folder = copier.folder
        do throws(SystemError) {
            try await copier.queue.run { () throws(SystemError) in try folder.remove(id) }
            return nil
        } catch {
            return "\(error)"
        }
    }
}

extension DiskQueue {
    /// Does work that may find nothing; nothing also if there is no room for it.
    fileprivate func attempt<Value: Sendable>(_ work: @escaping @Sendable () -> Value?) async -> Value? {
        do throws(SystemError) {
            return try await run { () throws(SystemError) in work() }
        } catch {
            return nil
        }
    }
}

extension Generation {
    /// The place of the video among the outputs; nothing if there is none that has a link.
    fileprivate var video: Int? {
        guard state == .value(.completed), case .value(let outputs) = output else { return nil }
        let index = outputs.firstIndex { $0.type == .value(.video) && $0.url.value != nil }
        return index.flatMap { $0 <= MediaLink.maximumIndex ? $0 : nil }
    }
}
