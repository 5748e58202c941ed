package import AgentsCore

extension GenerationRequest {
    /// The settings of the video, which come into being when one is set.
    package var videoOptions: VideoOptions {
        get { video.value ?? VideoOptions() }
        set { video = .value(newValue) }
    }

    /// Whether the video continues or leads up to another generation.
    package var isExtension: Bool {
        videoOptions.startFrame.value?.generationID.value != nil
            || videoOptions.endFrame.value?.generationID.value != nil
    }

    /// Whether the video starts or ends with an image.
    package var hasImageFrame: Bool {
        videoOptions.startFrame.value?.url.value != nil || videoOptions.endFrame.value?.url.value != nil
    }
}
