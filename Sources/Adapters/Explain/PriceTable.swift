/// What generations of the Agents API cost, by what is asked for: figures of one day.
package struct PriceTable: Sendable, Equatable {
    /// Prices by a word: the model of an image, or the resolution of a video.
    package typealias Prices = [String: Price]

    /// Prices of videos by resolution, for each kind of picture.
    package struct Tiers: Sendable, Equatable {
        /// Of the ordinary range.
        package var standard: Prices
        /// Of the high dynamic range.
        package var hdr: Prices
        /// Of the high dynamic range, with an EXR export.
        package var exr: Prices
    }

    /// When the figures were true.
    package var date: String
    /// Where they were found.
    package var source: String
    /// An image, by model.
    package var image: Prices
    /// An edit of an image, by model.
    package var imageEdit: Prices
    /// Each reference image of either.
    package var imageReference: Price
    /// A video of five seconds; an extension costs what an ordinary one does.
    package var video: Tiers
    /// How many times that an ordinary video of ten seconds costs.
    package var tenSecondFactor: Int
    /// Five seconds of the source of an edit.
    package var videoEdit: Tiers
    /// One second of the source of a video that is reframed, by resolution.
    package var videoReframe: Prices

    /// The list as it was in the middle of 2026, in US dollars.
    ///
    /// It names no price of layers, and of a high dynamic range only that of five seconds.
    package static let standard = PriceTable(
        date: "mid-2026",
        source: "Luma Agents API price list",
        image: ["uni-1": Price(units: 4040), "uni-1-max": Price(units: 10_000)],
        imageEdit: ["uni-1": Price(units: 4340), "uni-1-max": Price(units: 10_300)],
        imageReference: Price(units: 300),
        video: Tiers(
            standard: prices(6_000, 15_000, 30_000, 120_000), hdr: prices(60_000, 240_000),
            exr: prices(90_000, 360_000)),
        tenSecondFactor: 3,
        videoEdit: Tiers(
            standard: prices(54_000, 72_000, 108_000, 216_000), hdr: prices(216_000, 432_000),
            exr: prices(324_000, 648_000)),
        videoReframe: prices(3_000, 6_000, 12_000, 36_000)
    )

    /// Resolutions from the lowest to the highest.
    private static func prices(_ p360: Int, _ p540: Int, _ p720: Int, _ p1080: Int) -> Prices {
        prices(p720, p1080).merging(["360p": Price(units: p360), "540p": Price(units: p540)]) { $1 }
    }

    /// The two resolutions that have a high dynamic range.
    private static func prices(_ p720: Int, _ p1080: Int) -> Prices {
        ["720p": Price(units: p720), "1080p": Price(units: p1080)]
    }
}
