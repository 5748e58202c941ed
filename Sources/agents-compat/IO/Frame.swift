import Adapters
import AgentsCore

/// A record in a table or a temporary file: where its key and its line lie there, the line directly behind the key.
struct Frame {
    /// The place of the first record of its generation among all of them.
    let first: Int
    let progress: RecordProgress
    let key: Range<Int>
    let line: Range<Int>
    /// Bytes in front of the key in a file: four numbers.
    static let head = 4 * 8

    init(first: Int, progress: RecordProgress, key: Range<Int>, lineSize: Int) {
        (self.first, self.progress, self.key) = (first, progress, key)
        line = key.upperBound..<key.upperBound + lineSize
    }

    /// The frame of a table's entry.
    init(_ entry: MergeTable.Entry) {
        self.init(
            first: entry.first, progress: entry.progress, key: entry.keyStart..<entry.lineStart,
            lineSize: entry.lineEnd - entry.lineStart)
    }

    /// Reads the next one of a file; nothing at its end.
    init?(_ file: ScratchFile) throws(IOFailure) {
        guard let head = try file.next(Self.head) else { return nil }
        let start = head.lowerBound
        let first = file.number(at: start)
        let progress = RecordProgress(rawValue: UInt8(truncatingIfNeeded: file.number(at: start + 8))) ?? .waiting
        let keySize = file.number(at: start + 16)
        let lineSize = file.number(at: start + 24)
        let body = try file.rest(keySize + lineSize)
        self.init(
            first: first, progress: progress, key: body.lowerBound..<body.lowerBound + keySize, lineSize: lineSize)
    }

    /// Writes the record, which `bytes` holds, to a file.
    func write(_ bytes: borrowing ByteBuffer, to file: ScratchFile) throws(IOFailure) {
        try file.append(first, Int(progress.rawValue), key.count, line.count)
        try file.append(bytes, key.lowerBound..<line.upperBound)
    }
}

extension ByteBuffer {
    /// A hash of a key that nobody can foresee, the same for the whole run.
    ///
    /// Records without a key need not lie in one file: they are told apart by their places.
    func hash(ofKey key: Range<Int>, first: Int) -> Int {
        var hasher = Hasher()
        if key.isEmpty { hasher.combine(first) }
        hash(key, into: &hasher)
        return hasher.finalize()
    }
}
