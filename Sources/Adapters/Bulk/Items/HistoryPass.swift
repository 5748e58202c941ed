import AgentsCore

/// One pass over an input, fed with pieces of any size.
///
/// It holds a piece, the document that is being read, and what one document became: no more, however long the input is.
final class HistoryPass<Chunk: Collection> where Chunk.Element == UInt8 {
    private var lane: HistoryLane
    private var total: NormalizationTally
    private let shapes: [String]
    private let isSelective: Bool
    /// What is left of the last piece.
    private var chunk: Chunk.SubSequence?
    /// What the last document became, the next item last.
    private var ready: [HistoryItem] = []
    private var isFinished = false
    /// Whether there is nothing more to come.
    private(set) var isOver = false

    init(_ conversion: HistoryConversion) {
        lane = HistoryLane(conversion)
        lane.keepPlaces()
        total = conversion.tally()
        shapes = conversion.plan.registry.shapes.map(\.fullName)
        isSelective = !conversion.selection.isEmpty
    }

    /// The accounts of what was handed out, and of the rest of its document.
    var report: NormalizationReport {
        var report = total.report
        report.isSelective = isSelective
        return report
    }

    /// The next item; nothing if the pass must be fed first, or is over.
    func next() -> HistoryItem? {
        while true {
            if let item = ready.popLast() { return item }
            if isOver { return nil }
            if lane.step() {
                collect()
            } else if let rest = chunk {
                let left = rest.dropFirst(lane.read(rest))
                chunk = left.isEmpty ? nil : left
            } else {
                isOver = isFinished
                return nil
            }
        }
    }

    /// Takes the next piece of the input, once the last one is used up.
    func feed(_ piece: Chunk) {
        if !piece.isEmpty { chunk = piece[...] }
    }

    /// Learns that the input ends here.
    func finish() {
        isFinished = true
        lane.finishInput()
    }

    /// Ends the pass where it stands: the rest of the input will not come.
    func stop() {
        ready = []
        isOver = true
    }

    // MARK: Items

    /// Makes items of what a document became, and forgets it.
    private func collect() {
        if lane.converter.inspector.places.count == 0 {
            for rejection in lane.rejections.reversed() { ready.append(rejected(rejection)) }
            if lane.lines.count > 0 {
                ready.append(record(0..<lane.lines.count, lane.converter.losses[...], lane.position))
            }
        } else {
            collectItems()
        }
        total.add(lane.converter.tally)
        lane.clear()
    }

    /// Puts the items of a batch or list in their order again: those that were written and those that were refused.
    private func collectItems() {
        var items: [HistoryItem] = []
        var refused = lane.rejections[...]
        var (start, losses) = (0, 0)
        for index in 0..<lane.converter.inspector.places.count {
            let place = lane.converter.inspector.places[index]
            while let rejection = refused.first, let item = rejection.item, item < place.item {
                items.append(rejected(rejection))
                refused.removeFirst()
            }
            let position = lane.position(of: place)
            items.append(
                record(start..<place.outputEnd, lane.converter.losses[losses..<place.lossesEnd], position))
            (start, losses) = (place.outputEnd, place.lossesEnd)
        }
        items += refused.map { rejected($0) }
        ready = items.reversed()
    }

    private func record(
        _ range: Range<Int>, _ losses: ArraySlice<Loss>, _ position: HistoryPosition
    ) -> HistoryItem {
        // Each line ends in a newline, which is no part of it.
        .record(
            HistoryRecord(
                line: lane.lines.text(range.lowerBound..<range.upperBound - 1), shape: shapes[lane.converter.shape],
                losses: Array(losses), position: position))
    }

    private func rejected(_ rejection: Rejection) -> HistoryItem {
        .rejected(
            rejection.withoutWindow, bytes: rejection.window.map { lane.reader.record.source.array($0) })
    }
}
