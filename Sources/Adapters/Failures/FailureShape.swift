public import AgentsCore

/// The error answers of one API, in both directions.
///
/// ```swift
/// let reported = DreamMachine.failures.read(response)
/// if reported.failure.code == .rateLimited { wait(reported.failure.retryAfter) }
/// let answer = AceData.failures.answer(to: reported.failure, traceID: traceID)
/// ```
///
/// Reading never fails: of an answer that says nothing, its status is what counts.
public struct FailureShape: Sendable {
    /// Reads an answer.
    public typealias Reading = @Sendable (HTTPResponse) -> ReportedFailure
    /// Writes one, in the older forms that the failure was reported in.
    public typealias Writing = @Sendable (ReportedFailure) -> HTTPResponse

    /// The dialect of the API.
    public let dialect: Dialect
    /// Older and odd forms of its bodies, newest first.
    public let revisions: [WireRevision]
    private let reading: Reading
    private let writing: Writing

    /// Creates a shape.
    ///
    /// - Parameters:
    ///   - dialect: The dialect of the API.
    ///   - revisions: Older and odd forms of its bodies, newest first.
    ///   - reading: Reads an answer.
    ///   - writing: Writes one.
    public init(
        of dialect: Dialect, revisions: [WireRevision] = [], reading: @escaping Reading, writing: @escaping Writing
    ) {
        self.dialect = dialect
        self.revisions = revisions
        self.reading = reading
        self.writing = writing
    }

    /// Reads what an answer reports.
    ///
    /// - Parameter response: An answer whose status is not the one that was hoped for.
    /// - Returns: The failure, and in what form it was reported.
    public func read(_ response: HTTPResponse) -> ReportedFailure {
        reading(response)
    }

    /// A failure in the present words of the API.
    ///
    /// - Parameters:
    ///   - failure: What went wrong.
    ///   - traceID: The id of the call, for an API that has one in its bodies; left out if there is none.
    /// - Returns: The answer.
    public func answer(to failure: Failure, traceID: String? = nil) -> HTTPResponse {
        writing(ReportedFailure(failure, traceID: traceID))
    }

    /// A failure in the form in which this API reported it.
    public func answer(to reported: ReportedFailure) -> HTTPResponse {
        writing(reported)
    }
}
