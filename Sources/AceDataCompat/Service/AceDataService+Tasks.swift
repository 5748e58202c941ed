import Adapters
import AgentsCore

// `POST /luma/tasks`: which tasks a caller asks for.

extension AceDataService {
    /// What a call asks for.
    ///
    /// Without `action` one task is asked for: that is how the vendor's own recipes poll.
    static func lookup(_ body: borrowing RequestBody) throws(Failure) -> Operation {
        switch try body.text("action") ?? "retrieve" {
        case "retrieve": .find(try key(body))
        case "retrieve_batch": try batch(body)
        case "delete": try deletion(body)
        default:
            throw Failure(.badRequest, "action must be retrieve, retrieve_batch or delete", path: "action")
        }
    }

    // MARK: One task

    private static func key(_ body: borrowing RequestBody) throws(Failure) -> TaskKey {
        // All three are read, so that a wrong one is told whatever the others say.
        let (id, trace) = (try id(body), try name(body, "trace_id"))
        guard let key = id.map(TaskKey.id) ?? trace.map(TaskKey.traceID) else {
            throw Failure(.badRequest, "id is required: the task_id that the submission was answered with", path: "id")
        }
        return key
    }

    private static func deletion(_ body: borrowing RequestBody) throws(Failure) -> Operation {
        guard let id = try id(body) else {
            throw Failure(.badRequest, "id is required: the id of the task to delete", path: "id")
        }
        return try account(body).only(.delete(.id(id)), otherwise: .deleted(.id(id), wasThere: false))
    }

    /// The id of a task, under either of its names.
    private static func id(_ body: borrowing RequestBody) throws(Failure) -> String? {
        let (id, alias) = (try name(body, "id"), try name(body, "task_id"))
        return id ?? alias
    }

    // MARK: Several tasks

    /// Tasks by their names, or those of a time, or all of an account; what else is given narrows them down.
    private static func batch(_ body: borrowing RequestBody) throws(Failure) -> Operation {
        let keys = try keys(body)
        let account = try account(body)
        let window = try TaskWindow(body)
        guard keys != nil || !account.isEmpty || window.isGiven else {
            throw Failure(
                .badRequest,
                """
                ids is required: a list of ids of tasks; or give trace_ids, user_id, application_id, created_at_min \
                or created_at_max
                """, path: "ids")
        }
        let query = try window.query(body, named: keys?.count)
        let type = try body.text("type") ?? ""
        let isNothing = window.isEmpty || !(type.isEmpty || type == "videos")
        let operation: Operation =
            if isNothing { .list([]) } else if let keys { .select(keys, query) } else { .page(query) }
        return account.only(operation, otherwise: .listed([]))
    }

    private static func keys(_ body: borrowing RequestBody) throws(Failure) -> [TaskKey]? {
        let ids = try body.texts("ids", limit: limits.keys)
        let traces = try body.texts("trace_ids", limit: limits.keys - (ids?.count ?? 0))
        if ids == nil && traces == nil { return nil }
        for name in (ids ?? []) + (traces ?? []) { try check(name) }
        return (ids ?? []).map(TaskKey.id) + (traces ?? []).map(TaskKey.traceID)
    }

    private static func account(_ body: borrowing RequestBody) throws(Failure) -> AccountFilter {
        AccountFilter(application: try name(body, "application_id"), user: try name(body, "user_id"))
    }

    // MARK: Names

    /// Names in one call, and bytes of each.
    private static let limits = (keys: 1000, bytes: 256)

    /// A name, where the empty text is none.
    private static func name(_ body: borrowing RequestBody, _ key: JSONKey) throws(Failure) -> String? {
        guard let name = try body.text(key), !name.isEmpty else { return nil }
        try check(name)
        return name
    }

    private static func check(_ name: String) throws(Failure) {
        guard name.utf8.count <= limits.bytes else {
            throw Failure(.badRequest, "an id has up to \(limits.bytes) bytes; check the ids of the request")
        }
    }
}

extension AccountFilter {
    /// An operation for the account that fits.
    fileprivate func only(_ operation: Operation, otherwise: Outcome) -> Operation {
        isEmpty ? operation : .only(self, operation, otherwise: otherwise)
    }
}
