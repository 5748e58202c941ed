extension GenerationClient {
    /// What an answer says.
    typealias Reader = (HTTPResponse) throws(ClientError) -> Generation

    /// Sends a call, again where that is right, and reads the answer.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - purpose: What it does.
    ///   - policy: How often it is sent.
    ///   - read: Reads an answer.
    /// - Returns: What was read.
    /// - Throws: ``ClientError``, that of the last try.
    func send(
        _ call: ClientRequest, for purpose: RetryState.Purpose, _ policy: RetryPolicy, _ read: Reader
    ) async throws(ClientError) -> Generation {
        var state = RetryState(policy, for: purpose)
        while true {
            var failure: ClientError
            do throws(ClientError) {
                return try read(try await answer(to: call, for: purpose))
            } catch {
                failure = error
            }
            failure.requestID = failure.response?.fields["X-Request-Id"] ?? call.fields["X-Request-Id"]
            failure.retryAfter = failure.response.flatMap { RetryAfter($0, now: clock.wallTime) }?.duration
            failure.attempts = state.failures + 1
            guard case .tryAgain(let pause) = state.verdict(on: failure, random: random()) else { throw failure }
            do {
                try await clock.sleep(for: pause)
            } catch {
                throw Self.cancelled(failure)
            }
        }
    }

    private func answer(
        to call: ClientRequest, for purpose: RetryState.Purpose
    ) async throws(ClientError) -> HTTPResponse {
        do throws(TransportError) {
            return try await transport.send(call)
        } catch {
            let reason = "no answer: \(error.code)"
            if purpose == .creation, !error.isUndelivered {
                throw ClientError(.inDoubt, fate: .unknown, transportError: error, reason)
            }
            let code: ClientError.Code =
                switch error.code {
                case .badRequest: .invalidCall
                case .cancelled: .cancelled
                default: .noAnswer
                }
            throw ClientError(code, transportError: error, code == .invalidCall ? error.reason : reason)
        }
    }

    /// A pause that was cancelled: nothing was created by the tries before it.
    static func cancelled(_ last: ClientError) -> ClientError {
        var error = ClientError(
            .cancelled, response: last.response, transportError: last.transportError,
            "the task was cancelled between two tries")
        (error.requestID, error.retryAfter) = (last.requestID, last.retryAfter)
        (error.attempts, error.lastSeen) = (last.attempts, last.lastSeen)
        return error
    }

    // MARK: Answers

    /// Reads the answer to a creation.
    ///
    /// - Parameter response: The answer.
    /// - Returns: The generation.
    /// - Throws: ``ClientError`` that says whether there may be one all the same.
    static func readCreated(_ response: HTTPResponse) throws(ClientError) -> Generation {
        switch response.status {
        case 200..<300:
            do throws(ClientError) {
                return try read(response)
            } catch {
                throw ClientError(.inDoubt, fate: .unknown, response: response, "accepted, but \(error.reason)")
            }
        case 502 where response.errorDetail != nil, 503 where response.errorDetail != nil:
            // The two that the API documents for a request that it did not take. One without the API's own body comes from
            // something in front of it, which may have lost the answer of a request that was taken.
            throw ClientError(.refused, response: response, "status \(response.status)")
        case 500...:
            throw ClientError(.inDoubt, fate: .unknown, response: response, "status \(response.status)")
        default:
            throw ClientError(.refused, response: response, "status \(response.status)")
        }
    }

    /// Reads a generation.
    ///
    /// - Parameter response: The answer.
    /// - Returns: The generation.
    /// - Throws: ``ClientError`` with code `unreadableAnswer`.
    static func read(_ response: HTTPResponse) throws(ClientError) -> Generation {
        do throws(ModelError) {
            return try Generation(json: response.body)
        } catch {
            throw ClientError(.unreadableAnswer, response: response, "\(error)")
        }
    }
}
