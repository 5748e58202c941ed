/// A message to a caller about the state that a task of theirs has come to.
package struct Callback: Sendable, Equatable {
    /// How far a task has come; a later step makes the earlier ones out of date.
    package enum Step: Int, Sendable, CaseIterable {
        /// The task is being worked on.
        case progress = 1
        /// The task has ended, one way or the other.
        case end = 2
    }

    /// The answers with which a receiver takes a callback.
    package enum Acceptance: String, Sendable, CaseIterable {
        /// Status 200 alone.
        case exactly200 = "200"
        /// Any status from 200 to 299.
        case any2xx = "2xx"

        /// Whether an answer with a status takes the callback.
        package func includes(_ status: Int) -> Bool {
            switch self {
            case .exactly200: status == 200
            case .any2xx: 200...299 ~= status
            }
        }
    }

    /// Where it goes, as the caller gave it.
    package let url: String
    /// The state in the dialect's word, as in `completed`.
    package let event: String
    /// How far the task has come.
    package let step: Step
    /// The answers with which it is taken.
    package let acceptance: Acceptance
    /// The JSON document that is posted: what the dialect would answer whoever asked for the task now.
    package let body: [UInt8]

    /// Creates a callback.
    package init(url: String, event: String, step: Step, acceptance: Acceptance, body: [UInt8]) {
        self.url = url
        self.event = event
        self.step = step
        self.acceptance = acceptance
        self.body = body
    }
}

extension DialectService {
    /// No callback, for a dialect that has none.
    package func callback(for record: TaskRecord) throws(AdapterError) -> Callback? {
        nil
    }
}
