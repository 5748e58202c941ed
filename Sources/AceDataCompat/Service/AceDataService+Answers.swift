package import Adapters
package import AgentsCore

// Outcomes in the words of this API.

extension AceDataService {
    /// Puts an outcome into an answer.
    ///
    /// - Parameters:
    ///   - outcome: What came of the call.
    ///   - call: The call.
    /// - Returns: The answer.
    package func encode(_ outcome: Outcome, of call: Call) -> HTTPResponse {
        do throws(AdapterError) {
            switch outcome {
            case .accepted(let task): return answer(try acknowledgements.document(of: task), of: call)
            case .ended(let task): return try answer(toEnd: task, of: call)
            case .found(let task?): return answer(try tasks.document(of: task), of: call)
            case .found(nil): return answer(Array("{}".utf8), of: call)
            case .listed(let records): return try answer(list: records, count: records.count, of: call)
            case .page(let page): return try answer(list: page.records, count: page.count, of: call)
            case .deleted(let key, let wasThere): return answer(deletion(key, wasThere), of: call)
            case .waitOver: return encode(Failure(.waitOver, ""), of: call)
            }
        } catch {
            return encode(Failure(.internalError, error.description), of: call)
        }
    }

    private func answer(_ body: [UInt8], of call: Call) -> HTTPResponse {
        var response = HTTPResponse(200, json: body)
        response.fields["x-trace-id"] = call.traceID
        return response
    }

    /// The answer to a caller who waited: the finished body, or the failure with a status of its own.
    ///
    /// A failure must not come with status 200: clients would take it for an accepted task.
    private func answer(toEnd task: TaskRecord, of call: Call) throws(AdapterError) -> HTTPResponse {
        switch task.generation.state.value {
        case .completed: return answer(try finishedBody(of: task), of: call)
        case .failed: return encode(Failure(of: task.generation), of: call)
        default: return encode(Failure(.waitOver, ""), of: call)
        }
    }

    /// The finished body is the `response` of the task, and nothing else.
    func finishedBody(of task: TaskRecord) throws(AdapterError) -> [UInt8] {
        let rendered = try tasks.document(of: task)
        var document = JSONRecord(limits: .canonicalLine)
        do throws(JSONError) {
            try document.load(rendered)
        } catch {
            throw AdapterError(error)
        }
        let response = document["response"]
        guard response.isPresent else {
            throw AdapterError(.badValue, path: "response", "the record of a finished task has no response")
        }
        return Array(document.json(response).utf8)
    }

    /// A list of tasks, and how many there are beyond it.
    ///
    /// A request can be as large as a body may be, and one task can be named many times.
    private func answer(list tasks: [TaskRecord], count: Int, of call: Call) throws(AdapterError) -> HTTPResponse {
        var body = Array("{\"items\":[".utf8)
        for (index, task) in tasks.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += try self.tasks.document(of: task)
            guard body.count <= Self.longestList else {
                let limit = "the tasks are more than \(Self.longestList >> 20) MiB together"
                return encode(Failure(.tooLarge, "\(limit); ask for fewer with one call"), of: call)
            }
        }
        return answer(body + Array("],\"count\":\(count)}".utf8), of: call)
    }

    /// Bytes of a list of tasks at most.
    private static let longestList = 64 << 20

    private func deletion(_ key: TaskKey, _ wasThere: Bool) -> [UInt8] {
        let id =
            switch key {
            case .id(let id), .traceID(let id), .mediaURL(let id): id
            }
        return Array("{\"id\":\(id.jsonString),\"deleted\":\(wasThere)}".utf8)
    }
}

extension TaskPage {
    /// How many tasks match; at least those that are here.
    fileprivate var count: Int { total ?? records.count }
}
