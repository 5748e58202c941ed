package import AgentsCore

/// Looks at each record that a worker converts: leaves out what is not wanted, and notes what is asked for.
///
/// It costs nothing as long as nothing is asked.
package struct RecordInspector: ~Copyable, Sendable {
    /// Which records are wanted.
    package var selection = RecordSelection() {
        didSet { update() }
    }
    /// The time by which links and unfinished records are judged; they are not counted without.
    package var now: WallTime?
    /// Whether the place of each record in the output is noted.
    package var keepsMarks = false {
        didSet { update() }
    }
    /// Whether records of several dialects with the same identifier are different ones.
    package var tellsDialectsApart = true
    /// Bytes of an identifier beyond which a record is refused, as is one whose identifier is empty; any will do without.
    package var longestID: Int? {
        didSet { update() }
    }
    /// The records since ``forgetMarks()``.
    package private(set) var marks = TrivialArray<RecordMark>(capacity: 16)
    /// The keys of the records, one behind the other.
    package private(set) var keys = ByteBuffer(capacity: 256)
    /// Whether the place of each item of a batch or list is noted.
    var keepsPlaces = false
    /// The items since ``forgetMarks()`` that were written.
    private(set) var places = TrivialArray<RecordPlace>(capacity: 16)
    /// Whether it must know more of a record than how old it is.
    private(set) var needsFacts = false

    init() {}

    private mutating func update() {
        needsFacts = !selection.isEmpty || keepsMarks || longestID != nil
    }

    /// Whether it must know when a record was created.
    var needsCreation: Bool { selection.since != nil }

    /// Whether a record is wanted.
    func admits(_ facts: RecordFacts, from shape: WireShape) -> Bool {
        selection.isEmpty || selection.admits(facts, from: shape.dialect)
    }

    /// Refuses a record that nobody could ask for.
    func check(_ facts: RecordFacts, at offset: Int) throws(AdapterError) {
        guard let longestID, facts.id.isEmpty || facts.id.utf8.count > longestID else { return }
        throw AdapterError(.badValue, path: "id", at: offset, "an id has 1 to \(longestID) bytes")
    }

    /// Notes a record that was written.
    ///
    /// - Parameters:
    ///   - facts: What the record says.
    ///   - shape: Its shape.
    ///   - offset: Where it starts in the document's window.
    ///   - output: Where its line lies.
    mutating func note(_ facts: RecordFacts, from shape: WireShape, at offset: Int, _ output: Range<Int>) {
        guard keepsMarks else { return }
        let start = keys.count
        if tellsDialectsApart, !facts.id.isEmpty {
            keys.append(contentsOf: "\(shape.dialect)".utf8)
            keys.append(0)
        }
        keys.append(contentsOf: facts.id.utf8)
        marks.append(
            RecordMark(
                start: output.lowerBound, end: output.upperBound, keyStart: start, keyEnd: keys.count,
                progress: RecordProgress(facts.state), offset: offset))
    }

    /// Says where the records stand whose marks came last.
    ///
    /// - Parameters:
    ///   - first: The first of them.
    ///   - place: The line and the byte that belong to an offset in the document's window.
    mutating func locateMarks(from first: Int, _ place: (Int) -> (line: Int, byte: Int)) {
        for index in first..<marks.count { (marks[index].line, marks[index].offset) = place(marks[index].offset) }
    }

    /// Notes an item of a batch or list that was written.
    mutating func note(_ place: RecordPlace) {
        if keepsPlaces { places.append(place) }
    }

    /// Learns that the document stands inside another one.
    mutating func movePlaces(by distance: Int) {
        for index in 0..<places.count { places[index].start += distance }
    }

    /// Forgets the records so far, because what they became was taken away.
    package mutating func forgetMarks() {
        marks.removeAll()
        places.removeAll()
        keys.truncate(to: 0)
    }
}

/// Where a record lies in the output, and what it is known by.
package struct RecordMark: BitwiseCopyable, Sendable {
    /// Bytes before its line.
    package let start: Int
    /// Bytes up to the end of its line, with the newline.
    package let end: Int
    /// Where its key lies among the keys: dialect and a zero, where dialects are told apart, and identifier; it is empty if
    /// the identifier is, which names no generation.
    package let keyStart: Int
    package let keyEnd: Int
    /// How far the work had come.
    package let progress: RecordProgress
    /// The line on which it starts, counted from 1 in the lane's part of the input.
    package fileprivate(set) var line = 1
    /// Bytes before it in the input.
    package fileprivate(set) var offset: Int

    fileprivate init(start: Int, end: Int, keyStart: Int, keyEnd: Int, progress: RecordProgress, offset: Int) {
        (self.start, self.end, self.keyStart, self.keyEnd) = (start, end, keyStart, keyEnd)
        self.progress = progress
        self.offset = offset
    }
}

/// Where an item of a batch or list stood, and what it became.
struct RecordPlace: BitwiseCopyable, Sendable {
    /// Its number in the list, counted from 0.
    let item: Int
    /// Where it starts in the document, and its bytes.
    var start: Int
    let length: Int
    /// Bytes of output up to the end of its line.
    let outputEnd: Int
    /// Losses up to those of it.
    let lossesEnd: Int
}

/// How far the work on a generation has come, as far as that can be compared.
package enum RecordProgress: UInt8, BitwiseCopyable, Sendable, Comparable {
    /// Nothing has begun, or nothing is said.
    case waiting
    /// Something else that is not the end.
    case underWay
    /// The end, in one way or the other.
    case finished

    /// How far work is in a canonical state; nothing if the record has none.
    package init(_ state: String?) {
        switch state {
        case nil, "queued": self = .waiting
        case "completed", "failed": self = .finished
        default: self = .underWay
        }
    }

    /// Orders by what is known.
    package static func < (left: RecordProgress, right: RecordProgress) -> Bool {
        left.rawValue < right.rawValue
    }
}
