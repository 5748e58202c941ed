import Adapters
import AgentsCore

/// The storage's URLs of outputs, as long as they are good, and new ones when they are not.
///
/// The Agents API hands out URLs for an hour, others on each question. However many clients ask for a task's outputs at
/// once, it is asked once.
actor FreshOutputs {
    /// Why there is no URL.
    enum Fault: Error, Equatable {
        /// There is none any more, or never was.
        case gone
        /// Nobody can be asked just now.
        case unavailable(retryAfter: Duration?)
    }

    /// An output's URL.
    struct Output: Sendable, Equatable {
        let url: String
        /// How much longer it is good for certain.
        let lifetime: Duration
    }

    private struct Entry {
        let urls: [String?]
        let until: Duration
    }

    /// URLs are not handed out any more so long before they expire: a client wants to begin in peace.
    private static let margin = Duration.seconds(300)
    /// How long a URL is good that does not say so: the Agents API promises an hour.
    private static let promised = Duration.seconds(3600)
    private static let capacity = 10_000

    private let client: GenerationClient
    private let store: any TaskStore
    private let secret: ServerSecret
    private let clock: any ServerClock
    private var entries: [String: Entry] = [:]
    private var questions: [String: Task<Result<Entry, Fault>, Never>] = [:]

    init(client: GenerationClient, store: any TaskStore, secret: ServerSecret, clock: any ServerClock) {
        self.client = client
        self.store = store
        self.secret = secret
        self.clock = clock
    }

    /// The URL of one of a task's outputs.
    ///
    /// - Parameters:
    ///   - index: The place among the outputs.
    ///   - task: The task, which has ended.
    /// - Returns: A URL that is good for some minutes at least.
    /// - Throws: ``Fault``.
    func output(_ index: Int, of task: StoredTask) async throws(Fault) -> Output {
        let entry = try await entry(of: task)
        guard entry.urls.indices.contains(index), let url = entry.urls[index] else { throw .gone }
        return Output(url: url, lifetime: max(entry.until - clock.now, .zero))
    }

    /// Forgets the URLs of a task that is deleted.
    func forget(_ task: String) {
        entries[task] = nil
    }

    private func entry(of task: StoredTask) async throws(Fault) -> Entry {
        if let entry = entries[task.id], entry.until > clock.now { return entry }
        let stored = known(task.record.generation, asOf: task.updatedAt, isForeign: task.upstreamID == nil)
        if stored.until > clock.now {
            keep(stored, of: task.id)
            return stored
        }
        guard let upstreamID = task.upstreamID else { throw .gone }
        let question = questions[task.id] ?? Task { await ask(upstreamID, for: task) }
        questions[task.id] = question
        return try await question.value.get()
    }

    private func ask(_ upstreamID: String, for task: StoredTask) async -> Result<Entry, Fault> {
        let result: Result<Entry, Fault>
        do throws(Fault) {
            let credential = try await credential(of: task.principal)
            let generation: Generation
            do throws(ClientError) {
                generation = try await client.get(upstreamID, as: credential, requestID: task.traceID)
            } catch {
                throw error.status == 404 ? .gone : .unavailable(retryAfter: error.retryAfter)
            }
            let entry = known(generation, asOf: clock.wallTime, isForeign: false)
            keep(entry, of: task.id)
            result = .success(entry)
        } catch {
            result = .failure(error)
        }
        questions[task.id] = nil
        return result
    }

    private func credential(of principal: Fingerprint) async throws(Fault) -> Credential {
        do throws(StoreError) {
            if let credential = try await store.credential(of: principal).flatMap(secret.open) { return credential }
        } catch {
            throw .unavailable(retryAfter: .seconds(5))
        }
        throw .unavailable(retryAfter: nil)
    }

    /// What a generation says of its outputs, and how long that holds.
    ///
    /// Records of other services have URLs that nobody can renew: they are handed out for ever.
    private func known(_ generation: Generation, asOf time: WallTime, isForeign: Bool) -> Entry {
        let urls = (generation.output.value ?? []).map(\.url.value)
        let expiry = urls.compactMap { $0.map { SignedURL($0)?.expiry ?? time + Self.promised } }.min()
        // A clock that was set back tells nothing of how old they are.
        let now = clock.wallTime
        let lifetime = now + Self.margin < time ? .zero : (expiry ?? time + Self.promised) - now - Self.margin
        let most = Self.promised - Self.margin
        return Entry(urls: urls, until: clock.now + (isForeign ? Self.promised : min(lifetime, most)))
    }

    private func keep(_ entry: Entry, of task: String) {
        if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
        entries[task] = entry
    }
}
