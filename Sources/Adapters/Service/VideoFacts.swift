/// What was read from the file of a finished video, which the Agents API does not say.
package struct VideoFacts: Sendable, Equatable {
    /// A picture of the video, served by this server.
    package struct Thumbnail: Sendable, Equatable {
        /// Where it is.
        package let url: String
        /// Its own size.
        package let size: PixelSize

        /// Creates a description of a picture.
        package init(url: String, size: PixelSize) {
            self.url = url
            self.size = size
        }
    }

    /// The size of the video as it is shown.
    package let size: PixelSize
    /// A picture of it; nothing if there is none, or nowhere to serve it.
    package let thumbnail: Thumbnail?

    /// Creates facts.
    package init(size: PixelSize, thumbnail: Thumbnail?) {
        self.size = size
        self.thumbnail = thumbnail
    }
}

/// A size in pixels.
package struct PixelSize: Sendable, Equatable {
    /// From left to right.
    package let width: Int
    /// From top to bottom.
    package let height: Int

    /// Creates a size.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
