package import AgentsCore

extension HTTPResponse {
    /// Creates the answer to a failure, with the fields that every dialect has for it.
    ///
    /// - Parameters:
    ///   - status: The status that the dialect has for the failure.
    ///   - body: The body in the dialect's shape.
    ///   - failure: The failure.
    package init(_ status: Int, json body: some Sequence<UInt8>, for failure: Failure) {
        self.init(status, json: body)
        for field in failure.fields { fields[field.name] = field.value }
        if let seconds = failure.retryAfter { fields["Retry-After"] = String(seconds) }
        if !failure.invitesRetry { fields["x-should-retry"] = "false" }
    }
}

extension Failure {
    /// Whether a client may send the same call again on its own, as the legacy clients do after most statuses from 429 on.
    ///
    /// Not if it changes nothing, and not if it would pay for another generation.
    fileprivate var invitesRetry: Bool {
        if isFateUnknown { return false }
        return switch code {
        case .insufficientFunds, .notImplemented, .notOffered, .generationFailed, .contentModerated: false
        default: true
        }
    }
}
