/// An image or video that a request refers to: by exactly one of address, bytes, generation and file.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `ImageRefParam`.
public struct MediaReference: Sendable, Hashable {
    /// A public `https` address of an image, or of a video where a video is the source.
    public var url: Member<String>
    /// The bytes of the image or video in Base64.
    public var data: Member<String>
    /// The MIME type: required with `data`, and with the `url` of a video.
    public var mediaType: Member<String>
    /// An earlier, completed generation of the same client.
    public var generationID: Member<String>
    /// An uploaded file of the same client that is ready.
    public var fileID: Member<String>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates a reference; members that are not given are absent.
    public init(
        url: Member<String> = .absent,
        data: Member<String> = .absent,
        mediaType: Member<String> = .absent,
        generationID: Member<String> = .absent,
        fileID: Member<String> = .absent
    ) {
        self.url = url
        self.data = data
        self.mediaType = mediaType
        self.generationID = generationID
        self.fileID = fileID
    }
}

extension MediaReference: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("url", \.url, .text),
            ModelField("data", \.data, .text),
            ModelField("media_type", \.mediaType, .text),
            ModelField("generation_id", \.generationID, .text),
            ModelField("file_id", \.fileID, .text),
        ]
    )
}
