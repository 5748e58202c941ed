package import AgentsCore

/// A reader, a worker, and what they made of a part of a history that nobody has taken yet.
///
/// A lane is given a block that may begin anywhere, and treats it as if it began between two documents. Whether that was
/// true, and with it whether the result counts, is for ``HistoryJoin`` to say.
package struct HistoryLane: ~Copyable, Sendable {
    /// Finds the documents of the block.
    package private(set) var reader: HistoryReader
    /// Counts what was made of the block.
    package private(set) var converter: RecordConverter
    /// The records, one a line.
    package var lines = ByteBuffer(capacity: 1 << 20)
    /// The parts that were refused; lines are counted from the start of the block.
    package private(set) var rejections: [Rejection] = []
    /// Lines of the input before the block.
    var linesBefore = 0
    private var body: LogBody

    /// Bytes of output after which a lane waits for somebody to take them.
    private static let fullOutput = 1 << 20
    /// Rejections after which it waits.
    private static let fullRejections = 1000
    /// Bytes of a window that is worth keeping.
    private static let usualWindow = 2 << 20

    init(_ conversion: HistoryConversion) {
        reader = HistoryReader(limits: conversion.limits)
        converter = conversion.converter()
        body = LogBody(at: conversion.body, limits: conversion.limits)
    }

    /// Whether what there is should be taken before more is made.
    package var isFull: Bool {
        lines.count >= Self.fullOutput || rejections.count >= Self.fullRejections || converter.tally.isFull
    }

    /// Whether it has grown so much for one document that a new one is better kept.
    var isOutgrown: Bool { widest > Self.usualWindow }
    private var widest = 0

    /// The lines and bytes of the input up to the end of what was read.
    var end: (lines: Int, offset: Int) { (linesBefore + reader.linesRead, reader.windowEnd) }

    /// Bytes of the block.
    var blockSize: Int { reader.record.source.count }

    // MARK: Input

    /// Takes a block.
    ///
    /// - Parameters:
    ///   - offset: Where the block starts in the input.
    ///   - size: The most bytes of it.
    ///   - read: Writes it, and returns how many bytes it wrote.
    /// - Throws: What `read` throws.
    package mutating func load<Failure: Error>(
        at offset: Int, size: Int, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        clear()
        linesBefore = 0
        try unsafe reader.restart(at: offset, size: size, read)
    }

    /// Goes on with more of the input, the bytes of `block` from an offset on, and returns how many it took; none at the end.
    mutating func read(on block: borrowing HistoryLane, from offset: Int) -> Int {
        var taken = 0
        unsafe reader.fill { buffer in
            taken = unsafe block.reader.record.source.copy(from: offset, to: buffer)
            return taken
        }
        widest = max(widest, reader.record.source.count)
        return taken
    }

    /// Goes on with more of the input, and returns how many bytes it took; it must be some.
    mutating func read(_ bytes: some Collection<UInt8>) -> Int {
        var taken = 0
        unsafe reader.fill { buffer in
            let part = bytes.prefix(buffer.count)
            unsafe buffer.copyBytes(from: part)
            taken = part.count
            return taken
        }
        return taken
    }

    /// Learns that the input ends here.
    mutating func finishInput() {
        unsafe reader.fill { _ in 0 }
    }

    // MARK: Places

    /// Begins to note where records stand, and to keep losses until they are forgotten with the rest.
    mutating func keepPlaces() {
        converter.inspector.keepsMarks = true
        converter.keepsLosses = true
    }

    // MARK: Work

    /// Converts what was read, until more must be read or what there is must be taken.
    package mutating func run() {
        while !isFull, step() {}
    }

    /// Converts the next document or refuses the next part, and returns whether there was one.
    @inline(__always)
    mutating func step() -> Bool {
        switch reader.next() {
        case .document: convert()
        case .rejected(let rejection): refuse(rejection)
        case .needsInput, .end: return false
        }
        return true
    }

    /// Forgets what was made, because it was taken or is worth nothing.
    mutating func clear() {
        lines.truncate(to: 0)
        if !rejections.isEmpty { rejections.removeAll(keepingCapacity: true) }
        converter.tally.reset()
        converter.inspector.forgetMarks()
        if !converter.losses.isEmpty { converter.losses.removeAll(keepingCapacity: true) }
    }

    @inline(__always)
    private mutating func convert() {
        let marked = converter.inspector.marks.count
        var start = 0
        do throws(AdapterError) {
            try converter.convert(reader.record, into: &lines)
        } catch {
            start = convertBody(orRefuse: error)
        }
        if !converter.refusedItems.isEmpty { refuseItems(movedBy: 0) }
        if converter.inspector.marks.count > marked { locateMarks(from: marked, behind: start) }
    }

    /// Says where in the input the records of the last document stand, whose places are counted behind `start`.
    private mutating func locateMarks(from first: Int, behind start: Int) {
        for index in first..<converter.inspector.marks.count {
            let offset = start + converter.inspector.marks[index].offset
            converter.inspector.locateMark(
                index, line: reader.countLines(to: offset), offset: reader.offset(of: offset))
        }
    }

    /// Converts the record that another document holds, such as the line of a log, and returns where that starts.
    private mutating func convertBody(orRefuse error: AdapterError) -> Int {
        var isFound = false
        do throws(AdapterError) {
            isFound = try body.find(in: reader.record, refusedFor: error)
            guard isFound else { throw error }
            try converter.convert(body.record, into: &lines)
        } catch {
            refuse(reader.located(isFound ? body.located(error) : error))
        }
        if !isFound { return 0 }
        refuseItems(movedBy: body.start)
        return body.start
    }

    private mutating func refuseItems(movedBy distance: Int) {
        for item in converter.refusedItems {
            let range = item.range.lowerBound + distance..<item.range.upperBound + distance
            refuse(
                reader.located(
                    RefusedItem(item: item.item, error: item.error.shifted(by: distance), range: range)))
        }
        converter.refusedItems.removeAll(keepingCapacity: true)
    }

    private mutating func refuse(_ rejection: Rejection) {
        converter.tally.count(refused: rejection.error)
        rejections.append(rejection)
    }
}
