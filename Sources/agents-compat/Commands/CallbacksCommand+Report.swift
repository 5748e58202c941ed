import Adapters
import AgentsCore
import CompatServer

/// What `callbacks` prints.
enum CallbackReport {
    /// Callbacks in columns, under their names.
    static func table(_ callbacks: [StoredCallback]) -> String {
        var table = TextTable([.left, .left, .left, .right, .left, .left, .left])
        table.add("CREATED", "STATE", "EVENT", "FAILURES", "DUE", "RECEIVER", "ID")
        for callback in callbacks {
            table.add(
                callback.createdAt.rfc3339(), callback.state.rawValue, callback.event, "\(callback.failures)",
                callback.due?.rfc3339() ?? "-", callback.origin, callback.id)
        }
        return table.text(indent: 0)
    }

    /// All that is known of a callback, for people.
    static func page(_ outgoing: OutgoingCallback, _ attempts: [CallbackAttempt]) -> String {
        let callback = outgoing.callback
        var table = TextTable([.left, .left])
        table.add("callback", callback.id)
        table.add("task", callback.taskID)
        table.add("event", callback.event)
        table.add("state", callback.state.rawValue)
        table.add("failures", "\(callback.failures)")
        table.add("created", callback.createdAt.rfc3339())
        table.add("due", callback.due?.rfc3339() ?? "-")
        table.add("url", callback.url)
        var text = table.text(indent: 0) + "attempts\n"
        if attempts.isEmpty { text += "  none\n" }
        var rows = TextTable([.left, .right, .left])
        for attempt in attempts {
            rows.add(
                attempt.time.rfc3339(fractionDigits: 3), "\(milliseconds(attempt)) ms",
                attempt.status.map(String.init) ?? attempt.error ?? "no answer")
        }
        return text + rows.text(indent: 2) + "body\n  \(String(decoding: outgoing.body, as: UTF8.self).printable)\n"
    }

    /// A callback as JSON, without its body.
    static func json(_ callback: StoredCallback) -> String {
        "{\(members(callback))}"
    }

    /// All that is known of a callback as JSON; its body is a text, byte for byte what is posted.
    static func json(_ outgoing: OutgoingCallback, _ attempts: [CallbackAttempt]) -> String {
        let list = attempts.map { attempt in
            "{\"time\":\(text(attempt.time)),\"milliseconds\":\(milliseconds(attempt)),"
                + "\"status\":\(attempt.status.map(String.init) ?? "null"),"
                + "\"error\":\(attempt.error?.jsonString ?? "null")}"
        }
        let body = String(decoding: outgoing.body, as: UTF8.self).jsonString
        return "{\(members(outgoing.callback)),\"url\":\(outgoing.callback.url.jsonString),"
            + "\"attempts\":[\(list.joined(separator: ","))],\"body\":\(body)}"
    }

    private static func members(_ callback: StoredCallback) -> String {
        "\"id\":\(callback.id.jsonString),\"task_id\":\(callback.taskID.jsonString),"
            + "\"event\":\(callback.event.jsonString),\"state\":\(callback.state.rawValue.jsonString),"
            + "\"failures\":\(callback.failures),\"created_at\":\(text(callback.createdAt)),"
            + "\"due_at\":\(callback.due.map(text) ?? "null"),\"receiver\":\(callback.origin.jsonString)"
    }

    private static func text(_ time: WallTime) -> String {
        "\"\(time.rfc3339(fractionDigits: 6))\""
    }

    private static func milliseconds(_ attempt: CallbackAttempt) -> Int {
        Int(attempt.duration / .milliseconds(1))
    }
}
