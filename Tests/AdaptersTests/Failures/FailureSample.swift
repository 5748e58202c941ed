import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// An error answer as it is documented or was captured.
struct FailureSample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let shape: FailureShape
    let response: HTTPResponse
    /// What it reports.
    let code: Failure.Code
    /// The body that comes back; the same one if it is not given.
    var body: [UInt8]?

    /// The shapes of all APIs.
    static let shapes = [AceData.failures, DreamMachine.failures, Agents.failures]

    init(
        _ fixture: String, _ shape: FailureShape, _ status: Int, _ code: Failure.Code, comesBackAs body: String? = nil
    ) {
        testDescription = fixture
        self.shape = shape
        response = HTTPResponse(status, json: minified((try? Fixture.named(fixture).bytes) ?? []))
        self.code = code
        self.body = body.map { Array($0.utf8) }
    }

    private init(agents row: JSONTree, _ index: Int) throws {
        let status = try #require(row["status"].flatMap { Int($0.description) })
        let body = try #require(row["response"]).json()
        testDescription = "agents/errors_seed002_all[\(index)], \(status)"
        shape = Agents.failures
        response = HTTPResponse(status, json: body)
        let codes: [Int: Failure.Code] = [
            400: .badRequest, 401: .invalidToken, 402: .insufficientFunds, 403: .disabled, 404: .unknownTask,
            413: .tooLarge, 422: .badRequest, 429: .rateLimited, 502: .upstreamUnavailable, 503: .upstreamUnavailable,
        ]
        let isExpired = body.text.contains("has expired")
        code = isExpired ? .expiredToken : try #require(codes[status])
    }

    /// The 64 bodies of the Agents API's page on errors.
    static let agents =
        ((try? JSONTree(Fixture.named("agents/errors_seed002_all").bytes))?.elements ?? []).enumerated()
        .compactMap { try? FailureSample(agents: $0.element, $0.offset) }

    static let aceData = [
        FailureSample("acedata/16_", AceData.failures, 500, .generationFailed),
        FailureSample("acedata/30_", AceData.failures, 400, .malformed),
        FailureSample("acedata/31_", AceData.failures, 400, .mismatchedToken),
        FailureSample("acedata/32_", AceData.failures, 400, .notImplemented),
        FailureSample("acedata/33_", AceData.failures, 401, .invalidToken),
        FailureSample("acedata/34_", AceData.failures, 403, .contentModerated),
        FailureSample("acedata/35_", AceData.failures, 429, .rateLimited),
        FailureSample("acedata/36_", AceData.failures, 500, .internalError),
        FailureSample("acedata/37_", AceData.failures, 504, .waitOver),
        FailureSample("acedata/40_", AceData.failures, 403, .insufficientFunds),
        FailureSample("acedata/44_", AceData.failures, 403, .insufficientFunds),
        FailureSample("acedata/45_", AceData.failures, 429, .rateLimited),
        FailureSample("acedata/60_mcp_luma_fixture_error", AceData.failures, 400, .badRequest),
    ]

    static let dreamMachine = [
        FailureSample("dream-machine/30_", DreamMachine.failures, 400, .badRequest),
        FailureSample("dream-machine/31_", DreamMachine.failures, 401, .invalidToken),
        // The context of a fault is not kept.
        FailureSample(
            "dream-machine/32_", DreamMachine.failures, 422, .malformed,
            comesBackAs:
                #"{"detail":[{"type":"enum","loc":["body","model"],"msg":"Input should be 'photon-1' or 'photon-flash-1'","input":"bad-model"}]}"#
        ),
        FailureSample("dream-machine/33_", DreamMachine.failures, 400, .badRequest),
        FailureSample("dream-machine/35_", DreamMachine.failures, 400, .badRequest),
    ]

    static let all = aceData + dreamMachine + agents
}
