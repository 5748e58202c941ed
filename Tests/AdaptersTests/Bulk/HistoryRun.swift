import AdapterTesting
import Adapters
import AgentsCore

/// What a history became: everything that a run writes.
struct HistoryRun: Equatable {
    var lines = ""
    var rejects = ""
    var report: NormalizationReport?

    /// Reads a history in one piece, by one reader, as the definition of what must come of it.
    init(reading input: [UInt8], detailed: Bool = true) {
        var converter = RecordConverter(registry: .known, detailed: detailed)
        var reader = HistoryReader()
        var output = ByteBuffer()
        var refused = ByteBuffer()
        var position = 0
        reading: while true {
            switch reader.next() {
            case .document:
                do throws(AdapterError) {
                    try converter.convert(reader.record, into: &output)
                } catch {
                    converter.tally.count(refused: error)
                    reader.located(error).write(to: &refused, file: "in", record: reader.record)
                }
                for item in converter.refusedItems {
                    converter.tally.count(refused: item.error)
                    reader.located(item).write(to: &refused, file: "in", record: reader.record)
                }
                converter.refusedItems.removeAll()
            case .rejected(let rejection):
                converter.tally.count(refused: rejection.error)
                rejection.write(to: &refused, file: "in", record: reader.record)
            case .needsInput:
                reader.fill { buffer in
                    let block = input[position..<min(position + buffer.count, input.count)]
                    buffer.copyBytes(from: block)
                    position += block.count
                    return block.count
                }
            case .end: break reading
            }
        }
        lines = output.array().text
        rejects = refused.array().text
        report = converter.tally.report
    }

    /// Reads a history in blocks, each by a lane of its own.
    ///
    /// - Parameters:
    ///   - input: The history.
    ///   - size: Bytes of a block.
    ///   - lanes: Lanes that work ahead of what is joined.
    ///   - cutsAtNewlines: Whether a block ends behind its last newline.
    ///   - isWorkedOn: Whether a lane converts its block before it is known what stands before it.
    init(
        _ input: [UInt8], blocks size: Int, lanes: Int, cutsAtNewlines: Bool = true,
        isWorkedOn: (Int) -> Bool = { _ in true }
    ) {
        var conversion = HistoryConversion(.known)
        conversion.isDetailed = true
        // Some payloads are rejected with a record in them, which the definition does not look for.
        conversion.body = "no such member"
        var join = HistoryJoin(conversion)
        var output = ByteBuffer()
        var refused = ByteBuffer()
        var boxes = (0..<lanes).map { _ in Box(join.lane()) }
        var waiting: [(box: Box, isLast: Bool)] = []
        var position = 0
        var number = 0
        func take(_ box: Box, isLast: Bool) {
            join.add(&box.lane, isLast: isLast) { lane, linesBefore in
                for rejection in lane.rejections {
                    rejection.movedDown(by: linesBefore).write(to: &refused, file: "in", record: lane.reader.record)
                }
                output.append(contentsOf: lane.lines.array())
            }
            boxes.append(box)
        }
        repeat {
            if boxes.isEmpty {
                let first = waiting.removeFirst()
                take(first.box, isLast: first.isLast)
            }
            let box = boxes.removeLast()
            var end = min(position + size, input.count)
            if cutsAtNewlines, end < input.count,
                let newline = input[position..<end].lastIndex(of: UInt8(ascii: "\n"))
            {
                end = newline + 1
            }
            let block = input[position..<end]
            box.lane.load(at: position, size: block.count) { buffer in
                buffer.copyBytes(from: block)
                return block.count
            }
            position = end
            if isWorkedOn(number) { box.lane.run() }
            number += 1
            waiting.append((box, position == input.count))
        } while position < input.count
        for entry in waiting { take(entry.box, isLast: entry.isLast) }
        lines = output.array().text
        rejects = refused.array().text
        report = join.tally.report
    }

    private final class Box {
        var lane: HistoryLane

        init(_ lane: consuming HistoryLane) {
            self.lane = lane
        }
    }
}
