package import Adapters
package import AgentsCore

// Outcomes and failures in the words of this API.

extension DreamMachineService {
    /// Puts an outcome into an answer.
    ///
    /// - Parameters:
    ///   - outcome: What came of the call.
    ///   - call: The call.
    /// - Returns: The answer.
    package func encode(_ outcome: Outcome, of call: Call) -> HTTPResponse {
        switch outcome {
        case .accepted(let task), .ended(let task), .waitOver(let task): answer(201, task, of: call)
        case .found(let task?): answer(200, task, of: call)
        case .page(let page): HTTPResponse(200, json: list(page))
        case .deleted(_, wasThere: true): HTTPResponse(204)
        case .found(nil), .deleted(_, wasThere: false): encode(Failure(.unknownTask, ""), of: call)
        case .listed: encode(Failure(.internalError, "nothing of this API asks for several tasks"), of: call)
        }
    }

    private func answer(_ status: Int, _ task: TaskRecord, of call: Call) -> HTTPResponse {
        do throws(AdapterError) {
            return HTTPResponse(status, json: try document(of: task))
        } catch {
            return encode(Failure(.internalError, error.description), of: call)
        }
    }

    /// The `Generation` of a task: what every answer that has one holds.
    ///
    /// - Parameter task: The task.
    /// - Returns: The document, compact.
    /// - Throws: `AdapterError` if the record says what its shape cannot mean.
    package func document(of task: TaskRecord) throws(AdapterError) -> [UInt8] {
        try renderer.document(of: quirks.applied(to: task))
    }

    /// A page of generations; one that cannot be rendered hides no other.
    private func list(_ page: TaskPage) -> [UInt8] {
        var documents: [[UInt8]] = []
        for task in page.records {
            do throws(AdapterError) {
                documents.append(try document(of: task))
            } catch {
                continue
            }
        }
        var body = Array(
            """
            {"has_more":\(page.hasMore),"count":\(documents.count),"limit":\(page.query.limit),\
            "offset":\(page.query.offset),"generations":[
            """.utf8)
        body.append(contentsOf: documents.joined(separator: [UInt8(ascii: ",")]))
        return body + Array("]}".utf8)
    }

    /// Puts a failure into an answer.
    ///
    /// - Parameters:
    ///   - failure: What went wrong.
    ///   - call: The call.
    /// - Returns: The answer, with `detail` as a text, or as a list for a body of the wrong shape.
    package func encode(_ failure: Failure, of call: Call) -> HTTPResponse {
        var body = ByteBuffer(capacity: 256)
        body.append("{\"detail\":")
        let status: Int
        if failure.code == .malformed {
            status = 422
            Self.writeFaults(failure, to: &body)
        } else {
            let answer = Self.answer(to: failure)
            status = answer.status
            body.appendJSON(answer.detail)
        }
        body.append(UInt8(ascii: "}"))
        return HTTPResponse(status, json: body.array(), for: failure)
    }

    /// Status and text: those that are documented or were captured, and the failure's own text otherwise.
    private static func answer(to failure: Failure) -> (status: Int, detail: String) {
        switch failure.code {
        case .badRequest, .notImplemented, .contentModerated: (400, "400: \(failure.message)")
        case .missingToken, .invalidToken, .expiredToken, .mismatchedToken: (401, "Invalid API key is provided")
        case .insufficientFunds: (402, failure.message)
        case .disabled: (403, failure.message)
        case .unknownTask: (404, "Generation not found")
        case .unknownRoute: (404, "Not Found")
        case .methodNotAllowed: (405, "Method Not Allowed")
        case .tooLarge: (413, failure.message)
        case .rateLimited: (429, failure.message)
        case .notOffered: (501, failure.message)
        case .unavailable: (503, failure.message)
        case .waitOver: (504, failure.message)
        case .upstreamUnavailable where failure.upstreamStatus != 500:
            (failure.upstreamStatus.flatMap { 501...599 ~= $0 ? $0 : nil } ?? 502, failure.message)
        default: (500, "Internal server error")
        }
    }

    /// The list of faults of a body of the wrong shape, whose values are all texts: some clients read no others.
    private static func writeFaults(_ failure: Failure, to body: inout ByteBuffer) {
        var place = [failure.isInQuery ? "query" : "body"]
        for component in failure.path?.components ?? [] {
            switch component {
            case .key(let key): place.append(key)
            case .index(let index): place.append(String(index))
            }
        }
        if place.count == 1, let offset = failure.byteOffset, failure.fault == "json_invalid" {
            place.append(String(offset))
        }
        body.append("[{\"type\":")
        body.appendJSON(failure.fault ?? "value_error")
        body.append(",\"loc\":[")
        for (index, step) in place.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body.appendJSON(step)
        }
        body.append("],\"msg\":")
        body.appendJSON(failure.message)
        body.append(",\"input\":")
        body.appendJSON(failure.input ?? "")
        body.append("}]")
    }
}
