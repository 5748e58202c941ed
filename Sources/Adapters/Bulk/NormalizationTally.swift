import AgentsCore

/// What a run has seen so far.
///
/// Input and output reconcile: records in = records out + records refused + records left out.
package struct NormalizationTally: ~Copyable {
    /// Documents that hold a list with nothing in it.
    package internal(set) var emptyEnvelopes = 0
    /// Records written.
    package internal(set) var written = 0
    /// Records that were left out because they were not asked for.
    package internal(set) var filtered = 0
    /// Output files whose links had ended, and unfinished records that are too old to be still under way.
    var ages = RecordAges()
    /// Whether there is a time by which these are counted.
    var isDated = false
    /// Parts of the input that were refused, by code.
    package internal(set) var refused: [String: Int] = [:]

    /// Whether records that are not asked for are left out.
    var isSelective = false
    let shapes: [WireShape]
    let detailed: Bool
    var byShape: [Int]
    var byRevision: [[Int]]
    var derived = [Int](repeating: 0, count: CanonicalField.allCases.count)
    var states: WordCounts
    var types: WordCounts
    var models: WordCounts
    var lost: LossCounts
    private var scratch = ByteBuffer(capacity: 64)
    /// Bytes by which words are told apart: no vocabulary has longer ones.
    private static let longest = 128

    /// Creates accounts.
    ///
    /// - Parameters:
    ///   - shapes: The shapes that records can have.
    ///   - detailed: Whether states, models and the like are counted.
    ///   - isPart: Whether they are added to others before they are many: what is told apart is settled there.
    init(shapes: [WireShape], detailed: Bool, isPart: Bool = false) {
        let words = isPart ? .max : WordCounts.standardCapacity
        states = WordCounts(capacity: words)
        types = WordCounts(capacity: words)
        models = WordCounts(capacity: words)
        self.shapes = shapes
        self.detailed = detailed
        lost = LossCounts(shapes, capacity: isPart ? .max : LossCounts.standardCapacity)
        byShape = shapes.map { _ in 0 }
        byRevision = shapes.map { [Int](repeating: 0, count: $0.adapter.revisions.count) }
    }

    /// Counts a normalised record.
    @inline(__always)
    mutating func count(_ draft: borrowing Draft, _ record: borrowing JSONRecord, shape: Int) {
        byShape[shape] += 1
        written += 1
        if detailed { countDetails(draft, record, shape) }
    }

    @inline(never)
    private mutating func countDetails(_ draft: borrowing Draft, _ record: borrowing JSONRecord, _ shape: Int) {
        for index in byRevision[shape].indices where draft.revisions.contains(RevisionSet(index: index)) {
            byRevision[shape][index] += 1
        }
        for field in CanonicalField.allCases where draft.derived.contains(field) { derived[Int(field.rawValue)] += 1 }
        put(draft[.state], record)
        states.count(scratch, 0..<scratch.count)
        put(draft[.type], record)
        types.count(scratch, 0..<scratch.count)
        put(draft[.model], record)
        models.count(scratch, 0..<scratch.count)
    }

    /// Counts a canonical line.
    mutating func count(_ canonical: CanonicalView, _ line: borrowing JSONRecord, shape: Int) {
        byShape[shape] += 1
        written += 1
        guard detailed else { return }
        put(canonical[.state], line)
        states.count(scratch, 0..<scratch.count)
        put(canonical[.type], line)
        types.count(scratch, 0..<scratch.count)
        put(canonical[.model], line)
        models.count(scratch, 0..<scratch.count)
    }

    private mutating func put(_ lexeme: Lexeme, _ record: borrowing JSONRecord) {
        switch lexeme {
        case .node(let ref): put(ref, record)
        case .word(let word):
            scratch.truncate(to: 0)
            scratch.append(word)
        case .absent: put(JSONRef.absent, record)
        case .null, .scratch:
            scratch.truncate(to: 0)
            scratch.append("(null)")
        }
    }

    private mutating func put(_ ref: JSONRef, _ record: borrowing JSONRecord) {
        scratch.truncate(to: 0)
        guard ref.isPresent else {
            scratch.append("(absent)")
            return
        }
        let node = record.node(ref)
        if node.kind == .string && node.escapes.contains(.value) {
            scratch.append(contentsOf: (record.string(ref) ?? "").utf8.prefix(Self.longest))
        } else if node.kind == .string {
            scratch.append(record.source, Int(node.start) + 1, min(Int(node.end - node.start) - 2, Self.longest))
        } else {
            scratch.append("(null)")
        }
    }

    /// Counts a refused part of the input.
    package mutating func count(refused error: AdapterError) {
        refused["\(error.code)", default: 0] += 1
    }
}
