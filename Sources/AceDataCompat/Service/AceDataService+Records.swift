package import Adapters
package import AgentsCore

// A task from its submission to its end, as a task object of this API.

extension AceDataService {
    /// The record of a task that is about to be submitted.
    ///
    /// - Parameters:
    ///   - submission: What is submitted.
    ///   - facts: What the server knows of it.
    /// - Returns: The record, in state `queued`.
    package func begin(_ submission: Submission, with facts: SubmissionFacts) -> TaskRecord {
        TaskRecord(
            queued: submission, facts, fractionDigits: 3, shape: AceData.task,
            residue: Self.context(facts, request: submission.body),
            derived: Self.unfinished)
    }

    /// The record of a task that was submitted in another dialect.
    ///
    /// Its request is what the other dialect shows of it. When it began is not known before its end.
    ///
    /// - Parameters:
    ///   - record: The task's record there.
    ///   - facts: What the server knew of it when it was submitted.
    ///   - time: When it changed last.
    /// - Returns: The record here.
    package func adopt(_ record: TaskRecord, with facts: SubmissionFacts, changedAt time: WallTime) -> TaskRecord {
        var generation = record.generation
        generation.id = facts.id
        generation.state = .value(.queued)
        generation.createdAt = .value(facts.time.rfc3339(fractionDigits: 3))
        generation.output = .value([])
        (generation.failureReason, generation.failureCode) = (.null, .null)
        let context = Self.context(facts, request: record["request"])
        var adopted = TaskRecord(generation, shape: AceData.task, residue: context, derived: Self.unfinished)
        advance(&adopted, to: record.generation, at: time)
        if !adopted.isTerminal { adopted["started_at"] = nil }
        return adopted
    }

    /// What the task object has beyond the canonical members.
    private static func context(_ facts: SubmissionFacts, request: String?) -> [(key: String, json: String)] {
        let members: [(String, String?)] = [
            ("_id", objectID(of: facts.id, at: facts.time).jsonString),
            ("api_id", AceData.videosAPI.description),
            ("application_id", facts.account.application.jsonString),
            ("credential_id", facts.account.credential.jsonString),
            ("request", request),
            ("trace_id", facts.traceID.jsonString),
            ("user_id", facts.account.user.jsonString),
            ("response", "{}"),
        ]
        return members.compactMap { key, json in json.map { (key, $0) } }
    }

    /// Members that a `response` does not have before the end.
    private static let unfinished: CanonicalFields = [
        CanonicalFields(.state), CanonicalFields(.failureReason), CanonicalFields(.failureCode),
    ]

    /// The platform's own key of a record: 24 hexadecimal digits, of which the first eight are the second of its creation.
    ///
    /// The others are the last ones of the task's id.
    private static func objectID(of id: String, at time: WallTime) -> String {
        let second = String(UInt32(truncatingIfNeeded: time.seconds), radix: 16)
        let digits = id.lowercased().filter { $0.isASCII && $0.isHexDigit }.suffix(16)
        return [(second[...], 8), (digits, 16)]
            .map { String(repeating: "0", count: $1 - $0.count) + $0 }
            .joined()
    }

    /// Brings a record up to what the Agents API says; its id stays the task's own.
    ///
    /// - Parameters:
    ///   - record: The task's record.
    ///   - generation: What the Agents API says now.
    ///   - time: When it was learnt.
    package func advance(_ record: inout TaskRecord, to generation: Generation, at time: WallTime) {
        let before = record.generation.state
        guard record.follow(generation) else { return }
        let state = record.generation.state.value
        if state != .queued && record["started_at"] == nil {
            // A task whose beginning nobody saw took all the time since it was submitted.
            let start = record.isTerminal ? submission(of: record) : nil
            record["started_at"] = (start ?? time).decimalSeconds(fractionDigits: 3)
        }
        if record.isTerminal && record.generation.state != before { finish(&record, at: time) }
        switch state {
        case .completed: complete(&record, generation.id)
        case .failed: fail(&record)
        default: break
        }
    }

    /// Notes when a task ended and how long it took.
    private func finish(_ record: inout TaskRecord, at time: WallTime) {
        record["finished_at"] = time.decimalSeconds(fractionDigits: 3)
        let start = record["started_at"].flatMap(WallTime.init(decimalSeconds:)) ?? time
        // Both ends are cut to the millisecond, so that the numbers agree.
        let milliseconds = max(0, time.microseconds / 1000 - start.microseconds / 1000)
        record["elapsed"] = WallTime(microseconds: milliseconds * 1000).decimalSeconds(fractionDigits: 3)
    }

    private func submission(of record: TaskRecord) -> WallTime? {
        record.generation.createdAt.value.flatMap(WallTime.init(rfc3339:))
    }

    /// The finished body around what the canonical members say: sizes and thumbnail are not known yet.
    private func complete(_ record: inout TaskRecord, _ videoID: String) {
        let members = [
            ("success", "true"), ("task_id", record.generation.id.jsonString), ("video_id", videoID.jsonString),
            ("prompt", prompt(of: record)?.jsonString ?? "null"), ("video_height", "null"), ("video_width", "null"),
            ("thumbnail_url", "null"), ("thumbnail_width", "null"), ("thumbnail_height", "null"),
        ]
        record["response"] = Self.object(members)
        record.derived = [CanonicalFields(.failureReason), CanonicalFields(.failureCode)]
    }

    /// The prompt as the client sent it.
    private func prompt(of record: TaskRecord) -> String? {
        do throws(Failure) {
            return try RequestBody((record["request"] ?? "").utf8).text("prompt")
        } catch {
            return nil
        }
    }

    /// The failed body around what the canonical members say.
    private func fail(_ record: inout TaskRecord) {
        let failure = Failure(of: record.generation)
        let answer = Self.answer(to: failure)
        var error: [(String, String)] = []
        // Clients need a code and a text, and a code that they know.
        if record.generation.failureCode.value?.isKnown != true { error.append(("code", answer.code.jsonString)) }
        if record.generation.failureReason.value == nil { error.append(("message", answer.message.jsonString)) }
        var members = [
            ("success", "false"), ("task_id", record.generation.id.jsonString),
            ("trace_id", record["trace_id"] ?? "null"),
        ]
        if !error.isEmpty { members.append(("error", Self.object(error))) }
        record["response"] = Self.object(members)
        record.derived = []
    }

    static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
}
