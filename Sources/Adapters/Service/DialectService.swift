package import AgentsCore

/// One legacy API as the server offers it: its routes, what its calls ask for, and its answers.
///
/// Pure: nothing here reads a clock, a store or a socket. The server does what an ``Operation`` asks for and hands the
/// ``Outcome`` back to be put into the dialect's words.
package protocol DialectService: Sendable {
    /// The dialect.
    var dialect: Dialect { get }
    /// The start of every path of the dialect, as in `/luma`; what is unknown below it is refused in the dialect's shape.
    var prefix: String { get }
    /// The routes; where two fit, the first counts.
    var routes: [Route] { get }

    /// What a call asks for.
    ///
    /// - Throws: ``Failure`` if the call is wrong; nothing has been sent or stored then.
    func decode(_ request: HTTPRequest, at match: RouteMatch) throws(Failure) -> Operation

    /// The record of a task that is about to be submitted, in state `queued`.
    func begin(_ submission: Submission, with facts: SubmissionFacts) -> TaskRecord

    /// Brings a record up to what the Agents API says.
    ///
    /// - Parameters:
    ///   - record: The task's record.
    ///   - generation: What the Agents API says now, or what the server says in its place for a task that it gives up.
    ///   - time: When it was learnt.
    func advance(_ record: inout TaskRecord, to generation: Generation, at time: WallTime)

    /// The record of a task that was submitted in another dialect, with what the server knows of it.
    ///
    /// Without it, such a task is rendered from its canonical members alone.
    ///
    /// - Parameters:
    ///   - record: The task's record.
    ///   - facts: What the server knew of it when it was submitted.
    ///   - time: When it changed last.
    /// - Returns: A record that this dialect renders.
    func adopt(_ record: TaskRecord, with facts: SubmissionFacts, changedAt time: WallTime) -> TaskRecord

    /// Puts what was read from a finished video's file into its record.
    ///
    /// Without it, sizes and thumbnails stay unknown.
    ///
    /// - Parameters:
    ///   - facts: What was read.
    ///   - record: The task's record, of whatever dialect, with links in the place of the storage's URLs.
    func note(_ facts: VideoFacts, in record: inout TaskRecord)

    /// The callback that the caller of a task has ordered for the state that its record is in.
    ///
    /// - Parameter record: The task's record.
    /// - Returns: The callback; nothing if none was ordered, or this state is not told.
    /// - Throws: ``AdapterError`` if the record says what its shape cannot mean.
    func callback(for record: TaskRecord) throws(AdapterError) -> Callback?

    /// Puts an outcome into an answer.
    func encode(_ outcome: Outcome, of call: Call) -> HTTPResponse

    /// Puts a failure into an answer.
    func encode(_ failure: Failure, of call: Call) -> HTTPResponse
}

extension DialectService {
    /// The record as it is.
    package func adopt(_ record: TaskRecord, with facts: SubmissionFacts, changedAt time: WallTime) -> TaskRecord {
        record
    }

    /// Leaves the record as it is.
    package func note(_ facts: VideoFacts, in record: inout TaskRecord) {}
}

/// What a call asks the server to do.
package enum Operation: Sendable {
    /// Nothing beyond this answer, which is the same for everybody, or for everybody who has a key.
    case answer(HTTPResponse, needsKey: Bool = false)
    /// Create a generation.
    case submit(Submission)
    /// Look up one task.
    case find(TaskKey)
    /// Look up several tasks.
    case list([TaskKey])
    /// Look up those tasks of the caller, submitted in the service's dialect, that a query says.
    case page(TaskQuery)
    /// Look up those of several tasks that a query says.
    case select([TaskKey], TaskQuery)
    /// Delete a task that was submitted in the service's dialect.
    case delete(TaskKey)
    /// Do something for one account only; for whoever else has a key, this is what came of it.
    indirect case only(AccountFilter, Operation, otherwise: Outcome)
}

/// How a caller names a task.
package enum TaskKey: Sendable, Hashable {
    /// By any of its ids: the server's own, or the Agents API's.
    case id(String)
    /// By the trace id of the call that created it.
    case traceID(String)
    /// By the address of a file that it made, as the caller was told it.
    case mediaURL(String)
}

/// A generation to be created, translated and checked.
package struct Submission: Sendable {
    /// When the caller is answered.
    package enum Answer: Sendable, Equatable {
        /// As soon as the Agents API has accepted it.
        case onAcceptance
        /// When it has ended, or after this time; the task goes on then.
        case onEnd(within: Duration)
    }

    /// The request to the Agents API.
    ///
    /// Ids of generations in it are those that the caller knows; the server puts the Agents API's in their place, or refuses
    /// the submission.
    package var request: GenerationRequest
    /// What the request does not say of the legacy one.
    package let losses: [Loss]
    /// The caller's body as compact JSON, nothing changed in it.
    package let body: String
    /// When the caller is answered.
    package let answer: Answer
    /// Where the ids of generations in the request stand in the caller's body, to tell which of them is wrong.
    package var references: [String: FieldPath] = [:]
    /// Which of those ids are addresses of files instead, by which the server finds the generation that made them.
    package var addresses: Set<String> = []
    /// Where the caller wants to be called back; the server refuses the submission if that is no place to call.
    package var callback: String?

    /// Creates a submission.
    package init(request: GenerationRequest, losses: [Loss], body: String, answer: Answer) {
        self.request = request
        self.losses = losses
        self.body = body
        self.answer = answer
    }
}

/// What the server knows and assigns when it takes a submission.
package struct SubmissionFacts: Sendable {
    /// The task's own id: a UUID in lower case.
    package let id: String
    /// The trace id of the call: a UUID in lower case.
    package let traceID: String
    /// When the call came.
    package let time: WallTime
    /// Ids of the caller's account, always the same for the same caller.
    package let account: AccountIDs

    /// Creates facts.
    package init(id: String, traceID: String, time: WallTime, account: AccountIDs) {
        self.id = id
        self.traceID = traceID
        self.time = time
        self.account = account
    }
}

/// Stable ids that stand for a caller in records that must name an account: UUIDs in lower case, which reveal nothing.
package struct AccountIDs: Sendable, Equatable {
    /// The application that pays.
    package let application: String
    /// The credential that was used.
    package let credential: String
    /// The user.
    package let user: String

    /// Creates ids.
    package init(application: String, credential: String, user: String) {
        self.application = application
        self.credential = credential
        self.user = user
    }
}

/// What came of an operation.
package enum Outcome: Sendable {
    /// A submission was taken; the task goes on.
    case accepted(TaskRecord)
    /// A submission that was waited for has ended.
    case ended(TaskRecord)
    /// The wait for a submission is over before its end; the task goes on.
    case waitOver(TaskRecord)
    /// The task that was looked up; nothing if there is none that the caller may see.
    case found(TaskRecord?)
    /// The tasks that were looked up, without those that there are not, in the order in which they were named.
    case listed([TaskRecord])
    /// The tasks that a query found.
    case page(TaskPage)
    /// A task was deleted, or there was none that the caller may delete; the key is the caller's.
    case deleted(TaskKey, wasThere: Bool)
}

/// What an answer may say of its call.
package struct Call: Sendable {
    /// The call's route; nothing if none fits.
    package let match: RouteMatch?
    /// The trace id: a UUID in lower case.
    package let traceID: String

    /// Creates a call.
    package init(match: RouteMatch?, traceID: String) {
        self.match = match
        self.traceID = traceID
    }
}
