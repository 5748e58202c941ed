import AgentsCore

extension ValidationRules {
    /// Which types have a source, and of what kind.
    static let source: [ValidationRule] = [
        .documented("source is required for type 'image_edit'", for: .imageEdit) { $0.source == nil },
        .inferred("source is required for type 'layering'", for: .layering) { $0.source == nil },
        .documented(
            "source is required for type 'video_edit' or 'video_reframe' — provide source.generation_id (UUID of a "
                + "prior generation) or source.url / source.data with source.media_type='video/mp4'",
            for: .videoEdit, .videoReframe
        ) { $0.source == nil },
        .documented(
            "source.generation_id is only valid for type 'image_edit', 'video_edit', or 'video_reframe'",
            for: .image, .video
        ) { $0.source?.generationID.value != nil },
        .documented(
            "source is only valid for type 'image_edit', 'video_edit' / 'video_reframe' with source.generation_id, or "
                + "'video_edit' / 'video_reframe' with a video source.url / source.data",
            for: .image, .video
        ) { $0.source != nil },
        .documented(for: .videoEdit, .videoReframe) { request in
            guard let source = request.source, source.url.value != nil || source.data.value != nil,
                source.mediaType.value?.hasPrefix("video/") != true
            else { return nil }
            return "source.media_type must be a video/* type (e.g. 'video/mp4') when providing source.url / "
                + "source.data on type='\(request.kind)'"
        },
    ]

    /// What every reference to a medium must be, wherever it stands.
    static let references: [ValidationRule] = [
        referenceRule(.documented) { media in
            media.url.value != nil && media.data.value != nil ? "provide either 'url' or 'data', not both" : nil
        },
        // Documented before a generation and a file became possible too.
        referenceRule(.documented) { $0.kindCount == 0 ? "provide either 'url' or 'data', not neither" : nil },
        referenceRule(.documented) { media in
            media.data.value != nil && media.mediaType.value == nil ? "'media_type' is required with 'data'" : nil
        },
        referenceRule(.inferred) { media in
            media.kindCount > 1 ? "provide exactly one of 'url', 'data', 'generation_id' or 'file_id'" : nil
        },
        referenceRule(.inferred) { media in
            media.generationID.value.map { Identifier($0) == nil } == true ? "'generation_id' must be a UUID" : nil
        },
        referenceRule(.inferred) { media in
            media.fileID.value.map { Identifier($0) == nil } == true ? "'file_id' must be a UUID" : nil
        },
    ]

    private static func referenceRule(
        _ origin: ValidationRule.Origin, _ fault: @escaping @Sendable (MediaReference) -> String?
    ) -> ValidationRule {
        ValidationRule(origin: origin, status: 400, kinds: []) { request in
            for (path, media) in request.references {
                if let fault = fault(media) { return "\(path): \(fault)" }
            }
            return nil
        }
    }
}

extension MediaReference {
    /// How many of the four ways to refer to a medium are used.
    fileprivate var kindCount: Int {
        [url, data, generationID, fileID].count { $0.value != nil }
    }
}
