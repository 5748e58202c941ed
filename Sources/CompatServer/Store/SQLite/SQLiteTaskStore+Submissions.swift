import Adapters
package import AgentsCore

extension SQLiteSchema {
    /// Submissions; they go with their task, and forget what was asked for when it leaves a tombstone.
    static let submissions: [SQL] = [
        """
        CREATE TABLE submission (
            task_id TEXT PRIMARY KEY NOT NULL REFERENCES task (id) ON DELETE CASCADE,
            principal TEXT NOT NULL,
            content TEXT NOT NULL,
            key TEXT,
            created_at INTEGER NOT NULL,
            answer TEXT NOT NULL,
            answered_at INTEGER,
            request TEXT
        ) STRICT
        """,
        "CREATE UNIQUE INDEX submission_key ON submission (principal, key) WHERE key IS NOT NULL",
        "CREATE INDEX submission_created ON submission (created_at)",
        """
        CREATE TRIGGER submission_of_deleted AFTER UPDATE OF deleted_at ON task WHEN NEW.deleted_at IS NOT NULL
        BEGIN UPDATE submission SET request = NULL WHERE task_id = NEW.id; END
        """,
    ]
}

// Submissions, as ``SubmissionLedger`` promises them.

extension SQLiteTaskStore {
    /// Adds a task and the submission that it comes from.
    package func insert(_ task: StoredTask, from submission: StoredSubmission) async throws(StoreError) {
        let (taskValues, values) = (TaskRow.values(of: task), SubmissionRow.values(of: submission))
        try await writer.run { database throws(StoreError) in
            try database.atomically { () throws(StoreError) in
                try database.run(TaskRow.insert, taskValues)
                try database.run(SubmissionRow.insert, values)
            }
        }
    }

    /// Updates a task, and keeps the request that is to be sent for it later.
    package func update(_ task: StoredTask, toSend request: [UInt8]) async throws(StoreError) {
        let values = TaskRow.changedValues(of: task)
        let text = String(decoding: request, as: UTF8.self)
        try await writer.run { database throws(StoreError) in
            try database.atomically { () throws(StoreError) in
                try TaskRow.change(values, of: task.id, in: database)
                try database.run(
                    "UPDATE submission SET request = ? WHERE task_id = ?", [.text(text), .text(task.id)])
            }
        }
    }

    /// The request that was kept to be sent for a task.
    package func request(of task: String) async throws(StoreError) -> [UInt8]? {
        try await reader.run { database throws(StoreError) in
            try database.first(
                "SELECT request FROM submission WHERE task_id = ? AND request IS NOT NULL", [.text(task)]
            ) { Array($0.text(0).utf8) }
        }
    }

    /// Notes what became of the answer to a submission.
    package func note(
        _ answer: StoredSubmission.Answer, of task: String, at time: WallTime
    ) async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try database.run(
                "UPDATE submission SET answer = ?, answered_at = ? WHERE task_id = ?",
                [.text(answer.rawValue), .integer(time.microseconds), .text(task)])
        }
    }

    /// The most answers of one write, so that others need not wait for long.
    private static let notedAnswers = 256

    /// Notes of many answers together that they have left.
    package func noteDelivered(_ answers: [String: WallTime]) async throws(StoreError) {
        var rest = answers.map { "\($0.key.jsonString):\($0.value.microseconds)" }[...]
        while !rest.isEmpty {
            let list = "{" + rest.prefix(Self.notedAnswers).joined(separator: ",") + "}"
            rest = rest.dropFirst(Self.notedAnswers)
            try await writer.run { database throws(StoreError) in
                try database.run(
                    """
                    UPDATE submission SET answer = 'delivered', answered_at = answers.value \
                    FROM json_each(?) AS answers WHERE task_id = answers.key \
                    AND (answered_at IS NULL OR answered_at <= answers.value)
                    """, [.text(list)])
            }
        }
    }

    /// The submission of a principal with an idempotency key.
    package func submission(
        withKey key: Fingerprint, of principal: Fingerprint
    ) async throws(StoreError) -> StoredSubmission? {
        let row = try await reader.run { database throws(StoreError) in
            try database.first(
                SubmissionRow.select + " WHERE principal = ? AND key = ?", [.text(principal.hex), .text(key.hex)],
                SubmissionRow.init)
        }
        return try row?.submission()
    }

    /// Submissions whose answers may not have reached their clients.
    package func unansweredSubmissions(
        since time: WallTime, orDeliveredSince delivery: WallTime, limit: Int
    ) async throws(StoreError) -> [StoredSubmission] {
        let rows = try await reader.run { database throws(StoreError) in
            try database.all(
                SubmissionRow.select
                    + """
                     WHERE created_at >= ? AND (answer <> 'delivered' OR answered_at >= ?) ORDER BY created_at LIMIT ?
                    """,
                [.integer(time.microseconds), .integer(delivery.microseconds), .integer(Int64(limit))],
                SubmissionRow.init)
        }
        var submissions: [StoredSubmission] = []
        for row in rows { submissions.append(try row.submission()) }
        return submissions
    }

    /// Forgets old submissions.
    package func forgetSubmissions(before time: WallTime) async throws(StoreError) -> Int {
        try await writer.runSteps { database, limit throws(StoreError) in
            try database.run(
                """
                DELETE FROM submission WHERE rowid IN (SELECT rowid FROM submission WHERE created_at < ? \
                ORDER BY created_at LIMIT ?)
                """, [.integer(time.microseconds), limit])
        }
    }
}

/// A row of the table of submissions.
private struct SubmissionRow: Sendable {
    private let task: String
    private let principal: String
    private let content: String
    private let key: String?
    private let createdAt: Int64
    private let answer: String
    private let answeredAt: Int64?

    init(_ row: SQLiteRow) {
        task = row.text(0)
        principal = row.text(1)
        content = row.text(2)
        key = row.isNull(3) ? nil : row.text(3)
        createdAt = row.integer(4)
        answer = row.text(5)
        answeredAt = row.isNull(6) ? nil : row.integer(6)
    }

    func submission() throws(StoreError) -> StoredSubmission {
        guard let principal = Fingerprint(hex: principal), let content = Fingerprint(hex: content) else {
            throw StoreError(
                .corrupt, "a submission cannot be read", remedy: "restore a backup, or remove the submission")
        }
        return StoredSubmission(
            task: task, principal: principal, content: content, key: key.flatMap(Fingerprint.init(hex:)),
            time: WallTime(microseconds: createdAt), answer: StoredSubmission.Answer(rawValue: answer),
            answeredAt: answeredAt.map(WallTime.init(microseconds:)))
    }

    static let select: SQL = """
        SELECT task_id, principal, content, key, created_at, answer, answered_at FROM submission
        """

    static let insert: SQL = """
        INSERT INTO submission (task_id, principal, content, key, created_at, answer, answered_at) \
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """

    static func values(of submission: StoredSubmission) -> [SQLValue] {
        [
            .text(submission.task), .text(submission.principal.hex), .text(submission.content.hex),
            .optional(submission.key?.hex), .integer(submission.time.microseconds),
            .text(submission.answer.rawValue), .optional(submission.answeredAt?.microseconds),
        ]
    }
}
