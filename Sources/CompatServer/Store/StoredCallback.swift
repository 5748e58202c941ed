package import Adapters
package import AgentsCore

/// A callback as the store keeps it, without its body.
package struct StoredCallback: Sendable, Equatable {
    /// What became of a callback.
    package struct State: OpenVocabulary {
        /// The word that is stored.
        package let rawValue: String

        /// Creates a state.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// To be sent, for the first time or again.
        package static let pending = Self(rawValue: "pending")
        /// Taken by the receiver.
        package static let delivered = Self(rawValue: "delivered")
        /// Not delivered before a later state of its task was to be told, and never to be sent again.
        package static let superseded = Self(rawValue: "superseded")
        /// Given up after the last attempt; it can be sent again by hand.
        package static let dead = Self(rawValue: "dead")
        /// The states above.
        package static let known: [Self] = [.pending, .delivered, .superseded, .dead]
    }

    /// The callback's own id.
    package let id: String
    /// The own id of the task that it is about.
    package let taskID: String
    /// Where it goes.
    package let url: String
    /// The host and port in it, under which receivers are told apart.
    package let origin: String
    /// The state that it tells, in the dialect's word.
    package let event: String
    /// How far the task had come.
    package let step: Callback.Step
    /// The answers with which it is taken.
    package let acceptance: Callback.Acceptance
    /// What became of it.
    package var state: State
    /// Attempts that have failed since it was stored, or sent again by hand.
    package var failures: Int
    /// When it was stored.
    package let createdAt: WallTime
    /// When it was stored, or sent again by hand: from then on attempts are counted.
    package var startedAt: WallTime
    /// When it is sent next; nothing if it is not.
    package var due: WallTime?

    /// Creates a callback.
    package init(
        id: String, taskID: String, url: String, origin: String, event: String, step: Callback.Step,
        acceptance: Callback.Acceptance, state: State = .pending, failures: Int = 0, createdAt: WallTime,
        startedAt: WallTime, due: WallTime?
    ) {
        self.id = id
        self.taskID = taskID
        self.url = url
        self.origin = origin
        self.event = event
        self.step = step
        self.acceptance = acceptance
        self.state = state
        self.failures = failures
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.due = due
    }
}

/// A callback with its body.
package struct OutgoingCallback: Sendable, Equatable {
    /// The callback.
    package var callback: StoredCallback
    /// What is posted.
    package let body: [UInt8]

    /// Creates a callback.
    package init(_ callback: StoredCallback, body: [UInt8]) {
        self.callback = callback
        self.body = body
    }
}

/// One try to deliver a callback, without anything of what was sent or answered.
package struct CallbackAttempt: Sendable, Equatable {
    /// When it began.
    package let time: WallTime
    /// How long it took.
    package let duration: Duration
    /// The status of the answer, if there was one.
    package let status: Int?
    /// A word for what went wrong, if there was no answer.
    package let error: String?

    /// Creates an attempt.
    package init(time: WallTime, duration: Duration, status: Int?, error: String?) {
        self.time = time
        self.duration = duration
        self.status = status
        self.error = error
    }
}
