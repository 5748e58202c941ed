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
        needsFacts = !selection.isEmpty || keepsMarks
    }

    /// Whether a record is wanted.
    func admits(_ facts: RecordFacts, from shape: WireShape) -> Bool {
        selection.isEmpty || selection.admits(facts, from: shape.dialect)
    }

    /// Notes a record that was written.
    mutating func note(_ facts: RecordFacts, from shape: WireShape, _ output: Range<Int>) {
        guard keepsMarks else { return }
        let start = keys.count
        keys.append(contentsOf: "\(shape.dialect)".utf8)
        keys.append(0)
        keys.append(contentsOf: facts.id.utf8)
        marks.append(
            RecordMark(
                start: output.lowerBound, end: output.upperBound, keyStart: start, keyEnd: keys.count,
                progress: RecordProgress(facts.state)))
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
    /// Where its key lies among the keys: dialect, a zero, and identifier.
    package let keyStart: Int
    package let keyEnd: Int
    /// How far the work had come.
    package let progress: RecordProgress
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

    init(_ state: String?) {
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
