import Adapters

/// Looks into the file of a video.
protocol VideoProbe: Sendable {
    /// Reads the size of a video, and makes a picture of it.
    ///
    /// - Parameter path: The file, which anybody may have made.
    /// - Returns: What was found.
    /// - Throws: ``VideoProbeFault``.
    func examine(_ path: String) async throws(VideoProbeFault) -> VideoExamination
}

/// What was found in the file of a video.
struct VideoExamination: Sendable, Equatable {
    /// The size of the video as it is shown.
    let size: PixelSize
    /// The first picture as JPEG; nothing if none could be made.
    let thumbnail: Thumbnail?

    /// A picture.
    struct Thumbnail: Sendable, Equatable {
        let bytes: [UInt8]
        let size: PixelSize
    }
}

/// Why nothing was found in the file of a video.
enum VideoProbeFault: Error, Equatable {
    /// It is no video that is looked into, and never will be.
    case unreadable(String)
    /// Not now; perhaps later.
    case unavailable(String)
}
