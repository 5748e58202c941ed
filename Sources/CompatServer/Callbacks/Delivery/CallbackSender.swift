import AgentsCore

/// Makes one attempt to deliver a callback.
struct CallbackSender: Sendable {
    /// What came of an attempt.
    struct Result: Sendable {
        /// What is kept of it.
        let attempt: CallbackAttempt
        /// What follows from it.
        let finding: DeliveryState.Finding

        /// Whether anything was tried; not where the server itself had no place to look the receiver up.
        var wasTried: Bool { attempt.error != ResolverError.busy.rawValue }

        /// Whether the receiver answered, and not with a fault of its own.
        var isUp: Bool {
            guard case .answered(let status, _) = finding else { return false }
            return status < 500
        }
    }

    let transport: any ClientTransport
    let targets: CallbackTargets
    let signer: CallbackSigner
    let clock: any ServerClock
    /// How long the receiver may take.
    ///
    /// Source: Dream Machine API, callbacks: the request times out after five seconds.
    var timeout = Duration.seconds(5)

    private static let mostResponseBytes = 1 << 20
    private static let mostAddresses = 3

    /// Sends a callback to the address that its host has now, unless it may not go there.
    ///
    /// - Parameter outgoing: The callback.
    /// - Returns: What came of it.
    func send(_ outgoing: OutgoingCallback) async -> Result {
        let (start, time) = (clock.now, clock.wallTime)
        func result(_ finding: DeliveryState.Finding, _ status: Int?, _ error: String?) -> Result {
            Result(
                attempt: CallbackAttempt(time: time, duration: clock.now - start, status: status, error: error),
                finding: finding)
        }
        let addresses: [IPAddress]
        do throws(CallbackTargets.Refusal) {
            addresses = try await targets.addresses(of: CallbackTargets.url(outgoing.callback.url).host)
        } catch {
            return result(.unanswered, nil, error.code)
        }
        do throws(TransportError) {
            let response = try await send(request(outgoing, at: time), to: addresses)
            let wait = RetryAfter(response)?.duration
            return result(.answered(status: response.status, retryAfter: wait), response.status, nil)
        } catch {
            return result(.unanswered, nil, error.code.description)
        }
    }

    private func request(_ outgoing: OutgoingCallback, at time: WallTime) -> ClientRequest {
        var request = ClientRequest(
            .post, outgoing.callback.url,
            fields: signer.fields(id: outgoing.callback.id, at: time, outgoing.body), body: outgoing.body,
            connection: .fresh, timeout: timeout, maximumResponseBytes: Self.mostResponseBytes)
        request.fields["Content-Type"] = "application/json"
        request.fields["User-Agent"] = "agents-compat"
        return request
    }

    /// Tries the addresses one after another, as long as none of them could be reached; all share one time.
    private func send(
        _ request: ClientRequest, to addresses: [IPAddress]
    ) async throws(TransportError) -> HTTPResponse {
        let end = clock.now + timeout
        var failure = TransportError(.unreachable, isUndelivered: true, "no address is left to try")
        for address in addresses.prefix(Self.mostAddresses) where clock.now < end {
            var request = request
            request.pinnedAddress = address.description
            request.timeout = end - clock.now
            do throws(TransportError) {
                return try await transport.send(request)
            } catch {
                failure = error
                if error.code != .unreachable { break }
            }
        }
        throw failure
    }
}
