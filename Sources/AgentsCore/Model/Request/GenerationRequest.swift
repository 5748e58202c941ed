/// The body of a request that creates a generation, in full.
///
/// ```swift
/// var request = GenerationRequest(prompt: "A slow dolly shot through a misty greenhouse at sunrise")
/// request.model = "ray-3.2"
/// request.type = "video"
/// request.video = .value(VideoOptions(resolution: "720p", duration: "5s"))
/// let body = request.json()
/// ```
///
/// The type says what kind of value each member has, and nothing about which values go together: those rules are
/// checked where a request is validated. Members that it does not know are kept and written again, on every level.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationCreateParams`; limits from the documentation of the
/// service.
public struct GenerationRequest: Sendable, Hashable {
    /// What to make, in 1 to 6000 characters.
    ///
    /// For layers: how to split the image, in at most 500.
    public var prompt: Member<String>
    /// The model; without one, ``GenerationModel/uni1``.
    public var model: Member<GenerationModel>
    /// What to make and from what; without one, ``Generation/Kind/image``.
    ///
    /// It must fit the model.
    public var type: Member<Generation.Kind>
    /// The shape of the output; absent and `null` let the model choose.
    ///
    /// Required to reframe a video.
    public var aspectRatio: Member<AspectRatio>
    /// Images to be guided by: up to nine for an image, up to eight for an edit of one.
    public var imageRef: Member<[MediaReference]>
    /// The image or video to edit, reframe or split.
    public var source: Member<MediaReference>
    /// The style of an image.
    public var style: Member<ImageStyle>
    /// The file format of an image; absent and `null` let the model choose.
    public var outputFormat: Member<OutputFormat>
    /// Whether the model may search the web first; the default is `false`.
    public var webSearch: Member<Bool>
    /// An opaque, stable name of the end user, in at most 256 characters.
    public var userID: Member<String>
    /// Settings of a video.
    public var video: Member<VideoOptions>
    /// Settings of layers.
    public var layering: Member<Layering>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// Creates a request; members that are not given are absent.
    public init(
        prompt: Member<String> = .absent,
        model: Member<GenerationModel> = .absent,
        type: Member<Generation.Kind> = .absent,
        aspectRatio: Member<AspectRatio> = .absent,
        imageRef: Member<[MediaReference]> = .absent,
        source: Member<MediaReference> = .absent,
        style: Member<ImageStyle> = .absent,
        outputFormat: Member<OutputFormat> = .absent,
        webSearch: Member<Bool> = .absent,
        userID: Member<String> = .absent,
        video: Member<VideoOptions> = .absent,
        layering: Member<Layering> = .absent
    ) {
        self.prompt = prompt
        self.model = model
        self.type = type
        self.aspectRatio = aspectRatio
        self.imageRef = imageRef
        self.source = source
        self.style = style
        self.outputFormat = outputFormat
        self.webSearch = webSearch
        self.userID = userID
        self.video = video
        self.layering = layering
    }
}

extension GenerationRequest {
    /// Reads a request from a document.
    ///
    /// - Throws: ``ModelError`` if the text is no JSON document or a member is of the wrong kind.
    public init(json: some Sequence<UInt8>) throws(ModelError) {
        self = try Self.read(json: json)
    }

    /// Reads a request from a scanned document.
    ///
    /// - Parameters:
    ///   - record: The document, scanned without a fault.
    ///   - ref: The request's object in it; ``JSONRef/root`` is the document itself.
    /// - Throws: ``ModelError`` with a path that starts at the object.
    package init(reading record: borrowing JSONRecord, at ref: JSONRef = .root) throws(ModelError) {
        self = try ModelCoding<Self>.object.read(record, ref)
    }

    /// The request as a compact document: known members in the order of the properties, then the others.
    public func json() -> [UInt8] {
        written()
    }

    /// Appends the request in compact form: known members in the order of the properties, then the others.
    package func write(to output: inout ByteBuffer) {
        Self.schema.write(self, to: &output)
    }
}

extension GenerationRequest: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("prompt", \.prompt, .text),
            ModelField("model", \.model, .word),
            ModelField("type", \.type, .word),
            ModelField("aspect_ratio", \.aspectRatio, .word),
            ModelField("image_ref", \.imageRef, .list(of: .object)),
            ModelField("source", \.source, .object),
            ModelField("style", \.style, .word),
            ModelField("output_format", \.outputFormat, .word),
            ModelField("web_search", \.webSearch, .flag),
            ModelField("user_id", \.userID, .text),
            ModelField("video", \.video, .object),
            ModelField("layering", \.layering, .object),
        ]
    )
}
