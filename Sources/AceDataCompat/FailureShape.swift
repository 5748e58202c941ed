public import Adapters
import AgentsCore

extension AceData {
    /// The error answers of AceData: `{"success":false,"error":{"code","message"},"trace_id"}`.
    ///
    /// Source: AceData API specification, error responses; the worker's envelope captured in August 2024.
    public static let failures = FailureShape(
        of: .aceData, revisions: [.errorWords, .gatewayEnvelope, .errorObject], reading: read, writing: write)

    private static func write(_ reported: ReportedFailure) -> HTTPResponse {
        let failure = reported.failure
        var (status, code, message) = AceDataService.answer(to: failure)
        if reported.follows(.errorWords), let word = draftWords.first(where: { $0.code == failure.code })?.word {
            (code, message) = (word, failure.message)
        }
        var body = ByteBuffer(capacity: 256)
        body.append(reported.follows(.gatewayEnvelope) ? "{" : "{\"success\":false,")
        body.append("\"error\":")
        if reported.follows(.errorObject) {
            body.appendJSON(failure.message)
        } else {
            body.append("{\"code\":")
            body.appendJSON(code)
            body.append(",\"message\":")
            body.appendJSON(message)
            body.append(UInt8(ascii: "}"))
        }
        if let traceID = reported.traceID {
            body.append(",\"trace_id\":")
            body.appendJSON(traceID)
        }
        body.append(UInt8(ascii: "}"))
        return HTTPResponse(status, json: body.array(), for: failure)
    }

    // MARK: Reading

    private static func read(_ response: HTTPResponse) -> ReportedFailure {
        var record = JSONRecord(limits: .errorBody)
        do throws(JSONError) {
            try record.load(response.body)
        } catch {
            return ReportedFailure(failure(response, nil, nil))
        }
        let error = record["error"]
        var revisions: [WireRevision] = []
        let word = record.string(record[error, "code"])
        // A body from elsewhere has its text as the error itself, or in `detail`.
        let text = record.string(record[error, "message"]) ?? record.string(error) ?? record.string(record["detail"])
        if let word, draftWords.contains(where: { $0.word == word }) { revisions.append(.errorWords) }
        if record.bool(record["success"]) != false { revisions.append(.gatewayEnvelope) }
        if record.kind(of: error) != .object { revisions.append(.errorObject) }
        return ReportedFailure(
            failure(response, word, text), traceID: record.string(record["trace_id"]), revisions: revisions)
    }

    private static func failure(_ response: HTTPResponse, _ word: String?, _ text: String?) -> Failure {
        let text = text.map(Failure.oneLine)
        let (code, message) = meaning(response.status, word, text ?? "")
        let silence = "the service answered with status \(response.status) and no reason"
        return Failure(
            code, text == nil ? silence : message, retryAfter: RetryAfter(response)?.seconds)
    }

    /// What word and text stand for: what would be answered in the same words, if possible with the same status; else what
    /// has the same word; else what the status says.
    private static func meaning(_ status: Int, _ word: String?, _ text: String) -> (Failure.Code, String) {
        guard let word else { return (Failure.Code(status: status), text) }
        let meanings = Failure.Code.known.map { ($0, $0 == .malformed ? withoutVerdict(text) : text) }
            .map { (meaning: $0, answer: AceDataService.answer(to: Failure($0.0, $0.1))) }
            .filter { $0.answer.code == word && $0.answer.message == text }
        if let found = meanings.first(where: { $0.answer.status == status }) ?? meanings.first { return found.meaning }
        // A word with another text than its own: it is not about the form of a body.
        let known = Failure.Code.known.filter { $0 != .malformed }
        if let code = known.first(where: { AceDataService.answer(to: Failure($0, "")).code == word }) {
            return (code, text)
        }
        let others = draftWords + furtherWords
        return (others.first { $0.word == word }?.code ?? Failure.Code(status: status), text)
    }

    /// What a text says beyond the vendor's verdict on a body, which stands before it.
    private static func withoutVerdict(_ text: String) -> String {
        let verdict = AceDataService.answer(to: Failure(.malformed, "")).message
        return text.hasPrefix(verdict) ? String(text.dropFirst(verdict.count).drop { $0 == ":" || $0 == " " }) : text
    }

    /// Words of the first draft of the vendor's error pages, each for one code; programs were written against them.
    private static let draftWords: [(word: String, code: Failure.Code)] = [
        ("insufficient_balance", .insufficientFunds), ("rate_limited", .rateLimited), ("unauthorized", .invalidToken),
        ("invalid_request", .badRequest), ("upstream_error", .upstreamUnavailable), ("upstream_timeout", .waitOver),
        ("content_moderation", .contentModerated), ("task_not_found", .unknownTask), ("task_failed", .generationFailed),
    ]

    /// Words that gateway and sibling services have beside those that this package writes.
    private static let furtherWords: [(word: String, code: Failure.Code)] = [
        ("no_token", .missingToken), ("authorization_missing", .missingToken),
        ("authentication_failed", .invalidToken), ("busy", .upstreamUnavailable),
    ]
}

extension JSONRecord {
    /// The kind of a value, if it is there.
    fileprivate func kind(of ref: JSONRef) -> JSONKind? {
        ref.isPresent ? kind(ref) : nil
    }
}

extension WireRevision {
    /// The first draft of the vendor's pages on errors had words of its own, some of which live on in tests of clients.
    ///
    /// Source: AceDataCloud/Docs, 99dd25a8 (the draft) and 29936cc2 (the words of the gateway). The pages bear no date; the day
    /// is that of the guides that came with them.
    fileprivate static let errorWords = WireRevision("use-words-of-the-gateway", date: "2026-08-01")
    /// The gateway answers without `success`, the workers behind it with `success: false`; this package does as they do.
    ///
    /// Source: AceDataCloud/Docs 29936cc2, "Error responses"; the worker's envelope in the Luma tasks guide.
    fileprivate static let gatewayEnvelope = WireRevision("say-success-in-every-error", date: "2024-08-01")
    /// Bodies from elsewhere on the platform have the text as `error` itself, or none.
    fileprivate static let errorObject = WireRevision("make-error-an-object", date: "2024-08-01")
}
