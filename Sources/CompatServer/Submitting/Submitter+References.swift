import Adapters
import AgentsCore

// Generations that a submission refers to.

extension Submitter {
    /// Puts the Agents API's ids in the place of the caller's.
    ///
    /// - Returns: Why that cannot be done; nothing if it could.
    func resolve(_ request: inout GenerationRequest, of order: Order) async -> Failure? {
        guard case .value(var video) = request.video else { return nil }
        do throws(Failure) {
            try await resolve(&video.startFrame, of: order)
            try await resolve(&video.endFrame, of: order)
        } catch {
            return error
        }
        request.video = .value(video)
        return nil
    }

    private func resolve(_ frame: inout Member<MediaReference>, of order: Order) async throws(Failure) {
        guard case .value(var reference) = frame, case .value(let id) = reference.generationID else { return }
        let task: StoredTask?
        do throws(StoreError) {
            let key: TaskKey = order.submission.addresses.contains(id) ? address(id) : .id(id)
            task = try await store.find(key, of: order.principal.fingerprint)
        } catch {
            throw Failure(error)
        }
        guard let upstreamID = task?.upstreamID else {
            let path = order.submission.references[id]
            let place = path.map { "\($0): " } ?? ""
            let reason =
                order.submission.addresses.contains(id) && task == nil
                ? "none of your videos is at this address; pass its id instead."
                : "Generation \((task?.id ?? id).prefix(64)) cannot be extended: the Agents API does not know it."
            throw Failure(.badRequest, place + reason, path: path)
        }
        reference.generationID = .value(upstreamID)
        frame = .value(reference)
    }

    /// The task whose output is at an address: behind one of the server's own links, or at the storage.
    private func address(_ url: String) -> TaskKey {
        guard let link = links?.link(inURL: url), case .output = link.file else { return .mediaURL(url) }
        return .id(link.task)
    }
}
