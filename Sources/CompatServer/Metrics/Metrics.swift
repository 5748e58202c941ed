import Adapters

/// A metric: its name, what it means, and of what kind it is.
struct MetricSpec: Sendable {
    /// The kinds that are told.
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    let name: String
    let kind: Kind
    let help: String

    init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = "agents_compat_" + name
        self.kind = kind
        self.help = help
    }
}

/// What the server counts: every metric that there is, with its name, its meaning and its labels.
///
/// Copies count together. No label has a value that comes from outside, so there are as many series as are written here, and
/// none of them holds a key, an id or a text.
struct Metrics: Sendable {
    /// What came of a submission.
    enum SubmissionOutcome: String, MetricLabel {
        static let name = "outcome"
        /// The Agents API has accepted it.
        case accepted
        /// There was no room for it: it waits, and is counted again when it is sent.
        case queued
        /// The answer was lost: nobody knows whether it was accepted, and it is not sent again.
        case inDoubt = "in_doubt"
        /// It was a retry of an earlier one, and not sent.
        case joined
        /// The Agents API has refused it, or never saw it.
        case refused
        /// It was not sent, because of the request itself or because the store has failed.
        case notSent = "not_sent"
    }

    /// What came of a question after a task.
    enum PollOutcome: String, MetricLabel {
        static let name = "outcome"
        /// The task goes on.
        case unfinished
        /// The task is completed or has failed.
        case ended
        /// The Agents API does not know the task.
        case missing
        /// The key is not accepted.
        case keyRefused = "key_refused"
        /// The Agents API wants to be asked less.
        case limited
        /// There was no answer, or none that says anything.
        case unavailable
    }

    /// What came of an attempt to deliver a callback.
    enum CallbackOutcome: String, MetricLabel {
        static let name = "outcome"
        /// The receiver has it.
        case delivered
        /// It is sent again later.
        case retried
        /// It is sent no more, unless the operator wants it.
        case dead
    }

    /// What became of a member that could not be said exactly to the Agents API.
    enum LossKind: String, MetricLabel {
        static let name = "kind"
        case dropped, approximated, defaulted

        /// The kind of a loss.
        init(_ kind: Loss.Kind) {
            self = kind == .dropped ? .dropped : kind == .approximated ? .approximated : .defaulted
        }
    }

    let submissions = CounterFamily<SubmissionOutcome>(
        MetricSpec("submissions_total", .counter, "Submissions of clients by what came of them."))
    let losses = CounterFamily<LossKind>(
        MetricSpec("losses_total", .counter, "Members of submissions that the Agents API was not told exactly."))
    let polls = CounterFamily<PollOutcome>(
        MetricSpec("polls_total", .counter, "Questions to the Agents API after tasks by what came of them."))
    let callbacks = CounterFamily<CallbackOutcome>(
        MetricSpec("callbacks_total", .counter, "Attempts to deliver callbacks by what came of them."))
    let timeToKnowledge = Histogram(
        MetricSpec(
            "time_to_knowledge_seconds", .histogram,
            "Time between the last moment at which a task was known to be unfinished and that at which its end was learnt: "
                + "an upper bound of the delay."),
        bounds: [
            .milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1), .milliseconds(2500), .seconds(5),
            .milliseconds(7500), .seconds(10), .seconds(15), .seconds(30), .seconds(60), .seconds(300), .seconds(1800),
            .seconds(7200),
        ])

    static let liveTasks = MetricSpec("live_tasks", .gauge, "Tasks that are followed.")
    static let runningPolls = MetricSpec("polls_running", .gauge, "Questions that are on their way.")
    static let pollLateness = MetricSpec(
        "poll_lateness_seconds", .gauge, "How long the question has been due that has been due the longest.")
    static let storeWrites = MetricSpec("store_writes_total", .counter, "Writes that are on the disk.")
    static let storeCommits = MetricSpec("store_commits_total", .counter, "Commits that brought them there.")
    static let waitingWrites = MetricSpec("store_waiting_writes", .gauge, "Writes that wait for the store.")
    static let storeFailing = MetricSpec(
        "store_failing", .gauge,
        "Whether a write has failed because of the store, and none has succeeded since: 1 if so.")
}

/// What is measured when somebody asks, because it is there anyway.
struct MetricReadings: Sendable, Equatable {
    var liveTasks = 0
    var runningPolls = 0
    var pollLateness = Duration.zero
    var storeWrites = 0
    var storeCommits = 0
    var waitingWrites = 0
    var isStoreFailing = false
}
