import Adapters
import AgentsCore

/// Sorts records by their keys, however many there are, and joins those with the same: in memory up to a bound, and beyond
/// it in temporary files.
///
/// Of several records with a key that counts which `normalize --merge` would keep.
struct KeyedRecords: ~Copyable {
    /// Sorted runs beyond which they are merged into one.
    private static let mostRuns = 64

    private let bound: Int
    private var table = MergeTable()
    /// Sorted, oldest first; each has a key once.
    private var runs: [ScratchFile] = []
    private var count = 0

    /// Creates an empty collection.
    ///
    /// - Parameter bound: Bytes of memory that it may take, at about.
    init(bound: Int) {
        // A buffer that grows exists twice for a moment.
        self.bound = bound / 2
    }

    /// Takes a record.
    ///
    /// - Parameters:
    ///   - key: Where its key lies in `source`.
    ///   - source: Holds the key.
    ///   - text: Where what is kept of it lies in `texts`.
    ///   - texts: Holds that.
    ///   - progress: How far the work had come.
    /// - Throws: ``IOFailure`` if a temporary file cannot be written.
    mutating func add(
        _ key: Range<Int>, of source: borrowing ByteBuffer, _ text: Range<Int>, of texts: borrowing ByteBuffer,
        progress: RecordProgress = .waiting
    ) throws(IOFailure) {
        var hasher = Hasher()
        source.hash(key, into: &hasher)
        _ = table.add(
            key: key, of: source, hash: hasher.finalize(), line: text, of: texts, progress: progress, first: count)
        count += 1
        if table.size >= bound { try spill() }
    }

    /// The records in the order of their keys; nothing is left here.
    mutating func sorted() throws(IOFailure) -> KeyedCursor {
        try spill()
        let runs = self.runs
        self.runs = []
        return try KeyedCursor(runs)
    }

    private mutating func spill() throws(IOFailure) {
        if table.entries.count == 0 { return }
        let run = try ScratchFile()
        for index in table.sortedByKey() { try Frame.write(table, index, to: run) }
        try run.rewind()
        runs.append(run)
        table.removeAll()
        guard runs.count >= Self.mostRuns else { return }
        let one = try ScratchFile()
        var cursor = try KeyedCursor(runs)
        while try cursor.advance() { try cursor.write(to: one) }
        try one.rewind()
        runs = [one]
    }
}

/// Sorted runs, read as one in which each key comes once.
struct KeyedCursor: ~Copyable {
    private var heads: [(run: ScratchFile, frame: Frame)] = []
    /// Heads with the same key, in the order of their runs.
    private var equals: [Int] = []

    /// The current record: its key, and what was kept of it behind that.
    private(set) var bytes = ByteBuffer(capacity: 4096)
    private(set) var key = 0..<0
    private(set) var text = 0..<0
    /// The place of the first record with the key among all of them.
    private(set) var first = 0
    private var progress = RecordProgress.waiting

    /// Begins before the first record.
    fileprivate init(_ runs: [ScratchFile]) throws(IOFailure) {
        for run in runs {
            if let frame = try Frame(run) { heads.append((run, frame)) }
        }
    }

    /// Goes to the next record; false at the end.
    mutating func advance() throws(IOFailure) -> Bool {
        findLeast()
        guard var winner = equals.first else { return false }
        // Of equals the later one counts: later runs hold later records.
        for index in equals where heads[index].frame.progress >= heads[winner].frame.progress { winner = index }
        let (run, frame) = heads[winner]
        bytes.truncate(to: 0)
        run.copy(frame.key.lowerBound..<frame.line.upperBound, to: &bytes)
        key = 0..<frame.key.count
        text = frame.key.count..<bytes.count
        progress = frame.progress
        first = equals.reduce(frame.first) { min($0, heads[$1].frame.first) }
        for index in equals.reversed() {
            if let next = try Frame(heads[index].run) {
                heads[index].frame = next
            } else {
                heads.remove(at: index)
            }
        }
        return true
    }

    private mutating func findLeast() {
        equals.removeAll(keepingCapacity: true)
        for index in heads.indices {
            let order = equals.first.map { Self.order(heads[index], heads[$0]) } ?? -1
            if order < 0 { equals.removeAll(keepingCapacity: true) }
            if order <= 0 { equals.append(index) }
        }
    }

    private static func order(
        _ one: (run: ScratchFile, frame: Frame), _ two: (run: ScratchFile, frame: Frame)
    ) -> Int {
        one.run.withBytes { own in
            two.run.withBytes { other in own.order(one.frame.key, to: other, two.frame.key) }
        }
    }

    /// Writes the current record to a file of sorted records.
    fileprivate func write(to file: ScratchFile) throws(IOFailure) {
        try file.append(first, Int(progress.rawValue), key.count, text.count)
        try file.append(bytes, 0..<bytes.count)
    }
}
