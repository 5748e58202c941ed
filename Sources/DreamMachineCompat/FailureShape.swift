public import Adapters
import AgentsCore

extension DreamMachine {
    /// The error answers of the Dream Machine API: `{"detail": "<text>"}`, and a list of faults with status 422.
    ///
    /// Source: `openapi.yaml`, `Error`; captured answers with status 400, which repeat the status in the text; the schema of
    /// `vercel/ai` for the list. Of a list the first fault is kept, and of that all but its context.
    public static let failures = FailureShape(
        of: .dreamMachine, revisions: [.statusInText], reading: read, writing: write)

    private static func write(_ reported: ReportedFailure) -> HTTPResponse {
        let failure = reported.failure
        var response = DreamMachineService().encode(failure, of: Call(match: nil, traceID: ""))
        if reported.follows(.statusInText) {
            var body = ByteBuffer(capacity: 256)
            body.append("{\"detail\":")
            body.appendJSON(failure.message)
            body.append(UInt8(ascii: "}"))
            response.body = body.array()
        }
        return response
    }

    // MARK: Reading

    private static func read(_ response: HTTPResponse) -> ReportedFailure {
        var record = JSONRecord(limits: .errorBody)
        let isRead: Bool
        do throws(JSONError) {
            try record.load(response.body)
            isRead = true
        } catch {
            isRead = false
        }
        let detail = isRead ? record["detail"] : .absent
        if record.has(detail, .array) { return ReportedFailure(malformed(detail, of: record, response)) }
        let text = record.string(detail).map(Failure.oneLine)
        let prefix = "\(response.status): "
        let isPlain = response.status == 400 && text?.hasPrefix(prefix) == false
        let message = text.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
        var failure = Failure(
            code(response.status, message ?? ""),
            message ?? "the service answered with status \(response.status) and no reason",
            retryAfter: RetryAfter(response)?.seconds)
        if failure.code == .upstreamUnavailable { failure.upstreamStatus = response.status }
        return ReportedFailure(failure, revisions: isPlain ? [.statusInText] : [])
    }

    private static func code(_ status: Int, _ text: String) -> Failure.Code {
        switch status {
        // A header that is missing is told by the framework, before the service sees the call.
        case 401...403 where text == "Not authenticated": .missingToken
        case 404 where text == "Not Found": .unknownRoute
        case 405: .methodNotAllowed
        case 500: .internalError
        case 501: .notOffered
        case 504: .waitOver
        case 400..<500 where Failure.Code(status: status) == .internalError: .badRequest
        default: Failure.Code(status: status)
        }
    }

    /// The first fault of a list.
    private static func malformed(
        _ list: JSONRef, of record: borrowing JSONRecord, _ response: HTTPResponse
    ) -> Failure {
        let fault = record.first(in: list)
        guard record.has(fault, .object) else {
            return Failure(.malformed, "the service answered with status \(response.status) and no reason")
        }
        let type = record.string(record[fault, "type"])
        var path = place(record[fault, "loc"], of: record)
        var offset: Int?
        // Text that is no JSON is placed by its byte.
        if type == "json_invalid", case .index(let byte)? = path.components.first {
            (path, offset) = (.root, byte)
        }
        var failure = Failure(
            .malformed, record.string(record[fault, "msg"]).map(Failure.oneLine) ?? "", path: path, byteOffset: offset)
        failure.fault = type
        let location = record[fault, "loc"]
        failure.isInQuery =
            record.has(location, .array) && record.isString(record.first(in: location), "query")
        let input = record[fault, "input"]
        failure.input = input.isPresent ? record.string(input) ?? record.json(input) : nil
        return failure
    }

    /// The place of a fault without the word for the body; indices may be numbers or texts.
    private static func place(_ list: JSONRef, of record: borrowing JSONRecord) -> FieldPath {
        var components: [FieldPath.Component] = []
        guard record.has(list, .array) else { return .root }
        var step = record.first(in: list)
        while step.isPresent {
            let text = record.string(step) ?? record.json(step)
            let index = text.utf8.count < 10 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
            components.append(index.map { .index($0) } ?? .key(text))
            step = record.next(after: step, in: list)
        }
        if components.first == .key("body") || components.first == .key("query") { components.removeFirst() }
        return FieldPath(components)
    }
}

extension WireRevision {
    /// The documentation's texts do not repeat the status, those of the service do (captured in February and May 2025).
    fileprivate static let statusInText = WireRevision("repeat-status-in-text", date: "2025-02-01")
}
