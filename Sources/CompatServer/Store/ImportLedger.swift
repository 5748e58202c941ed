package import Adapters
package import AgentsCore

/// Takes over tasks that other services once did, as histories tell them.
///
/// What a conforming type promises, beyond what a ``TaskStore`` does:
///
/// - Such a task is found and listed like any other of its owner, and is never polled: nobody can be asked about it.
/// - Taking over the same tasks again changes nothing.
/// - What a server of this store has made, or its owner has deleted, stays as it is.
package protocol ImportLedger: Sendable {
    /// Takes over tasks, all of them or, if it throws, none.
    ///
    /// - Parameter tasks: The tasks, as ``StoredTask/init(importing:for:at:)`` makes them.
    /// - Returns: What became of each.
    /// - Throws: ``StoreError``.
    func importTasks(_ tasks: [StoredTask]) async throws(StoreError) -> [ImportOutcome]
}

/// What became of a task that was to be taken over.
package enum ImportOutcome: Sendable, Equatable {
    /// It is new.
    case imported
    /// It takes the place of an earlier state.
    case updated
    /// Nothing was changed.
    case unchanged(Reason)
    /// Its id is that of somebody else's task.
    case refused

    /// Why nothing was changed.
    package enum Reason: Sendable, Equatable {
        /// The same was taken over before.
        case same
        /// What was taken over before is further.
        case older
        /// A server of this store made the task.
        case own
        /// The owner has deleted it.
        case deleted
    }

    /// What becomes of a task.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - stored: What is stored under its id; nothing if there is nothing.
    init(of task: StoredTask, over stored: StoredState?) {
        guard let stored else {
            self = .imported
            return
        }
        if stored.principal != task.principal.hex {
            self = .refused
        } else if stored.isDeleted {
            self = .unchanged(.deleted)
        } else if stored.operation != StoredTask.imported {
            self = .unchanged(.own)
        } else if stored.line == task.record.line {
            self = .unchanged(.same)
        } else {
            self = RecordProgress(of: task.record) < stored.progress ? .unchanged(.older) : .updated
        }
    }
}

/// What a store says of a task with a certain id, as far as it matters for taking one over.
struct StoredState {
    let principal: String
    let operation: String
    let isDeleted: Bool
    /// Its record, unread.
    let line: String

    /// How far the work is; what cannot be read is no work.
    fileprivate var progress: RecordProgress {
        do throws(AdapterError) {
            return RecordProgress(of: try TaskRecord(line: line.utf8))
        } catch {
            return .waiting
        }
    }
}

extension RecordProgress {
    fileprivate init(of record: TaskRecord) {
        self.init(record.generation.state.value?.rawValue)
    }
}

extension StoredTask {
    /// What stands as the operation of a task that was taken over from a history; those of a server are paths.
    package static let imported = "import"
    /// Bytes of an id beyond which no API can ask for it.
    package static let longestImportedID = 256

    /// Whether it was taken over from a history: the Agents API does not know it, and its links are not of the server.
    package var isImported: Bool { operation == Self.imported }

    /// Takes over a record of a history.
    ///
    /// Nothing is added to what it says: it stays in its state, which nobody follows. A record that does not say when it was
    /// created counts as the oldest.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - owner: Whose task it becomes.
    ///   - time: When.
    package init(importing record: TaskRecord, for owner: Fingerprint, at time: WallTime) {
        let created = record.generation.createdAt.value.flatMap(WallTime.init(rfc3339:))
        self.init(
            id: record.generation.id, dialect: record.dialect, principal: owner, operation: Self.imported,
            traceID: record.text("trace_id") ?? "", stage: .ended, record: record,
            createdAt: created ?? WallTime(microseconds: 0), updatedAt: time)
    }
}
