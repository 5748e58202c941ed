package import AgentsCore

/// A failure as an API reported it.
public struct ReportedFailure: Sendable, Equatable {
    /// What went wrong.
    public let failure: Failure
    /// The id of the call, if the body has one.
    public let traceID: String?
    /// Older and odd forms that the body follows.
    public let revisions: [WireRevision]

    /// Creates a report.
    public init(_ failure: Failure, traceID: String? = nil, revisions: [WireRevision] = []) {
        self.failure = failure
        self.traceID = traceID
        self.revisions = revisions
    }

    /// Whether the body follows a revision.
    package func follows(_ revision: WireRevision) -> Bool {
        revisions.contains(revision)
    }
}

extension JSONLimits {
    /// How much of an error body is read.
    package static let errorBody = JSONLimits(depth: 16, bytes: 256 << 10, values: 4096)
}
