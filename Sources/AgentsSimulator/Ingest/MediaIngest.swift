import AgentsCore

/// Takes in the media of a request, as far as that can fail.
enum MediaIngest {
    /// Looks at every medium of a request that the type makes use of, in order.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: The time.
    ///   - lookUp: Finds an earlier job of the same client.
    /// - Throws: ``Rejection`` for the first that cannot be taken in.
    static func check(
        _ request: CreateRequest, at now: Duration, lookUp: (JobID) -> Job?
    ) throws(Rejection) {
        for (path, media) in request.references {
            let medium = medium(at: path, in: request)
            if let url = media.url.value { try SimulatedFetch.check(url, at: path, medium) }
            if let data = media.data.value { try SimulatedFetch.check(base64: data, at: path, medium) }
            if let id = media.generationID.value {
                // A frame that is a generation continues a video.
                let expected = path == "video.start_frame" || path == "video.end_frame" ? .video : medium
                try check(JobID(id).flatMap(lookUp), at: path, expected, now)
            }
            // There are no files yet, so none is known.
            if media.fileID.value != nil { throw Rejection(400, "\(path): File not found") }
        }
    }

    private static func medium(at path: String, in request: CreateRequest) -> SimulatedFetch.Medium {
        path == "source" && request.kind.isVideo ? .video : .image
    }

    /// The service documents the conditions, but not its words for them.
    private static func check(
        _ job: Job?, at path: String, _ medium: SimulatedFetch.Medium, _ now: Duration
    ) throws(Rejection) {
        guard let job else { throw Rejection(400, "\(path): Generation not found") }
        guard job.state(at: now) == .completed else { throw Rejection(400, "\(path): generation is not completed") }
        guard job.kind.isVideo == (medium == .video) else {
            throw Rejection(400, "\(path): generation has no \(medium.rawValue) output")
        }
    }
}
