import AgentsCore

/// How often each of a few words came up, without allocating for those seen before.
struct WordCounts: ~Copyable {
    /// Different words that are told apart by default; further ones are counted together.
    static let standardCapacity = 256

    private let capacity: Int

    private var text = ByteBuffer(capacity: 256)
    private var entries = TrivialArray<Entry>(capacity: 16)
    private var others = 0

    struct Entry: BitwiseCopyable, Sendable {
        var start: Int
        var end: Int
        var count: Int
    }

    /// Creates counts that tell `capacity` words apart.
    init(capacity: Int = standardCapacity) {
        self.capacity = capacity
    }

    /// Different words so far.
    var distinct: Int { entries.count }

    /// Adds the counts of another run, in the order in which its words came up.
    mutating func add(_ other: borrowing WordCounts) {
        for index in 0..<other.entries.count {
            let entry = other.entries[index]
            count(other.text, entry.start..<entry.end, times: entry.count)
        }
        others += other.others
    }

    /// Forgets everything.
    mutating func reset() {
        text.truncate(to: 0)
        entries.removeAll()
        others = 0
    }

    /// Counts the word that `source` holds between two offsets.
    mutating func count(_ source: borrowing ByteBuffer, _ range: Range<Int>, times: Int = 1) {
        for index in 0..<entries.count {
            let entry = entries[index]
            guard entry.end - entry.start == range.count else { continue }
            if text.equals(entry.start..<entry.end, source, range) {
                entries[index].count += times
                return
            }
        }
        guard entries.count < capacity else {
            others += times
            return
        }
        let start = text.count
        text.append(source, range.lowerBound, range.count)
        entries.append(Entry(start: start, end: text.count, count: times))
    }

    /// The words and their counts, most frequent first.
    var sorted: [(word: String, count: Int)] {
        var result: [(word: String, count: Int)] = []
        for index in 0..<entries.count {
            result.append((text.text(entries[index].start..<entries[index].end), entries[index].count))
        }
        result.sort { $0.count != $1.count ? $0.count > $1.count : $0.word < $1.word }
        if others > 0 { result.append(("(others)", others)) }
        return result
    }
}
