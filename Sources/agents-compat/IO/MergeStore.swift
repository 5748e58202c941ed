import Adapters
import AgentsCore

/// Keeps the latest state of each generation of a history of any size: in memory, and beyond a bound in temporary files.
///
/// The files hold the generations by the hash of their keys, so that each can be put together by itself; what comes of them
/// is brought into the order of the input by merging sorted runs.
struct MergeStore: ~Copyable {
    /// Files that are made at once.
    private static let fanOut = 32

    private let bound: Int
    private var table = MergeTable()
    private var parts: [ScratchFile] = []
    private var runs = SortedRuns()
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
                hash: lane.converter.inspector.keys.hash(ofKey: key, first: count),
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
        try MergeRuns(runs.files).write(to: &output)
    }

    /// Puts the generations of some files together.
    private mutating func join(_ parts: [ScratchFile], level: Int) throws(IOFailure) {
        for part in parts {
            try part.rewind()
            var smaller: [ScratchFile] = []
            while let frame = try Frame(part) {
                let isMerged = part.withBytes { bytes in
                    table.add(
                        key: frame.key, of: bytes, hash: bytes.hash(ofKey: frame.key, first: frame.first),
                        line: frame.line, of: bytes, progress: frame.progress, first: frame.first)
                }
                if isMerged { merged += 1 }
                // At the last level every bit of the hash is used up; that many keys have the same one by no accident.
                if table.size >= bound, level < 12 { try Self.spill(&table, into: &smaller, level: level) }
            }
            if smaller.isEmpty {
                try runs.add(&table, in: table.sorted()) { runs, file throws(IOFailure) in
                    try MergeRuns(runs).write(to: file)
                }
            } else {
                try Self.spill(&table, into: &smaller, level: level)
                try join(smaller, level: level + 1)
            }
        }
    }

    /// Moves the table to files.
    private static func spill(
        _ table: inout MergeTable, into parts: inout [ScratchFile], level: Int
    ) throws(IOFailure) {
        while parts.count < fanOut { parts.append(ScratchFile()) }
        for index in 0..<table.entries.count {
            let frame = Frame(table.entries[index])
            let hash = table.text.hash(ofKey: frame.key, first: frame.first)
            try frame.write(table.text, to: parts[hash >> (level * 5) & (fanOut - 1)])
        }
        table.removeAll()
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
        try forEach { run, frame throws(IOFailure) in
            try run.withBytes { bytes throws(IOFailure) in try frame.write(bytes, to: file) }
        }
    }

    private func forEach(_ body: (ScratchFile, Frame) throws(IOFailure) -> Void) throws(IOFailure) {
        var heads = try RunHeads(runs)
        while let index = heads.indices.min(by: { heads[$0].frame.first < heads[$1].frame.first }) {
            let (run, frame) = heads[index]
            try body(run, frame)
            try heads.advance(index)
        }
    }
}
