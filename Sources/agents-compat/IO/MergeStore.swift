import Adapters
import AgentsCore

/// Keeps the latest state of each generation of a history of any size: in memory, and beyond a bound in temporary files.
///
/// The files hold the generations by the hash of their keys, so that each can be put together by itself; what comes of them
/// is brought into the order of the input by merging sorted runs.
struct MergeStore: ~Copyable {
    /// Files that are made at once.
    private static let fanOut = 32
    /// Sorted runs beyond which they are merged into one.
    private static let mostRuns = 64

    private let bound: Int
    private var table = MergeTable()
    private var parts: [ScratchFile] = []
    private var runs: [ScratchFile] = []
    private var count = 0
    /// Records that were joined with others.
    private(set) var merged = 0

    /// Creates an empty store.
    ///
    /// - Parameter bound: Bytes of memory that it may take, at about.
    init(bound: Int) {
        // A buffer that grows exists twice for a moment.
        self.bound = bound / 2
    }

    /// Takes the records of a lane.
    mutating func add(_ lane: borrowing HistoryLane) throws(IOFailure) {
        for index in 0..<lane.converter.inspector.marks.count {
            let mark = lane.converter.inspector.marks[index]
            let key = mark.keyStart..<mark.keyEnd
            let isMerged = table.add(
                key: key, of: lane.converter.inspector.keys,
                hash: Self.hash(key, lane.converter.inspector.keys, first: count),
                line: mark.start..<mark.end, of: lane.lines, progress: mark.progress, first: count)
            count += 1
            if isMerged { merged += 1 }
            if table.size >= bound { try Self.spill(&table, into: &parts, level: 0) }
        }
    }

    /// Writes the records in the order of the input.
    mutating func finish(_ output: inout some RecordOutput & ~Copyable) throws(IOFailure) {
        if parts.isEmpty {
            var lines = ByteBuffer(capacity: 1 << 18)
            for index in table.sorted() {
                let entry = table.entries[index]
                lines.append(table.text, entry.lineStart, entry.lineEnd - entry.lineStart)
                if lines.count >= 1 << 18 { try output.write(&lines) }
            }
            try output.write(&lines)
            return
        }
        try Self.spill(&table, into: &parts, level: 0)
        let parts = self.parts
        self.parts = []
        try join(parts, level: 1)
        try MergeRuns(runs).write(to: &output)
    }

    /// Puts the generations of some files together.
    private mutating func join(_ parts: [ScratchFile], level: Int) throws(IOFailure) {
        for part in parts {
            try part.rewind()
            var smaller: [ScratchFile] = []
            while let frame = try Frame(part) {
                let isMerged = part.withBytes { bytes in
                    table.add(
                        key: frame.key, of: bytes, hash: Self.hash(frame.key, bytes, first: frame.first),
                        line: frame.line, of: bytes, progress: frame.progress, first: frame.first)
                }
                if isMerged { merged += 1 }
                // At the last level every bit of the hash is used up; that many keys have the same one by no accident.
                if table.size >= bound, level < 12 { try Self.spill(&table, into: &smaller, level: level) }
            }
            if smaller.isEmpty {
                try addRun()
            } else {
                try Self.spill(&table, into: &smaller, level: level)
                try join(smaller, level: level + 1)
            }
        }
    }

    /// Makes the table a sorted run.
    private mutating func addRun() throws(IOFailure) {
        if table.entries.count == 0 { return }
        let run = try ScratchFile()
        for index in table.sorted() { try Frame.write(table, index, to: run) }
        try run.rewind()
        runs.append(run)
        table.removeAll()
        guard runs.count >= Self.mostRuns else { return }
        let one = try ScratchFile()
        try MergeRuns(runs).write(to: one)
        try one.rewind()
        runs = [one]
    }

    /// Moves the table to files.
    private static func spill(
        _ table: inout MergeTable, into parts: inout [ScratchFile], level: Int
    ) throws(IOFailure) {
        while parts.count < fanOut { parts.append(try ScratchFile()) }
        for index in 0..<table.entries.count {
            let entry = table.entries[index]
            let hash = hash(entry.keyStart..<entry.lineStart, table.text, first: entry.first)
            try Frame.write(table, index, to: parts[hash >> (level * 5) & (fanOut - 1)])
        }
        table.removeAll()
    }

    /// A hash that nobody can foresee, the same for the whole run.
    ///
    /// Records without a key need not lie in one file: they are told apart by their places.
    private static func hash(_ key: Range<Int>, _ source: borrowing ByteBuffer, first: Int) -> Int {
        var hasher = Hasher()
        if key.isEmpty { hasher.combine(first) }
        source.hash(key, into: &hasher)
        return hasher.finalize()
    }
}

/// A generation in a temporary file: four numbers, its key and its line.
struct Frame {
    let first: Int
    let progress: RecordProgress
    let key: Range<Int>
    let line: Range<Int>
    private static let head = 4 * 8

    /// Reads the next one; nothing at the end.
    init?(_ file: ScratchFile) throws(IOFailure) {
        guard let head = try file.next(Self.head) else { return nil }
        let start = head.lowerBound
        first = file.number(at: start)
        progress = RecordProgress(rawValue: UInt8(truncatingIfNeeded: file.number(at: start + 8))) ?? .waiting
        let keySize = file.number(at: start + 16)
        let lineSize = file.number(at: start + 24)
        let body = try file.rest(keySize + lineSize)
        key = body.lowerBound..<body.lowerBound + keySize
        line = body.lowerBound + keySize..<body.upperBound
    }

    /// Writes an entry of a table.
    static func write(_ table: borrowing MergeTable, _ index: Int, to file: ScratchFile) throws(IOFailure) {
        let entry = table.entries[index]
        try file.append(
            entry.first, Int(entry.progress.rawValue), entry.lineStart - entry.keyStart,
            entry.lineEnd - entry.lineStart)
        try file.append(table.text, entry.keyStart..<entry.lineEnd)
    }

    /// Writes one that was read.
    func write(from source: ScratchFile, to file: ScratchFile) throws(IOFailure) {
        try file.append(first, Int(progress.rawValue), key.count, line.count)
        var bytes = ByteBuffer(capacity: line.upperBound - key.lowerBound)
        source.copy(key.lowerBound..<line.upperBound, to: &bytes)
        try file.append(bytes, 0..<bytes.count)
    }
}

/// Sorted runs, read as one.
struct MergeRuns {
    private let runs: [ScratchFile]

    init(_ runs: [ScratchFile]) {
        self.runs = runs
    }

    /// Writes the lines.
    func write(to output: inout some RecordOutput & ~Copyable) throws(IOFailure) {
        var lines = ByteBuffer(capacity: 1 << 18)
        try forEach { run, frame throws(IOFailure) in
            run.copy(frame.line, to: &lines)
            if lines.count >= 1 << 18 { try output.write(&lines) }
        }
        try output.write(&lines)
    }

    /// Writes one run.
    func write(to file: ScratchFile) throws(IOFailure) {
        try forEach { run, frame throws(IOFailure) in try frame.write(from: run, to: file) }
    }

    private func forEach(_ body: (ScratchFile, Frame) throws(IOFailure) -> Void) throws(IOFailure) {
        var heads: [(run: ScratchFile, frame: Frame)] = []
        for run in runs {
            if let frame = try Frame(run) { heads.append((run, frame)) }
        }
        while let index = heads.indices.min(by: { heads[$0].frame.first < heads[$1].frame.first }) {
            let (run, frame) = heads[index]
            try body(run, frame)
            if let next = try Frame(run) {
                heads[index].frame = next
            } else {
                heads.remove(at: index)
            }
        }
    }
}
