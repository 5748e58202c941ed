import Adapters
import AgentsCore

// `POST /luma/tasks`: how a caller names tasks.

extension AceDataService {
    /// What a call asks for.
    ///
    /// Without `action` one task is asked for: that is how the vendor's own recipes poll.
    static func lookup(_ body: borrowing RequestBody) throws(Failure) -> Operation {
        switch try body.text("action") ?? "retrieve" {
        case "retrieve":
            return .find(try key(body))
        case "retrieve_batch":
            return .list(try keys(body))
        case "delete":
            throw Failure(.notOffered, "tasks are not deleted by this server yet", path: "action")
        default:
            throw Failure(.badRequest, "action must be retrieve or retrieve_batch", path: "action")
        }
    }

    private static func key(_ body: borrowing RequestBody) throws(Failure) -> TaskKey {
        // All three are read, so that a wrong one is told whatever the others say.
        let (id, alias, trace) = (try body.text("id"), try body.text("task_id"), try body.text("trace_id"))
        let keys = [id.map(TaskKey.id), alias.map(TaskKey.id), trace.map(TaskKey.traceID)].compactMap(\.self)
        guard let key = keys.first(where: { !$0.value.isEmpty }) else {
            throw Failure(.badRequest, "id is required: the task_id that the submission was answered with", path: "id")
        }
        return try checked(key)
    }

    private static func keys(_ body: borrowing RequestBody) throws(Failure) -> [TaskKey] {
        let ids = try body.texts("ids", limit: limits.keys)
        let traces = try body.texts("trace_ids", limit: limits.keys - (ids?.count ?? 0))
        guard ids != nil || traces != nil else {
            throw Failure(.badRequest, "ids is required: a list of ids of tasks", path: "ids")
        }
        var keys: [TaskKey] = []
        for key in (ids ?? []).map(TaskKey.id) + (traces ?? []).map(TaskKey.traceID) {
            keys.append(try checked(key))
        }
        return keys
    }

    /// Names in one call, and bytes of each.
    private static let limits = (keys: 1000, bytes: 256)

    private static func checked(_ key: TaskKey) throws(Failure) -> TaskKey {
        guard key.value.utf8.count <= limits.bytes else {
            throw Failure(.badRequest, "an id has up to \(limits.bytes) bytes; check the ids of the request")
        }
        return key
    }
}

extension TaskKey {
    fileprivate var value: String {
        switch self {
        case .id(let value), .traceID(let value): value
        }
    }
}
