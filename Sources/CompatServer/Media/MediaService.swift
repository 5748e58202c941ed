import Adapters
import AgentsCore

/// Answers calls of media links: with the server's own copy, or by leading them to where the bytes are.
///
/// It follows no address but those that the Agents API gave for the caller's own task, so it is no open proxy.
struct MediaService: Sendable {
    let links: MediaLinks
    let outputs: FreshOutputs
    /// Copies the files of tasks that end; nothing where none are kept.
    let archive: MediaRounds?
    /// Copies files that are asked for; nothing where that is not done.
    let cache: MediaCache?
    private let copies: (folder: MediaFolder, queue: DiskQueue)?
    private let store: any TaskStore
    private let log: EventLog

    /// Creates a service.
    ///
    /// - Parameters:
    ///   - links: Makes and reads the links.
    ///   - outputs: Knows the storage's URLs.
    ///   - copies: Where copies are kept, if they are.
    ///   - prober: What looks into files that were copied for good.
    ///   - store: Knows the tasks.
    ///   - transport: What fetches the files to be copied.
    ///   - clock: The time.
    ///   - log: Where the operator reads what happens.
    init(
        links: MediaLinks, outputs: FreshOutputs, copies: MediaCopies?, prober: MediaRounds?, store: any TaskStore,
        transport: any ClientTransport, clock: any ServerClock, log: EventLog
    ) {
        self.links = links
        self.outputs = outputs
        self.store = store
        self.log = log
        guard let copies else {
            (archive, cache, self.copies) = (nil, nil, nil)
            return
        }
        let folder = MediaFolder(path: copies.folder)
        let copier = MediaCopier(folder: folder, outputs: outputs, transport: transport, queue: DiskQueue())
        // Whoever reads does not wait for those that write.
        let reading = DiskQueue()
        self.copies = (folder, reading)
        switch copies.keeping {
        case .untilDeleted:
            let copying = MediaArchive(copier: copier, store: store, log: log)
            archive = MediaRounds(copying, before: prober, clock: clock, log: log)
            cache = nil
        case .lastUsed(let bytes):
            archive = nil
            cache = MediaCache(copier, reading: reading, limit: bytes, store: store, log: log)
        }
    }

    /// Takes up what an earlier run has left to do.
    func resume() async {
        await archive?.wake()
        if let cache { Task { await cache.load() } }
    }

    /// Forgets a task that is deleted, and removes its copies.
    func forget(_ task: String) async {
        await outputs.forget(task)
        await archive?.remove(task)
        await cache?.remove(task)
    }

    /// Copies nothing more.
    func stop() async {
        await archive?.stop()
        await cache?.stop()
    }

    /// The answer to a call below ``MediaLink/prefix``.
    func respond(to request: HTTPRequest) async -> MediaAnswer {
        guard request.method == .get || request.method == .head else {
            var response = Self.refusal(405, "Method Not Allowed")
            response.fields["Allow"] = "GET, HEAD"
            return MediaAnswer(response)
        }
        guard let link = links.link(request.path) else {
            return MediaAnswer(Self.refusal(404, "Not Found"))
        }
        let task: StoredTask?
        do throws(StoreError) {
            task = try await store.task(link.task)
        } catch {
            log.error("cannot look the task of a link up", ["error": "\(error)"])
            return MediaAnswer(Self.refusal(503, "The link cannot be looked up now; try again.", retryAfter: 5))
        }
        // Its code is good, so there was such a task once.
        guard let task, task.stage == .ended else { return MediaAnswer(Self.gone) }
        switch link.file {
        case .output(let index): return await answer(request, for: index, of: task)
        case .thumbnail: return MediaAnswer(await thumbnail(of: task, to: request))
        }
    }

    private func thumbnail(of task: StoredTask, to request: HTTPRequest) async -> HTTPResponse {
        do throws(StoreError) {
            guard let bytes = try await store.thumbnail(of: task.id) else {
                return Self.refusal(404, "There is no thumbnail of this generation.")
            }
            return MediaAnswer.whole(bytes, "image/jpeg", to: request)
        } catch {
            log.error("cannot look a thumbnail up", ["error": "\(error)"])
            return Self.refusal(503, "The thumbnail cannot be looked up now; try again.", retryAfter: 5)
        }
    }

    private func answer(_ request: HTTPRequest, for index: Int, of task: StoredTask) async -> MediaAnswer {
        if let copy = await copy(index, task) { return MediaAnswer(copy, to: request) }
        // Records of other services lead elsewhere, and nothing but the Agents API's storage is called.
        guard let cache, task.upstreamID != nil else { return MediaAnswer(await redirect(index, task)) }
        do throws(MediaCopier.Fault) {
            return MediaAnswer(try await cache.copy(index, of: task), to: request)
        } catch {
            switch error {
            case .gone: return MediaAnswer(Self.gone)
            case .tooLarge: return MediaAnswer(await redirect(index, task))
            case .unavailable(let reason):
                log.warn("cannot copy a file that is asked for", ["task": task.id, "reason": reason])
                return MediaAnswer(
                    Self.refusal(503, "The file cannot be fetched from the storage now; try again.", retryAfter: 5))
            }
        }
    }

    private func copy(_ index: Int, _ task: StoredTask) async -> MediaFolder.Copy? {
        guard cache == nil, let (folder, queue) = copies else { return nil }
        return try? await queue.run { () throws(SystemError) in folder.find(index, of: task.id) }
    }

    private func redirect(_ index: Int, _ task: StoredTask) async -> HTTPResponse {
        do throws(FreshOutputs.Fault) {
            return Self.redirect(to: try await outputs.output(index, of: task))
        } catch {
            switch error {
            case .gone: return Self.gone
            case .unavailable(let pause):
                return Self.refusal(
                    503, "The Agents API cannot be asked for the file now; try again.",
                    retryAfter: pause.map { Int($0.inSeconds.rounded(.up)) } ?? 5)
            }
        }
    }

    /// The way to the bytes, which may be remembered as long as it is good.
    private static func redirect(to output: FreshOutputs.Output) -> HTTPResponse {
        var response = HTTPResponse(302)
        response.fields["Location"] = output.url
        response.fields["Cache-Control"] = "private, max-age=\(min(Int(output.lifetime.inSeconds), 600))"
        response.fields["Referrer-Policy"] = "no-referrer"
        return response
    }

    private static let gone = refusal(410, "The file is gone: its generation was deleted or has expired.")

    private static func refusal(_ status: Int, _ detail: String, retryAfter: Int? = nil) -> HTTPResponse {
        var body = ByteBuffer(capacity: 128)
        body.append("{\"detail\":")
        body.appendJSON(detail)
        body.append(UInt8(ascii: "}"))
        var response = HTTPResponse(status, json: body.array())
        response.fields["Cache-Control"] = "no-store"
        if let retryAfter { response.fields["Retry-After"] = "\(retryAfter)" }
        return response
    }
}
