/// The resolution of a video, by its height.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `VideoResolution`; the default is `720p`.
public struct VideoResolution: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a resolution from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// 360 lines, for drafts.
    public static let p360 = Self(rawValue: "360p")
    /// 540 lines.
    public static let p540 = Self(rawValue: "540p")
    /// 720 lines.
    public static let p720 = Self(rawValue: "720p")
    /// 1080 lines.
    public static let p1080 = Self(rawValue: "1080p")

    /// The known resolutions, in the order of the schema.
    public static let known: [Self] = [.p360, .p540, .p720, .p1080]
}

/// The length of a video.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `VideoDuration`; the default is `5s`.
public struct VideoDuration: OpenVocabulary {
    /// The word as it is spelled on the wire.
    public let rawValue: String

    /// Creates a duration from its spelling on the wire, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Five seconds.
    public static let seconds5 = Self(rawValue: "5s")
    /// Ten seconds.
    public static let seconds10 = Self(rawValue: "10s")

    /// The known durations, in the order of the schema.
    public static let known: [Self] = [.seconds5, .seconds10]
}
