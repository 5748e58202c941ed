import AgentsCore

/// Takes in the media of a request, as far as that can fail.
enum MediaIngest {
    /// Looks at every medium of a request that the type makes use of, in order.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - client: Whose it is.
    ///   - now: The time.
    ///   - state: The jobs and files that it may refer to.
    /// - Throws: ``Rejection`` for the first that cannot be taken in.
    static func check(
        _ request: CreateRequest, of client: ClientID, at now: Moment, in state: borrowing SimulatorState
    ) throws(Rejection) {
        for (path, media) in request.references {
            let medium: SimulatedFetch.Medium = path == "source" && request.kind.isVideo ? .video : .image
            if let url = media.url.value { try SimulatedFetch.check(url, at: path, medium) }
            if let data = media.data.value { try SimulatedFetch.check(base64: data, at: path, medium) }
            if let id = media.generationID.value {
                // An anchor of a new video that is a generation continues it.
                let isFrame = path == "video.start_frame" || path == "video.end_frame"
                let isContinued = request.kind == .video && isFrame
                let job = Identifier(id).flatMap { state.jobs[$0] }
                try check(job?.client == client ? job : nil, at: path, isContinued ? .video : medium, now)
            }
            if let id = media.fileID.value {
                try check(Identifier(id).flatMap { state.files[$0, of: client] }, at: path, medium, now)
            }
        }
    }

    // The service documents the conditions, but not its words for them.

    private static func check(
        _ job: Job?, at path: String, _ medium: SimulatedFetch.Medium, _ now: Moment
    ) throws(Rejection) {
        guard let job else { throw Rejection(400, "\(path): Generation not found") }
        guard job.state(at: now.measured) == .completed else {
            throw Rejection(400, "\(path): generation is not completed")
        }
        guard job.kind.isVideo == (medium == .video) else {
            throw Rejection(400, "\(path): generation has no \(medium.rawValue) output")
        }
    }

    private static func check(
        _ file: UploadedFile?, at path: String, _ medium: SimulatedFetch.Medium, _ now: Moment
    ) throws(Rejection) {
        guard let file else { throw Rejection(400, "\(path): File not found") }
        let state = file.state(at: now)
        guard state == .ready else { throw Rejection(400, "\(path): file is not ready (state '\(state)')") }
        let type = file.declaration.mediaType
        guard medium == .video ? type.isVideo : type.isImage else {
            throw Rejection(400, "\(path): file is not \(medium == .video ? "a video" : "an image")")
        }
    }
}
