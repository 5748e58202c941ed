package import Adapters
package import AgentsCore

/// A task as the store keeps it: its record, and what the server needs to find it and to go on with it.
package struct StoredTask: Sendable, Equatable {
    /// How far a task has come between its caller and the Agents API.
    package struct Stage: OpenVocabulary {
        /// The word that is stored.
        package let rawValue: String

        /// Creates a stage.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Written down, and not known to have been sent.
        package static let intent = Self(rawValue: "intent")
        /// Not sent yet, because the Agents API had no room for it.
        package static let waiting = Self(rawValue: "waiting")
        /// Accepted by the Agents API.
        package static let accepted = Self(rawValue: "accepted")
        /// Sent, and nobody knows whether it arrived.
        package static let inDoubt = Self(rawValue: "in_doubt")
        /// In its final state.
        package static let ended = Self(rawValue: "ended")
        /// The stages above.
        package static let known: [Self] = [.intent, .waiting, .accepted, .inDoubt, .ended]
    }

    /// The task's own id, which nobody else's task has.
    package let id: String
    /// The Agents API's id of it, as soon as it is known.
    package var upstreamID: String?
    /// The dialect in which it was submitted.
    package let dialect: String
    /// Who submitted it.
    package let principal: Fingerprint
    /// What was asked for, in the dialect's words, or ``imported``.
    package let operation: String
    /// The trace id of the call that submitted it.
    package let traceID: String
    /// How far it has come.
    package var stage: Stage
    /// Its record, kept as a canonical line.
    package var record: TaskRecord
    /// When it was submitted.
    package let createdAt: WallTime
    /// When it was changed last.
    package var updatedAt: WallTime
    /// What was read from the video that it made; nothing as long as nobody has, and where nothing could be read.
    package var video: VideoFinding?

    /// Creates a task.
    package init(
        id: String, upstreamID: String? = nil, dialect: String, principal: Fingerprint, operation: String,
        traceID: String, stage: Stage, record: TaskRecord, createdAt: WallTime, updatedAt: WallTime,
        video: VideoFinding? = nil
    ) {
        self.id = id
        self.upstreamID = upstreamID
        self.dialect = dialect
        self.principal = principal
        self.operation = operation
        self.traceID = traceID
        self.stage = stage
        self.record = record
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.video = video
    }
}

/// A page of a principal's tasks, those submitted last first.
package struct ListedTasks: Sendable, Equatable {
    /// The tasks.
    package var tasks: [StoredTask]
    /// Ids of tasks of the page whose records cannot be read, so that a damaged one does not hide the others.
    package var unreadable: [String]
    /// Whether there are more behind them.
    package var hasMore: Bool
    /// How many there are in all; nothing unless the query counts them.
    package var total: Int?

    /// Creates a page.
    package init(tasks: [StoredTask] = [], unreadable: [String] = [], hasMore: Bool = false, total: Int? = nil) {
        self.tasks = tasks
        self.unreadable = unreadable
        self.hasMore = hasMore
        self.total = total
    }
}

/// Some of the unfinished tasks, in an order that makes it possible to ask for those behind them.
package struct UnfinishedTasks: Sendable, Equatable {
    /// The tasks.
    package var tasks: [StoredTask]
    /// Ids of tasks whose records cannot be read, so that a damaged one does not stop the others.
    package var unreadable: [String]
    /// Where the next ones begin; nothing if there are no more.
    package var next: String?

    /// Creates a batch.
    package init(tasks: [StoredTask] = [], unreadable: [String] = [], next: String? = nil) {
        self.tasks = tasks
        self.unreadable = unreadable
        self.next = next
    }
}
