package import Adapters
package import AgentsCore

/// Tasks in an SQLite database, which no other server uses at the same time.
///
/// One thread writes and others read, each on a connection of its own, so that a look-up never waits for the disk to take a
/// write. Writes that come together share a commit.
package final class SQLiteTaskStore: Sendable {
    /// Bytes of the write-ahead log from which on it is too long, if nothing else is said.
    package static let standardLogLimit = SQLiteLog.standardLimit

    /// Writes.
    let writer: SQLiteQueue
    /// Reads; the same as ``writer`` in memory, where every connection would have a database of its own.
    let reader: SQLiteQueue

    /// Opens a store, and creates or migrates it where that is needed.
    ///
    /// - Parameters:
    ///   - location: Where it is.
    ///   - readers: Threads that read.
    ///   - busyTimeout: How long a lock of another program is waited for.
    ///   - logLimit: Bytes of the write-ahead log from which on readers are made to wait until it is begun anew.
    /// - Throws: ``StoreError``, with the file's name.
    package init(
        _ location: StoreLocation, readers: Int = 2, busyTimeout: Duration = .seconds(5),
        logLimit: Int = SQLiteTaskStore.standardLogLimit
    ) async throws(StoreError) {
        writer = SQLiteQueue(for: .writing)
        switch location {
        case .memory:
            reader = writer
            let opening = SQLiteOpening(memory: busyTimeout)
            try await writer.startThread { () throws(StoreError) in try opening.writer() }
        case .sqlite(let path):
            reader = SQLiteQueue(for: .reading)
            var opening = try SQLiteOpening(file: path, busyTimeout: busyTimeout)
            opening.logLimit = logLimit
            let prepared = opening
            try await writer.startThread { () throws(StoreError) in try prepared.writer() }
            for _ in 0..<max(readers, 1) {
                try await reader.startThread { () throws(StoreError) in try prepared.reader() }
            }
        }
    }

    /// What writing has cost so far.
    package var statistics: StoreStatistics {
        let counts = writer.counts
        return StoreStatistics(
            writes: counts.jobs, commits: counts.transactions, waitingWrites: writer.waitingJobs,
            isFailing: counts.isFailing)
    }
}

extension SQLiteTaskStore: TaskStore {
    /// Adds a task.
    package func insert(_ task: StoredTask) async throws(StoreError) {
        let values = TaskRow.values(of: task)
        try await writer.run { database throws(StoreError) in try database.run(TaskRow.insert, values) }
    }

    /// Replaces what can change of a task.
    package func update(_ task: StoredTask) async throws(StoreError) {
        let values = TaskRow.changedValues(of: task)
        let id = task.id
        try await writer.run { database throws(StoreError) in
            try TaskRow.change(values, of: id, in: database)
        }
    }

    /// Removes a task.
    package func remove(_ id: String) async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try TaskRow.remove(id, in: database)
        }
    }

    /// Deletes a principal's task; the write-ahead log forgets it as soon as the store has nothing else to do.
    package func delete(
        _ key: TaskKey, of principal: Fingerprint, in dialect: String, at time: WallTime
    ) async throws(StoreError) -> String? {
        let principal = principal.hex
        return try await writer.run { database throws(StoreError) in
            let id = try TaskRow.delete(key, of: principal, in: dialect, at: time, in: database)
            if id != nil { database.hasTraces = true }
            return id
        }
    }

    /// A page of a principal's tasks, in one transaction.
    package func list(
        _ query: TaskQuery, of principal: Fingerprint, in dialect: String
    ) async throws(StoreError) -> ListedTasks {
        let principal = principal.hex
        let page = try await reader.run { database throws(StoreError) in
            try TaskRow.page(query, of: principal, in: dialect, database)
        }
        var listed = ListedTasks(hasMore: !page.isComplete, total: page.total)
        for row in page.rows {
            do throws(StoreError) {
                listed.tasks.append(try row.task())
            } catch {
                listed.unreadable.append(row.id)
            }
        }
        return listed
    }

    /// Looks for the tasks of a principal, in one transaction.
    package func find(_ keys: [TaskKey], of principal: Fingerprint) async throws(StoreError) -> [StoredTask?] {
        let principal = principal.hex
        let rows = try await reader.run { database throws(StoreError) in
            try TaskRow.find(keys, of: principal, in: database)
        }
        // Records are read here, not on the thread that others wait for.
        var tasks: [StoredTask?] = []
        for row in rows { tasks.append(try row?.task()) }
        return tasks
    }

    /// A task by its own id.
    package func task(_ id: String) async throws(StoreError) -> StoredTask? {
        try await reader.run { database throws(StoreError) in try TaskRow.find(id, in: database) }?.task()
    }

    /// Some of the tasks that have not ended, ordered by id.
    package func unfinished(from cursor: String?, limit: Int) async throws(StoreError) -> UnfinishedTasks {
        let rows = try await reader.run { database throws(StoreError) in
            try TaskRow.unfinished(after: cursor, limit: limit, in: database)
        }
        var batch = UnfinishedTasks(next: rows.isComplete ? nil : rows.rows.last?.id)
        for row in rows.rows {
            do throws(StoreError) {
                batch.tasks.append(try row.task())
            } catch {
                batch.unreadable.append(row.id)
            }
        }
        return batch
    }

    /// Keeps a principal's credential in place of the one that was kept before.
    package func keepCredential(_ sealed: [UInt8], for principal: Fingerprint) async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try database.run(
                "INSERT INTO credential VALUES (?, ?) ON CONFLICT (principal) DO UPDATE SET sealed = excluded.sealed",
                [.text(principal.hex), .blob(sealed)])
        }
    }

    /// The credential that was kept last for a principal.
    package func credential(of principal: Fingerprint) async throws(StoreError) -> [UInt8]? {
        try await reader.run { database throws(StoreError) in
            try database.first("SELECT sealed FROM credential WHERE principal = ?", [.text(principal.hex)]) {
                $0.blob(0)
            }
        }
    }

    /// Forgets the credentials of principals that have no task but deleted ones.
    @discardableResult
    package func forgetUnusedCredentials() async throws(StoreError) -> Int {
        try await writer.run { database throws(StoreError) in
            try database.run(
                """
                DELETE FROM credential WHERE NOT EXISTS (SELECT 1 FROM task \
                WHERE task.principal = credential.principal AND task.deleted_at IS NULL)
                """)
            let count = database.changes
            if count > 0 { database.hasTraces = true }
            return count
        }
    }

    /// Makes the store that of a secret, or makes sure that it is.
    package func claim(for mark: Fingerprint) async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try database.run("INSERT INTO secret VALUES (1, ?) ON CONFLICT DO NOTHING", [.text(mark.hex)])
        }
        let owner = try await reader.run { database throws(StoreError) in
            try database.first("SELECT mark FROM secret") { $0.text(0) }
        }
        if owner != mark.hex {
            throw StoreError(
                .otherSecret, "the store was made with another secret, so its tasks would belong to nobody",
                remedy:
                    "give the server the secret that it had, in \(ServerSecret.variable) or the file beside the store")
        }
    }

    /// Writes something that changes nothing.
    package func tryWriting() async throws(StoreError) {
        try await writer.run { database throws(StoreError) in
            try database.run("UPDATE schema SET applied_at = applied_at WHERE version = 1")
        }
    }

    /// Finishes what was asked for before, and closes the connections.
    package func close() async {
        // The last connection tidies up, which the one that writes does best.
        if reader !== writer { await reader.close() }
        await writer.close()
    }
}
