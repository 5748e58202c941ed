import Adapters
import AgentsCore
import CompatServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Takes canonical lines into a store, in batches with a transaction each.
struct TaskImport: RecordOutput, ~Copyable {
    /// What became of records.
    struct Counts {
        var imported = 0
        var updated = 0
        var unchanged = 0
        var refused = 0
        /// Of those that are unchanged: a server of the store made the task, its owner has deleted it, or a later state is there.
        var (own, deleted, older) = (0, 0, 0)
        /// Of those that were imported or updated: not finished.
        var unfinished = 0
    }

    private enum Target {
        case store(SQLiteTaskStore)
        /// A dry run: what a store says, or nothing where there is none.
        case preview(ImportPreview?)
    }

    /// Records of a transaction; it is short, because a server that is running waits for it.
    private static let batch = (tasks: 256, bytes: 1 << 20)
    /// Longer records cannot be asked for.
    private static let longestRecord = 8 << 20

    private let target: Target
    private let path: String
    private let owner: Fingerprint
    private let clock = SystemClock()
    private var progress: Progress
    private var batch: [StoredTask] = []
    private var bytes = 0
    /// When the store was left to others, and for how long it is theirs.
    private var (freed, pause) = (Duration.zero, Duration.zero)

    private(set) var counts = Counts()
    /// Where what is refused goes.
    private let refused: RejectFile

    /// Opens a store, which is made if it is missing and this is no dry run.
    init(
        into store: ExistingStore, for token: Credential, isDryRun: Bool, _ refused: RejectFile,
        showsProgress: Bool
    ) throws {
        self.refused = refused
        path = store.path
        progress = Progress(isShown: showsProgress)
        do {
            let secret: ServerSecret
            if isDryRun {
                let preview = store.isThere ? try ImportPreview(store.path) : nil
                secret = try Self.existingSecret(of: store, mark: preview?.secretMark)
                target = .preview(preview)
            } else {
                let location = StoreLocation.sqlite(path: store.path)
                if store.isThere { try store.requireCurrentVersion() }
                let opened = try Blocking.run {
                    let store = try await SQLiteTaskStore(location, readers: 1, busyTimeout: .seconds(30))
                    do {
                        // A secret beside a store that is not one yet would tell of a store that is lost.
                        let secret = try ServerSecret.kept(for: location, or: ServerSecret.environmentText)
                        try await store.claim(for: secret.mark)
                        return (store: store, secret: secret)
                    } catch {
                        await store.close()
                        throw error
                    }
                }
                secret = opened.secret
                target = .store(opened.store)
            }
            owner = secret.fingerprint(of: token)
        } catch let error as StoreError {
            throw CommandError(code: .environment, message: "\(error)")
        } catch let error as SecretError {
            throw CommandError(code: .environment, message: "\(error)")
        }
        progress.start(store.path, size: nil)
    }

    /// The secret that a store was made with; any for one that was made with none, where nobody owns anything.
    private static func existingSecret(of store: ExistingStore, mark: String?) throws -> ServerSecret {
        let location = StoreLocation.sqlite(path: store.path)
        guard let mark else { return try .random() }
        let isKept = location.secretPath.map { access($0, F_OK) == 0 } ?? false
        guard isKept || ServerSecret.environmentText != nil else { throw StoreError.secretIsMissing(store.path) }
        let secret = try ServerSecret.kept(for: location, or: ServerSecret.environmentText)
        if secret.mark.hex != mark { throw StoreError.secretIsMissing(store.path) }
        return secret
    }

    // MARK: Records

    /// Takes canonical lines.
    mutating func write(_ lines: inout ByteBuffer) throws(IOFailure) {
        var start = 0
        while start < lines.count {
            let end = lines.firstIndex(of: UInt8(ascii: "\n"), from: start, to: lines.count) ?? lines.count
            try add(lines.array(start..<end))
            start = end + 1
        }
        progress.advance(by: lines.count)
        lines.truncate(to: 0)
    }

    private mutating func add(_ line: [UInt8]) throws(IOFailure) {
        let record: TaskRecord
        do throws(AdapterError) {
            record = try TaskRecord(importing: line)
        } catch {
            return try refuse(Self.id(of: line), "\(error.code)", error.reason)
        }
        guard line.count <= Self.longestRecord else {
            return try refuse(record.generation.id, "too_large", "a task has up to \(Self.longestRecord >> 20) MiB")
        }
        batch.append(StoredTask(importing: record, for: owner, at: clock.wallTime))
        bytes += line.count
        if batch.count >= Self.batch.tasks || bytes >= Self.batch.bytes { try flush() }
    }

    private mutating func refuse(_ id: String, _ code: String, _ reason: String) throws(IOFailure) {
        counts.refused += 1
        try refused.add(id: id, code: code, reason: reason)
    }

    private static func id(of line: [UInt8]) -> String {
        var record = JSONRecord(limits: .canonicalLine)
        do throws(JSONError) {
            try record.load(line)
        } catch {
            return ""
        }
        return record.string(record["id"]) ?? ""
    }

    // MARK: Batches

    /// Writes what is left, and closes the store.
    mutating func finish() throws(IOFailure) {
        try flush()
        progress.finish()
        guard case .store(let store) = target else { return }
        _ = try? Blocking.run { await store.close() }
    }

    private mutating func flush() throws(IOFailure) {
        if batch.isEmpty { return }
        for (task, outcome) in zip(batch, try outcomes()) { try count(outcome, of: task) }
        batch.removeAll(keepingCapacity: true)
        bytes = 0
    }

    private mutating func outcomes() throws(IOFailure) -> [ImportOutcome] {
        do {
            switch target {
            case .preview(let preview):
                return try preview?.outcomes(of: batch) ?? batch.map { _ in .imported }
            case .store(let store):
                // Whoever waits for the store looks again and again, and is to find it free every other time.
                let rest = pause - (clock.now - freed)
                if rest > .zero { usleep(UInt32(clamping: Int(rest / .microseconds(1)))) }
                let start = clock.now
                defer { (freed, pause) = (clock.now, min(clock.now - start, .milliseconds(250))) }
                return try Blocking.run { [batch] in try await store.importTasks(batch) }
            }
        } catch {
            throw IOFailure("import into", path, reason: "\(error)")
        }
    }

    private mutating func count(_ outcome: ImportOutcome, of task: StoredTask) throws(IOFailure) {
        switch outcome {
        case .imported: counts.imported += 1
        case .updated: counts.updated += 1
        case .unchanged(let reason):
            counts.unchanged += 1
            switch reason {
            case .same: break
            case .own: counts.own += 1
            case .deleted: counts.deleted += 1
            case .older: counts.older += 1
            }
            return
        case .refused:
            return try refuse(task.id, "id_taken", "the store has a task with this id that belongs to somebody else")
        }
        if !task.record.isTerminal { counts.unfinished += 1 }
    }
}

extension StoreError {
    fileprivate static func secretIsMissing(_ path: String) -> StoreError {
        StoreError(
            .otherSecret, "\(path): the store was made with another secret than the one that is given",
            remedy: "set \(ServerSecret.variable) to what the server has, or put its file beside the store")
    }
}
