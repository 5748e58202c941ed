/// The Agents API: creates generations and asks for them.
///
/// Every call is one request. Nothing is repeated here, because only the caller knows what a repetition may cost; the error
/// says whether one could create something twice.
///
/// Source: Luma Agents API, quickstart and `luma_agents` 0.5.0.
public struct GenerationClient: Sendable {
    private let transport: any ClientTransport
    private let endpoint: String
    private let timeout: Duration

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - transport: What sends the requests.
    ///   - baseURL: The API's base, as in `https://agents.lumalabs.ai/v1`.
    ///   - timeout: How long one request may take.
    public init(_ transport: any ClientTransport, baseURL: String, timeout: Duration = .seconds(60)) {
        self.transport = transport
        self.timeout = timeout
        var base = baseURL[...]
        while base.last == "/" { base.removeLast() }
        endpoint = base + "/generations"
    }

    /// Creates a generation.
    ///
    /// - Parameters:
    ///   - request: What to create.
    ///   - credential: The key that pays.
    ///   - requestID: A name for the request in the logs of both sides.
    /// - Returns: The generation as it starts.
    /// - Throws: ``ClientError``; look at its fate before trying again.
    public func create(
        _ request: GenerationRequest, as credential: Credential, requestID: String? = nil
    ) async throws(ClientError) -> Generation {
        var call = call(.post, endpoint, credential, requestID)
        call.body = request.json()
        call.fields["Content-Type"] = "application/json"
        call.connection = .fresh
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(call)
        } catch {
            throw ClientError(
                .noAnswer, fate: error.isUndelivered ? .nothingCreated : .unknown, "no answer: \(error.code)")
        }
        switch response.status {
        case 200..<300:
            return try read(response, fate: .unknown)
        case 502, 503:
            // The two that the API documents for a request that it did not take.
            throw ClientError(.refused, fate: .nothingCreated, response: response, "status \(response.status)")
        case 500...:
            throw ClientError(.refused, fate: .unknown, response: response, "status \(response.status)")
        default:
            throw ClientError(.refused, fate: .nothingCreated, response: response, "status \(response.status)")
        }
    }

    /// Asks for a generation.
    ///
    /// - Parameters:
    ///   - id: Its id.
    ///   - credential: A key of the account that created it.
    ///   - requestID: A name for the request in the logs of both sides.
    /// - Returns: The generation as it is now; the URLs of its outputs are good for an hour.
    /// - Throws: ``ClientError``.
    public func get(
        _ id: String, as credential: Credential, requestID: String? = nil
    ) async throws(ClientError) -> Generation {
        let call = call(.get, endpoint + "/" + id.percentEncodedSegment, credential, requestID)
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(call)
        } catch {
            throw ClientError(.noAnswer, fate: .nothingCreated, "no answer: \(error.code)")
        }
        guard response.status == 200 else {
            throw ClientError(.refused, fate: .nothingCreated, response: response, "status \(response.status)")
        }
        let generation = try read(response, fate: .nothingCreated)
        guard generation.id == id else {
            throw ClientError(.unreadableAnswer, fate: .nothingCreated, response: response, "another generation's id")
        }
        return generation
    }

    /// Whether the API answers at all: an answer that refuses the lack of a key will do.
    public func isReachable() async -> Bool {
        var probe = ClientRequest(.get, endpoint + "/00000000-0000-0000-0000-000000000000")
        probe.timeout = min(timeout, .seconds(5))
        guard let response = try? await transport.send(probe) else { return false }
        return response.status < 500
    }

    private func call(
        _ method: HTTPMethod, _ url: String, _ credential: Credential, _ requestID: String?
    ) -> ClientRequest {
        var call = ClientRequest(method, url, timeout: timeout)
        call.fields = ["Accept": "application/json"]
        call.fields["Authorization"] = credential.withValue { "Bearer \($0)" }
        call.fields["X-Request-Id"] = requestID
        return call
    }

    private func read(_ response: HTTPResponse, fate: ClientError.Fate) throws(ClientError) -> Generation {
        do throws(ModelError) {
            return try Generation(json: response.body)
        } catch {
            throw ClientError(.unreadableAnswer, fate: fate, response: response, "\(error)")
        }
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
