import AgentsCore

/// Finds records that two histories have in common and that do not have the same place among those.
struct RecordOrder: ~Copyable {
    /// A record that stands elsewhere.
    struct Move {
        let id: String
        /// Its places among the common records, counted from 0.
        let (from, to): (Int, Int)
        let (left, right): (RecordPlace, RecordPlace)
    }

    private let bound: Int
    private var pairs: KeyedRecords
    private var key = ByteBuffer(capacity: 8)
    private var text = ByteBuffer(capacity: 256)

    /// Creates an empty collection.
    ///
    /// - Parameter bound: Bytes of memory that it may take, at about.
    init(bound: Int) {
        self.bound = bound / 2
        pairs = KeyedRecords(bound: bound / 2)
    }

    /// Takes a record that both histories have.
    ///
    /// - Parameters:
    ///   - left: The record in the one; its place comes first in its text.
    ///   - right: The record in the other one.
    /// - Throws: ``IOFailure`` if a temporary file cannot be written.
    mutating func add(_ left: borrowing KeyedCursor, _ right: borrowing KeyedCursor) throws(IOFailure) {
        text.truncate(to: 0)
        text.append(number: right.first)
        text.append(left.bytes, left.text.lowerBound, RecordPlace.size)
        text.append(right.bytes, right.text.lowerBound, RecordPlace.size)
        text.append(left.bytes, left.key.lowerBound, left.key.count)
        Self.write(left.first, to: &key)
        try pairs.add(0..<key.count, of: key, 0..<text.count, of: text)
    }

    /// Calls `body` with the records that stand elsewhere, in the order of the second history.
    mutating func forEachMove(_ body: (Move) throws(IOFailure) -> Void) throws(IOFailure) {
        var byRight = KeyedRecords(bound: bound)
        var cursor = try pairs.sorted()
        var rank = 0
        while try cursor.advance() {
            text.truncate(to: 0)
            text.append(number: rank)
            text.append(cursor.bytes, cursor.text.lowerBound + 8, cursor.text.count - 8)
            Self.write(cursor.bytes.number(at: cursor.text.lowerBound), to: &key)
            try byRight.add(0..<key.count, of: key, 0..<text.count, of: text)
            rank += 1
        }
        var other = try byRight.sorted()
        rank = 0
        while try other.advance() {
            let start = other.text.lowerBound
            let before = other.bytes.number(at: start)
            if before != rank {
                let places = start + 8
                let id = MatchKey.id(places + 2 * RecordPlace.size..<other.text.upperBound, of: other.bytes)
                try body(
                    Move(
                        id: id, from: before, to: rank, left: RecordPlace(other.bytes, at: places),
                        right: RecordPlace(other.bytes, at: places + RecordPlace.size)))
            }
            rank += 1
        }
    }

    /// A number as a key: the larger, the later.
    private static func write(_ number: Int, to key: inout ByteBuffer) {
        key.truncate(to: 0)
        for shift in stride(from: 56, through: 0, by: -8) { key.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
