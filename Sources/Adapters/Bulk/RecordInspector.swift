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
    /// Whether it is noted where each record stands, in the input and in the output.
    var keepsMarks = false
    /// Whether it is noted as well what each record is known by, and how far it had come.
    var keepsKeys = false {
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
    /// Whether it must know more of a record than how old it is.
    private(set) var needsFacts = false

    init() {}

    private mutating func update() {
        needsFacts = !selection.isEmpty || keepsKeys || longestID != nil
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
    ///   - mark: Where it stands.
    ///   - facts: What it says, if that is known.
    ///   - shape: Its shape.
    mutating func note(_ mark: RecordMark, _ facts: RecordFacts?, from shape: WireShape) {
        var mark = mark
        if keepsKeys, let facts {
            mark.keyStart = keys.count
            if tellsDialectsApart, !facts.id.isEmpty {
                keys.append(contentsOf: "\(shape.dialect)".utf8)
                keys.append(0)
            }
            keys.append(contentsOf: facts.id.utf8)
            mark.keyEnd = keys.count
            mark.progress = RecordProgress(facts.state)
        }
        marks.append(mark)
    }

    /// Says where in the input a record stands.
    mutating func locateMark(_ index: Int, line: Int, offset: Int) {
        (marks[index].line, marks[index].offset) = (line, offset)
    }

    /// Forgets the records so far, because what they became was taken away.
    package mutating func forgetMarks() {
        marks.removeAll()
        keys.truncate(to: 0)
    }
}

/// Where a record stands, what it became, and what it is known by.
package struct RecordMark: BitwiseCopyable, Sendable {
    /// Bytes of output before its line.
    package let start: Int
    /// Bytes of output up to the end of its line, with the newline.
    package let end: Int
    /// Losses up to those of it.
    let lossesEnd: Int
    /// The item of a batch or list, counted from 0.
    let item: Int?
    /// Bytes of it in the input.
    let length: Int
    /// Bytes before it: in the window of its document first, in the input when that is known.
    package fileprivate(set) var offset: Int
    /// The line on which it starts, counted from 1 in the lane's part of the input.
    package fileprivate(set) var line = 1
    /// Where its key lies among the keys, if they are kept: dialect and a zero, where dialects are told apart, and identifier;
    /// it is empty if the identifier is, which names no generation.
    package fileprivate(set) var keyStart = 0
    package fileprivate(set) var keyEnd = 0
    /// How far the work had come, if keys are kept.
    package fileprivate(set) var progress = RecordProgress.waiting

    /// Creates the mark of a record.
    ///
    /// - Parameters:
    ///   - node: The record in the window of its document.
    ///   - item: The item of a batch or list.
    ///   - output: Where its line lies.
    ///   - lossesEnd: Losses up to those of it.
    init(_ node: JSONNode, item: Int?, _ output: Range<Int>, lossesEnd: Int) {
        (offset, length) = (Int(node.start), Int(node.end) - Int(node.start))
        (start, end) = (output.lowerBound, output.upperBound)
        self.item = item
        self.lossesEnd = lossesEnd
    }
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
