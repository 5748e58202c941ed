extension SQLiteSchema {
    /// Callbacks and their attempts; they go with their task, also when that leaves a tombstone.
    ///
    /// `due_at` is set while a callback is pending and then alone; while one is handed out, to the end of its claim.
    static let outbox: [SQL] = [
        """
        CREATE TABLE callback (
            id TEXT PRIMARY KEY NOT NULL,
            task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            event TEXT NOT NULL,
            url TEXT NOT NULL,
            origin TEXT NOT NULL,
            acceptance TEXT NOT NULL,
            state TEXT NOT NULL,
            failures INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            due_at INTEGER,
            claimed_until INTEGER,
            body BLOB NOT NULL,
            UNIQUE (task_id, step)
        ) STRICT
        """,
        "CREATE INDEX callback_due ON callback (due_at) WHERE due_at IS NOT NULL",
        "CREATE INDEX callback_created ON callback (created_at, id)",
        "CREATE INDEX callback_state ON callback (state, created_at, id)",
        """
        CREATE TABLE callback_attempt (
            callback_id TEXT NOT NULL REFERENCES callback (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            status INTEGER,
            error TEXT,
            PRIMARY KEY (callback_id, number)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TRIGGER callback_of_deleted AFTER UPDATE OF deleted_at ON task WHEN NEW.deleted_at IS NOT NULL
        BEGIN DELETE FROM callback WHERE task_id = NEW.id; END
        """,
    ]
}
