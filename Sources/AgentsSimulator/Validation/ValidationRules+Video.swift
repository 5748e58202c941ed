import AgentsCore

extension ValidationRules {
    /// Which settings of a video go with which type.
    static let video: [ValidationRule] = [
        .documented("video.loop is only valid for type 'video'", for: .videoEdit) { $0.isLoop },
        .documented("video.edit is only valid for type 'video_edit'", for: .video) { $0.edit != nil },
        .documented(
            "video.source_position is only valid for type 'video_reframe'", for: .video, .videoEdit
        ) { $0.video.sourcePosition.value != nil },
        .inferred("video.end_frame is only valid for type 'video'", for: .videoEdit) { request in
            request.video.endFrame.value != nil
        },
        .inferred("video.keyframes is only valid for type 'video'", for: .videoEdit, .videoReframe) { request in
            request.video.keyframes.value != nil || request.video.keyframeIndexes.value != nil
        },
    ]

    /// What goes with an edit.
    static let edit: [ValidationRule] =
        [
            .documented(
                "video.edit.auto_controls=true cannot be combined with video.edit.controls (auto mode derives the "
                    + "schedule and ignores manual per-signal controls)",
                for: .videoEdit
            ) { $0.edit?.autoControls.value == true && $0.edit?.controls.value != nil }
        ]
        + frameRules(.documented, "video.edit", for: [.videoEdit]) { request in
            request.edit.map { Frames(media: $0.keyframes.value, indexes: $0.keyframeIndexes.value) }
        }
        + [
            .documented(
                "video.start_frame and video.edit.keyframes are mutually exclusive — use video.start_frame for the "
                    + "single-anchor case (frame at index 0), or video.edit.keyframes + keyframe_indexes for "
                    + "multi-anchor / arbitrary positions",
                for: .videoEdit
            ) { $0.video.startFrame.value != nil && $0.edit?.keyframes.value != nil }
        ]

    /// Which settings of a video exclude each other.
    static let combinations: [ValidationRule] = [
        .documented(for: .video, .videoEdit) { request in
            guard request.isHDR, let resolution = request.video.resolution.value, [.p360, .p540].contains(resolution)
            else { return nil }
            return "resolution '\(resolution)' is not supported with hdr=true"
        },
        .documented("duration '10s' is not supported with hdr=true", for: .video) { $0.isLong && $0.isHDR },
        .documented("duration '10s' is not supported with start_frame / end_frame", for: .video) { request in
            request.isLong && request.hasAnchor
        },
        .documented("loop is not supported with duration '10s'", for: .video) { $0.isLoop && $0.isLong },
        .documented("loop is not supported with hdr=true", for: .video) { $0.isLoop && $0.isHDR },
        .documented("loop is not supported with end_frame (no seamless start↔end match)", for: .video) { request in
            // Leading up to a generation is an extension, which has a rule of its own.
            request.isLoop && request.video.endFrame.value.map { $0.generationID.value == nil } == true
        },
        .documented("exr_export requires hdr=true", for: .video, .videoEdit) { request in
            request.video.exrExport.value == true && !request.isHDR
        },
    ]

    /// What goes with the frames of a new video; the words are those of an edit's frames.
    static let keyframes: [ValidationRule] =
        frameRules(.inferred, "video", for: [.video]) { request in
            Frames(media: request.video.keyframes.value, indexes: request.video.keyframeIndexes.value)
        } + [
            .inferred("video.keyframes must hold at least 1 frame", for: .video) { request in
                request.video.keyframes.value?.isEmpty == true
            },
            .inferred(for: .video) { request in
                let last = request.isLong ? 240 : 120
                guard let indexes = request.video.keyframeIndexes.value, indexes.contains(where: { $0 > last })
                else { return nil }
                return "video.keyframe_indexes must be at most \(last) for duration '\(request.isLong ? "10s" : "5s")'"
            },
            .inferred(
                "video.keyframes and video.start_frame / video.end_frame are mutually exclusive", for: .video
            ) { $0.video.keyframes.value != nil && $0.hasAnchor && !$0.isExtension },
            .inferred("loop is not supported with keyframes", for: .video) { request in
                request.isLoop && request.video.keyframes.value != nil
            },
        ]

    /// What goes with continuing another video.
    static let extensions: [ValidationRule] = [
        .documented("HDR is not supported with video extend", for: .video) { $0.isExtension && $0.isHDR },
        .documented("loop is only supported with forward video extend", for: .video) { request in
            request.isLoop && request.video.endFrame.value?.generationID.value != nil
        },
        .documented(
            "generation-ref keyframes are only supported for video extend (a single start_frame OR end_frame "
                + "generation reference); interpolate-from-generation is not yet available",
            for: .video
        ) { request in
            let frames = request.video.keyframes.value ?? []
            if frames.contains(where: { $0.generationID.value != nil }) { return true }
            let anchors = [request.video.startFrame.value, request.video.endFrame.value].compactMap { $0 }
            return request.isExtension && (anchors.count > 1 || !frames.isEmpty)
        },
        .inferred("resolution '360p' is not supported with video extend", for: .video) { request in
            request.isExtension && request.video.resolution.value == .p360
        },
    ]

    /// What goes with another shape for a video.
    static let reframing: [ValidationRule] = [
        .documented(
            "aspect_ratio (the target shape) is required for type 'video_reframe'", for: .videoReframe
        ) { $0.aspectRatio == nil },
        .documented(
            "video.start_frame / video.end_frame are not supported for type 'video_reframe'", for: .videoReframe
        ) { $0.hasAnchor },
        .documented("video.loop is not supported for type 'video_reframe'", for: .videoReframe) { $0.isLoop },
        .documented("HDR / exr_export are not supported for type 'video_reframe'", for: .videoReframe) { request in
            request.isHDR || request.video.exrExport.value == true
        },
        .documented("video.edit is not supported for type 'video_reframe'", for: .videoReframe) { $0.edit != nil },
        .documented(for: .videoReframe) { request in
            guard request.video.resolution.value == .p1080, let ratio = request.aspectRatio,
                [.portrait9x16, .portrait3x4].contains(ratio)
            else { return nil }
            return "1080p resolution is not yet available for vertical reframe (aspect_ratio '\(ratio)', type "
                + "'video_reframe') — coming soon. Use a landscape aspect_ratio at 1080p, or resolution '720p' / "
                + "'540p'."
        },
    ]
}

extension CreateRequest {
    /// Whether the first or the last frame is given.
    fileprivate var hasAnchor: Bool { video.startFrame.value != nil || video.endFrame.value != nil }
}
