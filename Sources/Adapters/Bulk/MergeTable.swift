package import AgentsCore

/// The latest state of each generation, of those that were seen so far.
///
/// Of two records with the same key, which is the identifier, behind the dialect where dialects are told apart, the one that is
/// further counts: finished before under way before waiting. If both are equally far, the later one in the input counts, because
/// it was known later. What counts stands where the first record of the generation stood. An empty key names none, so that its
/// records are never joined.
package struct MergeTable: ~Copyable {
    /// A generation.
    package struct Entry: BitwiseCopyable, Sendable {
        /// The place of its first record among all of them.
        package let first: Int
        package let progress: RecordProgress
        /// Where its key and its line lie in ``text``, the line directly behind the key.
        package let keyStart: Int
        package let lineStart: Int
        package let lineEnd: Int
    }

    /// The generations, in the order in which they came up.
    package private(set) var entries = TrivialArray<Entry>()
    /// Keys and lines.
    package private(set) var text = ByteBuffer(capacity: 4096)
    /// Entries by the hash of their key; chained through ``next``.
    private var buckets: [Int: Int] = [:]
    private var next = TrivialArray<Int>()

    /// Creates an empty table.
    package init() {}

    /// Bytes of memory that it takes, at about.
    package var size: Int { text.count + entries.count * 120 }

    /// Adds a record, and returns whether it was joined with another one.
    ///
    /// - Parameters:
    ///   - key: Where its key lies in `source`; empty if nothing is known to be the same.
    ///   - source: Holds the key.
    ///   - hash: The hash of the key.
    ///   - line: Where its line lies in `lines`.
    ///   - lines: Holds the line.
    ///   - progress: How far the work had come.
    ///   - first: The place of the record among all of them.
    /// - Returns: Whether there was another record of the same generation.
    package mutating func add(
        key: Range<Int>, of source: borrowing ByteBuffer, hash: Int, line: Range<Int>, of lines: borrowing ByteBuffer,
        progress: RecordProgress, first: Int
    ) -> Bool {
        guard !key.isEmpty, let index = find(key, of: source, hash) else {
            next.append(key.isEmpty ? -1 : buckets.updateValue(entries.count, forKey: hash) ?? -1)
            entries.append(put(key, of: source, line, of: lines, progress, first))
            return false
        }
        let entry = entries[index]
        if progress < entry.progress { return true }
        if progress == entry.progress, text.equals(entry.lineStart..<entry.lineEnd, lines, line) { return true }
        entries[index] = put(key, of: source, line, of: lines, progress, min(first, entry.first))
        return true
    }

    /// Forgets everything.
    package mutating func removeAll() {
        self = MergeTable()
    }

    /// The indices of the entries in the order of their first records.
    package func sorted() -> [Int] {
        var order = Array(0..<entries.count)
        order.sort { entries[$0].first < entries[$1].first }
        return order
    }

    /// The indices of the entries in the order of their keys.
    package func sortedByKey() -> [Int] {
        var order = Array(0..<entries.count)
        order.sort { left, right in
            let (one, two) = (entries[left], entries[right])
            return text.order(one.keyStart..<one.lineStart, to: text, two.keyStart..<two.lineStart) < 0
        }
        return order
    }

    private func find(_ key: Range<Int>, of source: borrowing ByteBuffer, _ hash: Int) -> Int? {
        var index = buckets[hash] ?? -1
        while index >= 0 {
            if text.equals(entries[index].keyStart..<entries[index].lineStart, source, key) { return index }
            index = next[index]
        }
        return nil
    }

    private mutating func put(
        _ key: Range<Int>, of source: borrowing ByteBuffer, _ line: Range<Int>, of lines: borrowing ByteBuffer,
        _ progress: RecordProgress, _ first: Int
    ) -> Entry {
        let start = text.count
        text.append(source, key.lowerBound, key.count)
        let lineStart = text.count
        text.append(lines, line.lowerBound, line.count)
        return Entry(
            first: first, progress: progress, keyStart: start, lineStart: lineStart, lineEnd: text.count)
    }
}
