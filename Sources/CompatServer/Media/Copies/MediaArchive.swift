import Adapters
import AgentsCore

/// Copies the files of every task that ends, and removes the copies of those that are deleted.
struct MediaArchive: MediaChore {
    let concurrency = 4
    let complaint: StaticString = "cannot copy the files of a task; it is tried again"
    let leftover: StaticString = "cannot remove the copies of a deleted task; it is tried again"
    let copier: MediaCopier
    let store: any TaskStore
    let log: EventLog

    /// Leaves what there is: what is not whole is no copy, and the next try begins anew.
    func tidy() {}

    /// Tasks whose files are not all copied.
    func tasks(after last: TaskPlace?, limit: Int) async throws(StoreError) -> [TaskPlace] {
        try await store.uncopiedTasks(after: last, limit: limit)
    }

    /// Deleted tasks of which copies may be left.
    func deletedTasks(after last: String?, limit: Int) async throws(StoreError) -> [String] {
        try await store.deletedTasksWithCopies(after: last, limit: limit)
    }

    /// Copies the files of a task.
    func perform(_ id: String, after failures: Int) async throws(StoreError) -> String? {
        guard let task = try await store.task(id), task.stage == .ended else { return nil }
        let outputs = task.record.generation.output.value ?? []
        // Nobody renews the links of records of other services, and nothing but the Agents API's storage is called.
        guard !outputs.isEmpty, task.upstreamID != nil, copier.folder.folder(of: id) != nil else {
            try await store.note(.complete, of: id)
            return nil
        }
        try await store.note(.begun, of: id)
        for index in outputs.indices where index <= MediaLink.maximumIndex && outputs[index].url.value != nil {
            do throws(MediaCopier.Fault) {
                try await copier.copy(index, of: task)
            } catch {
                switch error {
                case .unavailable(let reason): return reason
                case .gone: log.warn("a file is gone before it was copied", ["task": id, "output": "\(index)"])
                case .tooLarge: log.warn("a file is too large to be copied", ["task": id, "output": "\(index)"])
                }
            }
        }
        try await store.note(.complete, of: id)
        return nil
    }

    /// Removes the copies of a task.
    func discard(_ id: String) async -> String? {
        let folder = copier.folder
        do {
            try await copier.queue.run { () throws(SystemError) in try folder.remove(id) }
            try await store.note(.removed, of: id)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
