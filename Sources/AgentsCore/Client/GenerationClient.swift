/// The Agents API: creates generations, asks for them, and waits for them to end.
///
/// ```swift
/// let client = GenerationClient(transport, try .fromEnvironment())
/// let started = try await client.create(GenerationRequest(prompt: "A lighthouse at dusk"))
/// let ended = try await client.wait(for: started)
/// ```
///
/// A creation costs money, and the API cannot tell a second one from the first. So a creation goes over a connection of
/// its own, is repeated only where nothing can have been accepted, and ends in ``ClientError/Code-swift.struct/inDoubt``
/// where nobody knows. Reads are repeated as the ``RetryPolicy`` says.
///
/// A client is a value without state: copies and tasks may use it at once.
///
/// Source: Luma Agents API, quickstart, error handling and rate limits; `luma_agents` 0.5.0.
public struct GenerationClient: Sendable {
    /// Where the API is, who pays, and how patient the client is.
    public let options: Options
    let transport: any ClientTransport
    let clock: any ServerClock
    let random: @Sendable () -> Double
    private let endpoint: String

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - transport: What sends the requests.
    ///   - options: Where the API is, who pays, and how patient the client is.
    ///   - clock: What pauses are measured with; requests have the transport's own sense of time.
    public init(
        _ transport: any ClientTransport, _ options: Options = Options(),
        clock: some Clock<Duration> = ContinuousClock()
    ) {
        self.init(transport, options, clock: AdaptedClock(clock)) { .random(in: 0..<1) }
    }

    /// Creates a client whose pauses are no chance.
    ///
    /// - Parameters:
    ///   - transport: What sends the requests.
    ///   - options: Where the API is, who pays, and how patient the client is.
    ///   - clock: The time.
    ///   - random: Gives random numbers from 0 to 1.
    package init(
        _ transport: any ClientTransport, _ options: Options, clock: any ServerClock,
        random: @escaping @Sendable () -> Double
    ) {
        self.options = options
        self.transport = transport
        self.clock = clock
        self.random = random
        var base = options.baseURL[...]
        while base.last == "/" { base.removeLast() }
        endpoint = base + "/generations"
    }

    /// Creates a generation.
    ///
    /// The transport tells apart what the service cannot have seen; only that, a 429 and the service's own 503 are tried
    /// again, and only if the ``RetryPolicy`` allows it. Cancelling the task leaves a request that was sent in doubt.
    ///
    /// - Parameters:
    ///   - request: What to create; its `user_id` has at most 256 characters.
    ///   - credential: The key that pays; that of the options if there is none.
    ///   - requestID: A name for the request in the logs of both sides; a random one if there is none.
    /// - Returns: The generation as it starts, as a rule `queued`.
    /// - Throws: ``ClientError``; look at its fate before trying again.
    public func create(
        _ request: GenerationRequest, as credential: Credential? = nil, requestID: String? = nil
    ) async throws(ClientError) -> Generation {
        if let user = request.userID.value, user.unicodeScalars.count > 256 {
            throw ClientError(.invalidCall, "user_id has more than 256 characters: send a shorter name of the user")
        }
        var call = try call(.post, endpoint, credential, requestID)
        call.body = request.json()
        call.fields["Content-Type"] = "application/json"
        call.connection = .fresh
        return try await send(call, for: .creation, options.retries, Self.readCreated)
    }

    /// Asks for a generation.
    ///
    /// - Parameters:
    ///   - id: Its id.
    ///   - credential: A key of the account that created it; that of the options if there is none.
    ///   - requestID: A name for the request in the logs of both sides; a random one if there is none.
    /// - Returns: The generation as it is now; the URLs of its outputs are good for an hour.
    /// - Throws: ``ClientError``.
    public func get(
        _ id: String, as credential: Credential? = nil, requestID: String? = nil
    ) async throws(ClientError) -> Generation {
        try await get(id, as: credential, requestID, options.retries, timeout: options.timeout)
    }

    func get(
        _ id: String, as credential: Credential?, _ requestID: String?, _ retries: RetryPolicy, timeout: Duration
    ) async throws(ClientError) -> Generation {
        guard !id.isEmpty, id != ".", id != ".." else {
            throw ClientError(.invalidCall, "the id is no name of a generation: give the one that create returned")
        }
        var call = try call(.get, endpoint + "/" + id.percentEncodedSegment, credential, requestID)
        call.timeout = timeout
        return try await send(call, for: .reading, retries) { response throws(ClientError) in
            guard response.status == 200 else {
                throw ClientError(.refused, response: response, "status \(response.status)")
            }
            let generation = try Self.read(response)
            guard generation.id == id else {
                throw ClientError(.unreadableAnswer, response: response, "another generation's id")
            }
            return generation
        }
    }

    /// Whether the API answers at all, asked once: an answer that refuses the lack of a key will do.
    public func isReachable() async -> Bool {
        var probe = ClientRequest(.get, endpoint + "/00000000-0000-0000-0000-000000000000")
        probe.timeout = min(options.timeout, .seconds(5))
        guard let response = try? await transport.send(probe) else { return false }
        return response.status < 500
    }

    private func call(
        _ method: HTTPMethod, _ url: String, _ credential: Credential?, _ requestID: String?
    ) throws(ClientError) -> ClientRequest {
        guard let credential = credential ?? options.credential else {
            throw ClientError(
                .invalidCall, "no API key: give one with the call, in the options or in \(Options.keyName)")
        }
        var call = ClientRequest(method, url, timeout: options.timeout)
        call.fields = ["Accept": "application/json"]
        call.fields["Authorization"] = credential.withValue { "Bearer \($0)" }
        call.fields["X-Request-Id"] = requestID ?? Self.randomID()
        return call
    }

    /// 128 random bits: enough to find one request among all.
    private static func randomID() -> String {
        [UInt64.random(in: 0...UInt64.max), .random(in: 0...UInt64.max)].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}

extension String {
    /// The text as one segment of a path: everything but unreserved characters is escaped (RFC 3986, section 2.3).
    package var percentEncodedSegment: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
