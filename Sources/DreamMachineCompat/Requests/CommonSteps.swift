import Adapters
import AgentsCore

extension RequestStep {
    /// A prompt of the legacy API's lengths, or a neutral one where there is something to see.
    ///
    /// - Parameters:
    ///   - row: The row of a request without a prompt.
    ///   - neutral: The prompt that a policy has for it.
    ///   - hasPicture: Whether there is something to see.
    /// - Returns: The step.
    static func prompt(
        _ row: RequestRow, _ neutral: @escaping @Sendable (TranslationPolicy) -> String,
        when hasPicture: @escaping @Sendable (GenerationRequest) -> Bool
    ) -> RequestStep {
        RequestStep([row]) { (draft, record) throws(Failure) in
            let prompt = draft.request.prompt.value ?? ""
            if prompt.isEmpty {
                guard hasPicture(draft.request) else { throw refusal("Prompt is required", "prompt") }
                let neutral = neutral(draft.policy)
                try draft.lose(
                    row, at: "prompt", from: record.isGiven(record["prompt"]) ? "\"\"" : nil, to: neutral.quotedJSON)
                draft.request.prompt = .value(neutral)
            } else if prompt.unicodeScalars.count < 3 {
                throw refusal("Prompt is too short, minimum length is 3 characters", "prompt")
            } else if prompt.unicodeScalars.count > 5000 {
                throw refusal("Prompt is too long, maximum length is 5000 characters", "prompt")
            }
        }
    }

    /// What the policy has for the faster and cheaper models of videos; an extension is never that small.
    static let flashResolution = RequestStep([DreamMachine.RayRows.flashResolution]) {
        (draft, record) throws(Failure) in
        guard let resolution = draft.policy.flashResolution,
            DreamMachine.flashModels.contains(record.word(record["model"])),
            draft.request.videoOptions.resolution.value == nil,
            !(draft.request.isExtension && resolution == .p360)
        else { return }
        draft.request.videoOptions.resolution = .value(resolution)
        try draft.lose(
            DreamMachine.RayRows.flashResolution, at: "video.resolution", to: resolution.rawValue.quotedJSON)
    }

    /// The type of a video as a source, by the end of its address.
    static let mediaType = RequestStep([DreamMachine.SourceRows.mediaType]) { (draft, _) throws(Failure) in
        guard var source = draft.request.source.value, let url = source.url.value else { return }
        if let type = DreamMachine.mediaType(ofVideoAt: url) {
            source.mediaType = .value(type)
        } else {
            source.mediaType = "video/mp4"
            try draft.lose(DreamMachine.SourceRows.mediaType, at: "source.media_type", to: "\"video/mp4\"")
        }
        draft.request.source = .value(source)
    }

    /// A refusal in the words of the legacy API.
    static func refusal(_ message: String, _ path: FieldPath) -> Failure {
        Failure(.badRequest, message, path: path)
    }
}

extension RequestField {
    /// The video that an operation changes.
    static let media = RequestField(
        "media",
        .object([
            RequestField(
                "url", .text,
                .address(
                    .text(DreamMachine.SourceRows.media, atMost: RequestShape.urlLimit) {
                        $0.source = .value(MediaReference(url: .value($1)))
                    }),
                required: true)
        ]),
        required: true)

    /// The address that the server calls.
    static let callback = RequestField(
        "callback_url", .text, .server(DreamMachine.CommonRows.callback, atMost: RequestShape.urlLimit))

    /// The prompt; empty is the same as none.
    static let prompt = RequestField(
        "prompt", .text,
        .unlessEmpty(
            .text(DreamMachine.CommonRows.prompt, atMost: RequestShape.limits.bytes) { $0.prompt = .value($1) }))

    /// The word for the operation.
    ///
    /// - Parameters:
    ///   - word: The word.
    ///   - row: Its row.
    /// - Returns: The field.
    static func generationType(_ word: String, _ row: RequestRow) -> RequestField {
        RequestField(
            "generation_type", .text,
            .words(RequestWords(exact: [word: word], row, unknown: DreamMachine.CommonRows.otherType)) { _, _ in })
    }
}
