import Adapters
import AgentsCore

extension RequestStep {
    /// Where the source lies: by its four bounds, or else by its position and size.
    static let sourcePosition = RequestStep([
        DreamMachine.ReframeRows.secondPosition, DreamMachine.ReframeRows.partialPosition,
        DreamMachine.ReframeRows.clampedPosition, DreamMachine.ReframeRows.emptyPosition,
    ]) { (draft, record) throws(Failure) in
        let bounds = numbers(boundKeys, record)
        let grid = numbers(gridKeys, record)
        for (keys, isUsed, isNeedless) in [
            (boundKeys, bounds != nil, false), (gridKeys, bounds == nil && grid != nil, bounds != nil),
        ] where !isUsed {
            let row =
                isNeedless ? DreamMachine.ReframeRows.secondPosition : DreamMachine.ReframeRows.partialPosition
            for key in keys where record.isGiven(record[key]) {
                try draft.lose(row, at: path(key), from: record.scalar(record[key]))
            }
        }
        guard let numbers = bounds ?? grid,
            let canvas = DreamMachine.ReframeCanvas(ratio: record.word(record["aspect_ratio"]))
        else { return }
        let isBounds = bounds != nil
        let width = isBounds ? numbers[2] - numbers[0] : numbers[2]
        let height = isBounds ? numbers[3] - numbers[1] : numbers[3]
        guard width >= 1, height >= 1, numbers.allSatisfy({ abs($0) <= 1_000_000 }) else {
            throw Failure(
                refusing: DreamMachine.ReframeRows.emptyPosition, at: path(isBounds ? "x_end" : "resized_width"))
        }
        let fractions = canvas.fractions(left: numbers[0], top: numbers[1], width: width, height: height)
        let sent = fractions.map { min(max($0, -2), 2) }
        for (index, key) in (isBounds ? boundKeys : gridKeys).enumerated() where sent[index] != fractions[index] {
            try draft.lose(
                DreamMachine.ReframeRows.clampedPosition, at: path(key), from: record.scalar(record[key]),
                to: "\(sent[index])")
        }
        let members = sent.compactMap { JSONNumber($0) }
        guard members.count == 4 else { return }
        draft.request.videoOptions.sourcePosition = .value(
            SourcePosition(
                xNorm: .value(members[0]), yNorm: .value(members[1]), wNorm: .value(members[2]),
                hNorm: .value(members[3])))
    }

    /// The members that give left edge, upper edge, right edge and lower edge.
    private static let boundKeys: [JSONKey] = ["x_start", "y_start", "x_end", "y_end"]
    /// The members that give left edge, upper edge, width and height.
    private static let gridKeys: [JSONKey] = ["grid_position_x", "grid_position_y", "resized_width", "resized_height"]

    /// The numbers of some members, if all are there.
    private static func numbers(_ keys: [JSONKey], _ record: borrowing JSONRecord) -> [Double]? {
        var numbers: [Double] = []
        for key in keys {
            guard record.has(record[key], .number), let number = Double(record.json(record[key])) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    private static func path(_ key: JSONKey) -> FieldPath {
        FieldPath.root.appending(.key(key.description))
    }
}
