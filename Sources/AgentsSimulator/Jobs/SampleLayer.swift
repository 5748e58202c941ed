import AgentsCore

extension Generation.Layer {
    /// A layer as it describes itself: the last is the background, opaque and as large as the image.
    ///
    /// - Parameters:
    ///   - index: Its number from the front.
    ///   - count: How many there are.
    /// - Returns: The layer.
    static func sample(_ index: Int, of count: Int) -> Generation.Layer {
        let isBackground = index == count - 1
        let size = StoredFile.Format.imageSize
        return Generation.Layer(
            index: .value(index),
            label: .value(isBackground ? "background" : "layer \(index)"),
            description: .value(isBackground ? "everything behind the other layers" : "simulated layer \(index)"),
            alphaHint: .value(isBackground ? .none : .hard),
            bounds: .value(
                Generation.Bounds(
                    x: 0, y: 0, width: .value(size.width), height: .value(size.height),
                    canvasWidth: .value(size.width), canvasHeight: .value(size.height)
                )
            )
        )
    }
}
