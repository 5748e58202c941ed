// The legacy shapes as somebody would declare them for `Codable`, with the conversions that the field tables describe. They do
// less: unknown members, digits of numbers, the order of members, `null` beside absent, and losses are not theirs.

/// The task object of AceData.
struct CodableTask: CodableWire {
    struct Request: Codable {
        var action: String?
        var prompt: String?
    }

    var insertID: String?
    var id: String?
    var apiID: String?
    var applicationID: String?
    var createdAt: Double?
    var startedAt: Double?
    var finishedAt: Double?
    var elapsed: Double?
    var credentialID: String?
    var request: Request?
    var traceID: String?
    var userID: String?
    var type: String?
    var response: CodableVideo?

    enum CodingKeys: String, CodingKey {
        case id, elapsed, request, type, response
        case insertID = "_id"
        case apiID = "api_id"
        case applicationID = "application_id"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case credentialID = "credential_id"
        case traceID = "trace_id"
        case userID = "user_id"
    }

    var canonical: CodableGeneration {
        var generation = response?.canonical ?? CodableGeneration(id: "")
        generation.id = id ?? ""
        generation.state = response.map { $0.canonicalState } ?? "queued"
        generation.createdAt = createdAt.map(CodableTime.text)
        return generation
    }

    var withoutCanonical: Self {
        var copy = self
        copy.id = nil
        copy.createdAt = nil
        copy.response?.videoURL = nil
        copy.response?.state = nil
        return copy
    }

    func filled(from generation: CodableGeneration) -> Self {
        var copy = self
        copy.id = generation.id
        copy.createdAt = generation.createdAt.flatMap(CodableTime.seconds)
        copy.response?.videoURL = generation.output?.first { $0.type == "video" }?.url
        copy.response?.state = generation.state
        return copy
    }
}

/// The finished body of AceData.
struct CodableVideo: CodableWire {
    struct Failure: Codable {
        var code: String?
        var message: String?
    }

    var success: Bool?
    var taskID: String?
    var videoID: String?
    var prompt: String?
    var videoURL: String?
    var videoHeight: Int?
    var videoWidth: Int?
    var state: String?
    var thumbnailURL: String?
    var thumbnailWidth: Int?
    var thumbnailHeight: Int?
    var error: Failure?

    enum CodingKeys: String, CodingKey {
        case success, prompt, state, error
        case taskID = "task_id"
        case videoID = "video_id"
        case videoURL = "video_url"
        case videoHeight = "video_height"
        case videoWidth = "video_width"
        case thumbnailURL = "thumbnail_url"
        case thumbnailWidth = "thumbnail_width"
        case thumbnailHeight = "thumbnail_height"
    }

    var canonicalState: String {
        if success == false { return "failed" }
        switch state {
        case "completed", "succeeded", "success": return "completed"
        case "pending": return "queued"
        case let other?: return other
        case nil: return videoURL == nil ? "queued" : "completed"
        }
    }

    var canonical: CodableGeneration {
        CodableGeneration(
            id: taskID ?? "", type: "video", state: canonicalState,
            output: videoURL.map { [CodableGeneration.Output(type: "video", url: $0)] } ?? [],
            failureReason: error?.message, failureCode: error?.code)
    }

    var withoutCanonical: Self {
        var copy = self
        copy.taskID = nil
        copy.videoURL = nil
        copy.state = nil
        copy.error = nil
        return copy
    }

    func filled(from generation: CodableGeneration) -> Self {
        var copy = self
        copy.taskID = generation.id
        copy.videoURL = generation.output?.first { $0.type == "video" }?.url
        copy.state = generation.state
        if success == false { copy.error = Failure(code: generation.failureCode, message: generation.failureReason) }
        return copy
    }
}

/// The `Generation` of Dream Machine.
struct CodableDreamMachine: CodableWire {
    struct Assets: Codable {
        var video: String?
        var image: String?
        var progressVideo: String?

        enum CodingKeys: String, CodingKey {
            case video, image
            case progressVideo = "progress_video"
        }
    }

    struct Request: Codable {
        var generationType: String?
        var prompt: String?
        var aspectRatio: String?
        var loop: Bool?
        var callbackURL: String?
        var model: String?
        var resolution: String?
        var duration: String?

        enum CodingKeys: String, CodingKey {
            case prompt, loop, model, resolution, duration
            case generationType = "generation_type"
            case aspectRatio = "aspect_ratio"
            case callbackURL = "callback_url"
        }
    }

    var id: String?
    var generationType: String?
    var state: String?
    var failureReason: String?
    var createdAt: String?
    var assets: Assets?
    var model: String?
    var request: Request?

    enum CodingKeys: String, CodingKey {
        case id, state, assets, model, request
        case generationType = "generation_type"
        case failureReason = "failure_reason"
        case createdAt = "created_at"
    }

    var canonical: CodableGeneration {
        CodableGeneration(
            id: id ?? "", type: generationType, state: state == "dreaming" ? "processing" : state, model: model,
            createdAt: createdAt,
            output: assets?.video.map { [CodableGeneration.Output(type: "video", url: $0)] } ?? [],
            failureReason: failureReason)
    }

    var withoutCanonical: Self {
        var copy = self
        copy.id = nil
        copy.generationType = nil
        copy.state = nil
        copy.failureReason = nil
        copy.createdAt = nil
        copy.assets?.video = nil
        copy.model = nil
        return copy
    }

    func filled(from generation: CodableGeneration) -> Self {
        var copy = self
        copy.id = generation.id
        copy.generationType = generation.type
        copy.state = generation.state == "processing" ? "dreaming" : generation.state
        copy.failureReason = generation.failureReason
        copy.createdAt = generation.createdAt
        copy.assets?.video = generation.output?.first { $0.type == "video" }?.url
        copy.model = generation.model
        return copy
    }
}

/// The answer of Dream Machine's list.
struct CodableList: Codable {
    var hasMore: Bool?
    var count: Int?
    var limit: Int?
    var offset: Int?
    var generations: [CodableDreamMachine]

    enum CodingKeys: String, CodingKey {
        case count, limit, offset, generations
        case hasMore = "has_more"
    }
}
