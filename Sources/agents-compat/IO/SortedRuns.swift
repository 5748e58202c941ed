import Adapters
import AgentsCore

/// Temporary files, each of which holds records in one order.
struct SortedRuns {
    /// Runs beyond which they are merged into one.
    private static let most = 64

    /// The runs, oldest first.
    private(set) var files: [ScratchFile] = []

    /// Makes a table a run, which empties it.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - order: The indices of its entries in the order of the run.
    ///   - merge: Writes several runs as one to a file.
    /// - Throws: ``IOFailure`` if a temporary file cannot be written or read.
    mutating func add(
        _ table: inout MergeTable, in order: [Int],
        _ merge: ([ScratchFile], ScratchFile) throws(IOFailure) -> Void
    ) throws(IOFailure) {
        try add(&table, in: order, to: ScratchFile())
        guard files.count >= Self.most else { return }
        let one = ScratchFile()
        try merge(files, one)
        try one.rewind()
        files = [one]
    }

    /// Makes a table the last run, which stays in memory, and empties it.
    mutating func addLast(_ table: inout MergeTable, in order: [Int]) throws(IOFailure) {
        try add(&table, in: order, to: ScratchFile(inMemory: table.text.count + order.count * Frame.head))
    }

    private mutating func add(
        _ table: inout MergeTable, in order: [Int], to run: ScratchFile
    ) throws(IOFailure) {
        if order.isEmpty { return }
        for index in order { try Frame(table.entries[index]).write(table.text, to: run) }
        try run.rewind()
        files.append(run)
        table.removeAll()
    }
}

/// The first records of sorted runs that nobody has taken yet.
struct RunHeads {
    private var heads: [(run: ScratchFile, frame: Frame)] = []

    /// Reads the first record of each.
    init(_ runs: [ScratchFile]) throws(IOFailure) {
        for run in runs {
            if let frame = try Frame(run) { heads.append((run, frame)) }
        }
    }

    /// The runs that are not over, by their places.
    var indices: Range<Int> { heads.indices }

    /// The first record of a run.
    subscript(_ index: Int) -> (run: ScratchFile, frame: Frame) { heads[index] }

    /// Takes the first record of a run; those behind it move up if there is no more.
    mutating func advance(_ index: Int) throws(IOFailure) {
        if let next = try Frame(heads[index].run) {
            heads[index].frame = next
        } else {
            heads.remove(at: index)
        }
    }
}
