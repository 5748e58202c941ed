import AgentsCore

/// One pass over an input, fed with pieces of any size.
///
/// It holds a piece, the document that is being read, and what one document became: no more, however long the input is.
final class ItemPass<Chunk: Collection> where Chunk.Element == UInt8 {
    private var lane: HistoryLane
    private var total: NormalizationTally
    private let shapes: [String]
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
    }

    /// The accounts of what was handed out, and of the rest of its document.
    var report: NormalizationReport { total.report }

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

    /// Makes items of what a document became, those of a batch or list in their order, and forgets it.
    private func collect() {
        var refused = lane.rejections[...]
        var losses = 0
        for index in 0..<lane.converter.inspector.marks.count {
            let mark = lane.converter.inspector.marks[index]
            while let rejection = refused.first, let item = rejection.item, let next = mark.item, item < next {
                ready.append(rejected(rejection))
                refused.removeFirst()
            }
            ready.append(record(mark, lane.converter.losses[losses..<mark.lossesEnd]))
            losses = mark.lossesEnd
        }
        for rejection in refused { ready.append(rejected(rejection)) }
        ready.reverse()
        total.add(lane.converter.tally)
        lane.clear()
    }

    private func record(_ mark: RecordMark, _ losses: ArraySlice<Loss>) -> HistoryItem {
        // Each line ends in a newline, which is no part of it.
        .record(
            HistoryRecord(
                line: lane.lines.text(mark.start..<mark.end - 1), shape: shapes[lane.converter.shape],
                losses: Array(losses), position: HistoryPosition(mark)))
    }

    private func rejected(_ rejection: Rejection) -> HistoryItem {
        .rejected(
            rejection.withoutWindow, bytes: rejection.window.map { lane.reader.record.source.array($0) })
    }
}

extension HistoryPosition {
    /// The place of a record that was noted.
    fileprivate init(_ mark: RecordMark) {
        self.init(line: mark.line, start: mark.offset, length: mark.length, item: mark.item)
    }
}
