import AgentsCore
import Synchronization

/// Answers requests from a list, the last entry again and again, and remembers what came.
final class CannedTransport: ClientTransport {
    typealias Result = Swift.Result<HTTPResponse, TransportError>

    private struct State {
        var results: [Result]
        var requests: [ClientRequest] = []
    }

    private let state: Mutex<State>

    init(_ results: Result...) {
        state = Mutex(State(results: results))
    }

    convenience init(_ status: Int, _ body: String) {
        self.init(.status(status, body))
    }

    var requests: [ClientRequest] { state.withLock { $0.requests } }

    func send(_ request: ClientRequest) async throws(TransportError) -> HTTPResponse {
        let result = state.withLock { state in
            state.requests.append(request)
            return state.results.count > 1 ? state.results.removeFirst() : state.results[0]
        }
        return try result.get()
    }
}

extension CannedTransport.Result {
    static func status(_ status: Int, _ body: String = #"{"detail":"no"}"#, _ fields: HTTPFields = [:]) -> Self {
        var response = HTTPResponse(status, json: body.utf8)
        for field in fields { response.fields.append(field.name, field.value) }
        return .success(response)
    }

    static func failure(_ code: TransportError.Code, isUndelivered: Bool = false) -> Self {
        .failure(TransportError(code, isUndelivered: isUndelivered, "why"))
    }

    static func generation(_ state: String, id: String = sampleID) -> Self {
        .status(200, #"{"id":"\#(id)","state":"\#(state)"}"#)
    }

    static let accepted = Self.status(201, #"{"id":"\#(sampleID)","type":"image","state":"queued"}"#)
}

let sampleID = "6f5b7c1e-0000-4000-8000-000000000001"

/// The error that a call ends with; nothing if it succeeds.
func failure<Value>(of call: () async throws(ClientError) -> Value) async -> ClientError? {
    do throws(ClientError) {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}

extension GenerationClient {
    /// A client of a canned transport that pauses on a clock and whose pauses are the longest.
    static func canned(
        _ transport: CannedTransport, retries: RetryPolicy = .never, clock: any ServerClock = SkippingClock(),
        random: Double = 1
    ) -> GenerationClient {
        GenerationClient(
            transport,
            Options(baseURL: "http://agents/v1/", credential: Credential("luma-api-test"), retries: retries),
            clock: clock, random: { random })
    }
}
