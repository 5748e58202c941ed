@testable import CompatServer

/// What a store has written, in the order in which it did: noted by the database itself, whoever writes.
struct StageJournal: Sendable {
    /// A change of a task's stage; nothing stands for a task that is not there.
    struct Step: Sendable, Hashable, Comparable {
        let from: String
        let to: String

        static func < (left: Step, right: Step) -> Bool { (left.from, left.to) < (right.from, right.to) }
    }

    private let store: SQLiteTaskStore

    /// Begins to take notes.
    init(of store: SQLiteTaskStore) async throws {
        self.store = store
        let statements: [SQL] = [
            "CREATE TEMP TABLE journal (task TEXT, before TEXT, after TEXT)",
            """
            CREATE TEMP TRIGGER journal_insert AFTER INSERT ON main.task
            BEGIN INSERT INTO journal VALUES (NEW.id, 'none', NEW.stage); END
            """,
            """
            CREATE TEMP TRIGGER journal_update AFTER UPDATE OF stage ON main.task
            WHEN NEW.stage <> OLD.stage AND NEW.deleted_at IS NULL
            BEGIN INSERT INTO journal VALUES (NEW.id, OLD.stage, NEW.stage); END
            """,
            """
            CREATE TEMP TRIGGER journal_tombstone AFTER UPDATE OF deleted_at ON main.task
            WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL
            BEGIN INSERT INTO journal VALUES (NEW.id, OLD.stage, 'deleted'); END
            """,
            """
            CREATE TEMP TRIGGER journal_remove AFTER DELETE ON main.task
            BEGIN INSERT INTO journal
            VALUES (OLD.id, CASE WHEN OLD.deleted_at IS NULL THEN OLD.stage ELSE 'deleted' END, 'none'); END
            """,
            """
            CREATE TEMP TRIGGER journal_key AFTER INSERT ON main.credential
            BEGIN INSERT INTO journal VALUES ('', 'none', 'key'); END
            """,
        ]
        try await store.writer.run { database throws(StoreError) in
            for statement in statements { try database.run(statement) }
        }
    }

    /// All steps in their order, keys that were kept among them.
    var steps: [Step] {
        get async throws { try await select("SELECT before, after FROM journal ORDER BY rowid").map { $0 } }
    }

    private func select(_ statement: SQL) async throws(StoreError) -> [Step] {
        try await store.writer.run { database throws(StoreError) in
            var steps: [Step] = []
            try database.forEachRow(statement, []) { row throws(StoreError) in
                steps.append(Step(from: row.text(0), to: row.text(1)))
                return true
            }
            return steps
        }
    }
}
