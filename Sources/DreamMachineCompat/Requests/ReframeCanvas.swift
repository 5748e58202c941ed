import AgentsCore

extension DreamMachine {
    /// The canvas of a reframed video, in whose pixels a legacy request says where the source lies.
    ///
    /// Source: documentation page "Reframe", table of aspect ratios.
    struct ReframeCanvas: Sendable, Equatable {
        let width: Double
        let height: Double
        /// The width of the canvas that is sent, in the same pixels.
        ///
        /// It is more than ``width`` where the shape is not to be had and a wider one takes its place. The legacy canvas
        /// lies in its middle, so that the source keeps its proportions.
        let sentWidth: Double

        /// The canvas of an aspect ratio, if the legacy API has it.
        init?(ratio: String) {
            guard let size = Self.sizes[ratio] else { return nil }
            (width, height) = size
            sentWidth = ratio == "9:21" ? height * 9 / 16 : width
        }

        private static let sizes: [String: (Double, Double)] = [
            "1:1": (1536, 1536), "4:3": (1792, 1344), "3:4": (1344, 1792), "16:9": (2048, 1152),
            "9:16": (1152, 2048), "21:9": (2432, 1024), "9:21": (1024, 2432),
        ]

        /// A rectangle as fractions of the canvas that is sent: left edge, upper edge, width and height.
        func fractions(left: Double, top: Double, width: Double, height: Double) -> [Double] {
            [
                (left + (sentWidth - self.width) / 2) / sentWidth, top / self.height, width / sentWidth,
                height / self.height,
            ]
        }
    }
}
