import Adapters
import AgentsCore

/// Reads histories from start to end, on one thread or several, and hands over what they become in the order of the input.
struct HistoryPass: ~Copyable {
    private let files: [String]
    private let threads: Int
    private let showsProgress: Bool
    private let refused: RejectFile
    /// What was read so far, and where it ends.
    private(set) var join: HistoryJoin
    /// Whether an input could not be read to its end.
    private(set) var isIncomplete = false

    /// Prepares to read files one after the other.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - options: How they are read.
    ///   - refused: Takes what is refused, and tells where a file is damaged.
    init(_ files: [String], _ options: ReadingOptions, refusing refused: RejectFile) {
        self.files = files
        self.refused = refused
        threads = options.threads
        showsProgress = options.showsProgress
        join = HistoryJoin(options.conversion)
    }

    /// The accounts of what was read so far.
    var report: NormalizationReport { join.tally.report }

    /// Where a run goes on that was ended between two documents.
    struct Start {
        var file = 0
        var offset = 0
        var lines = 0
        /// Whether an input before that place could not be read to its end.
        var isIncomplete = false
    }

    /// What a lane has made of a part of a file.
    struct Part {
        /// The file, by its place in the list.
        let file: Int
        /// Lines of the file before the lane's.
        let linesBefore: Int
    }

    /// Reads everything.
    ///
    /// - Parameters:
    ///   - start: Where to begin.
    ///   - take: Takes what a lane has made.
    ///   - after: Called behind each block of the input, when what was refused in it is written.
    /// - Throws: What the closures throw, and ``CommandError`` if no thread can be started.
    mutating func run(
        from start: Start = Start(), _ take: (inout HistoryLane, Part) throws(IOFailure) -> Void,
        after: (borrowing HistoryPass, BlockSource.Block) throws -> Void = { _, _ in }
    ) throws {
        let source = BlockSource(files, from: start.file, behind: start.offset, showsProgress: showsProgress)
        join.goOn(behind: start.lines, start.offset)
        isIncomplete = start.isIncomplete
        if threads > 1 {
            try runTogether(source, take, after)
        } else {
            try runAlone(source, take, after)
        }
    }

    private mutating func runAlone(
        _ source: consuming BlockSource, _ take: (inout HistoryLane, Part) throws(IOFailure) -> Void,
        _ after: (borrowing HistoryPass, BlockSource.Block) throws -> Void
    ) throws {
        var source = source
        var lane = join.lane()
        while let block = source.next(into: &lane) {
            try add(&lane, block, take)
            try finish(block, after)
        }
        source.finish()
    }

    private mutating func runTogether(
        _ source: consuming BlockSource, _ take: (inout HistoryLane, Part) throws(IOFailure) -> Void,
        _ after: (borrowing HistoryPass, BlockSource.Block) throws -> Void
    ) throws {
        let crew = LaneCrew(threads: threads, source) { join.lane() }
        var started = 0
        // This thread is one of them.
        while started < threads - 1, crew.start() { started += 1 }
        guard started > 0 else {
            throw CommandError(code: .environment, message: "no thread can be started; --threads 1 needs none")
        }
        while let box = crew.next() {
            guard let block = box.block else { continue }
            try add(&box.lane, block, take)
            try finish(block, after)
            crew.put(box, isBetweenDocuments: !join.isInside)
        }
        crew.finish()
    }

    private mutating func add(
        _ lane: inout HistoryLane, _ block: BlockSource.Block,
        _ take: (inout HistoryLane, Part) throws(IOFailure) -> Void
    ) throws(IOFailure) {
        try join.add(&lane, isLast: block.isLast) { (lane, linesBefore) throws(IOFailure) in
            let part = Part(file: block.file, linesBefore: linesBefore)
            try refused.add(lane, of: part, in: files)
            try take(&lane, part)
        }
    }

    private mutating func finish(
        _ block: BlockSource.Block, _ after: (borrowing HistoryPass, BlockSource.Block) throws -> Void
    ) throws {
        try refused.flush()
        try after(self, block)
        if try block.isDamaged(files, telling: refused) { isIncomplete = true }
    }
}

extension BlockSource.Block {
    /// Whether the file is damaged from here on, which is told.
    ///
    /// - Parameters:
    ///   - files: The files by their places.
    ///   - refused: Where it is told.
    /// - Returns: Whether it is.
    /// - Throws: ``IOFailure`` if the file could not be read.
    fileprivate func isDamaged(_ files: [String], telling refused: RejectFile) throws(IOFailure) -> Bool {
        switch fault {
        case nil: return false
        case .failure(let failure): throw failure
        case .damage(let damage):
            refused.tell("\(InputFile.title(files[file])), byte \(damage.offset): \(damage.reason)")
            return true
        }
    }
}

extension RejectFile {
    /// Takes what a lane has refused.
    fileprivate func add(
        _ lane: borrowing HistoryLane, of part: HistoryPass.Part, in files: [String]
    ) throws(IOFailure) {
        for rejection in lane.rejections {
            try add(rejection.movedDown(by: part.linesBefore), files[part.file], lane.reader.record)
        }
    }
}
