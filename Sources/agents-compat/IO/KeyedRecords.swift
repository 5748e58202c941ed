import Adapters
import AgentsCore

/// Sorts records by their keys, however many there are, and joins those with the same: in memory up to a bound, and beyond
/// it in temporary files; what is in memory at the end is read from there.
///
/// Of several records with a key that counts which `normalize --merge` would keep.
struct KeyedRecords: ~Copyable {
    private let bound: Int
    private var table = MergeTable()
    /// Sorted by key; each has a key once.
    private var runs = SortedRuns()
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
        _ = table.add(
            key: key, of: source, hash: source.hash(ofKey: key, first: count), line: text, of: texts,
            progress: progress, first: count)
        count += 1
        if table.size >= bound { try spill() }
    }

    /// The records in the order of their keys; nothing is left here.
    mutating func sorted() throws(IOFailure) -> KeyedCursor {
        try runs.addLast(&table, in: table.sortedByKey())
        let files = runs.files
        runs = SortedRuns()
        return try KeyedCursor(files)
    }

    private mutating func spill() throws(IOFailure) {
        try runs.add(&table, in: table.sortedByKey()) { runs, file throws(IOFailure) in
            var cursor = try KeyedCursor(runs)
            while try cursor.advance() { try cursor.write(to: file) }
        }
    }
}

/// Sorted runs, read as one in which each key comes once.
struct KeyedCursor: ~Copyable {
    private var heads: RunHeads
    /// Heads with the same key, in the order of their runs.
    private var equals: [Int] = []
    private var frame = Frame(first: 0, progress: .waiting, key: 0..<0, lineSize: 0)

    /// The current record: its key, and what was kept of it behind that.
    private(set) var bytes = ByteBuffer(capacity: 4096)
    var key: Range<Int> { frame.key }
    var text: Range<Int> { frame.line }
    /// The place of the first record with the key among all of them.
    var first: Int { frame.first }

    /// Begins before the first record.
    fileprivate init(_ runs: [ScratchFile]) throws(IOFailure) {
        heads = try RunHeads(runs)
    }

    /// Goes to the next record; false at the end.
    mutating func advance() throws(IOFailure) -> Bool {
        findLeast()
        guard var winner = equals.first else { return false }
        // Of equals the later one counts: later runs hold later records.
        for index in equals where heads[index].frame.progress >= heads[winner].frame.progress { winner = index }
        let (run, head) = heads[winner]
        bytes.truncate(to: 0)
        run.copy(head.key.lowerBound..<head.line.upperBound, to: &bytes)
        frame = Frame(
            first: equals.reduce(head.first) { min($0, heads[$1].frame.first) }, progress: head.progress,
            key: 0..<head.key.count, lineSize: head.line.count)
        for index in equals.reversed() { try heads.advance(index) }
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
        try frame.write(bytes, to: file)
    }
}
