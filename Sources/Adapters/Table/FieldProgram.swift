import AgentsCore

/// The rows of a table, flattened into plain values that a loop can walk without retaining anything.
///
/// A class, so that handing it around copies one reference and no array.
final class FieldProgram: Sendable {
    /// One row.
    struct Step: BitwiseCopyable, Sendable {
        var key: JSONKey
        var code: Code
        var field: CanonicalField
        var keepsOthers: Bool
        /// Index of the vocabulary, of the type of an output, or of the object's rows.
        var operand: UInt16
        /// Index of the revision that ended this spelling; none if it is the present one.
        var revision: Int8
        /// Places in the present order and in up to three older ones, for ``OrderWatch``.
        var ranks: UInt32
    }

    enum Code: UInt8, BitwiseCopyable, Sendable {
        case residue, id, carry, words, epoch, date, output, outputs, object
    }

    /// The rows of one object: where they stand among the steps, and its slots in the hash table of keys.
    struct Object: BitwiseCopyable, Sendable {
        var first: Int
        var count: Int
        var slots: Int
        var hash: KeyHash
        /// Indices of the revisions behind lanes 1 to 3 of the ranks; none where it is negative.
        var orders: SIMD4<Int8>
        /// Where the steps stand in the order of each lane, lane by lane.
        var ordered: Int
    }

    /// What of a row only the way out asks for.
    struct Rendering: BitwiseCopyable, Sendable {
        let fill: Field.Fill
        let states: Field.States
    }

    /// Rows of a vocabulary among those of all.
    struct WordRange: BitwiseCopyable, Sendable {
        var first: Int
        var end: Int
    }

    let steps: TrivialArray<Step>
    let objects: TrivialArray<Object>
    private let slots: TrivialArray<UInt16>
    private let ordered: TrivialArray<UInt16>
    let vocabularies: [Vocabulary]
    /// The rows of all vocabularies that read, one after the other, and those of each.
    private let words: TrivialArray<Vocabulary.Row>
    private let wordRanges: TrivialArray<WordRange>
    /// Types of outputs.
    let outputTypes: TrivialArray<JSONKey>
    /// The same rows on the way out.
    let renderings: TrivialArray<Rendering>
    /// Rows by step, for what is done once and not per record.
    let fields: [Field]
    let paths: [FieldPath]
    /// Newest first.
    let revisions: [WireRevision]

    init(_ rows: [Field], orders: [KeyOrder], revisions: [WireRevision]) {
        var builder = Builder(orders: orders)
        builder.collectRevisions(rows, revisions)
        builder.flatten(rows)
        steps = builder.steps.trivial
        objects = builder.objects.trivial
        slots = builder.slots.trivial
        ordered = builder.ordered.trivial
        vocabularies = builder.vocabularies
        var words: [Vocabulary.Row] = []
        var ranges: [WordRange] = []
        for vocabulary in builder.vocabularies {
            let first = words.count
            words += vocabulary.rows.filter { $0.use != .written }
            ranges.append(WordRange(first: first, end: words.count))
        }
        self.words = words.trivial
        wordRanges = ranges.trivial
        outputTypes = builder.outputTypes.trivial
        renderings = builder.fields.map { Rendering(fill: $0.fill, states: $0.states) }.trivial
        fields = builder.fields
        paths = builder.paths
        self.revisions = builder.revisions
    }

    /// The step for a member of an object, or nothing if no row has its key.
    @inline(__always)
    func step(for node: JSONNode, of object: Object, in record: borrowing JSONRecord) -> Int? {
        var slot = object.hash.slot(node.tag)
        while true {
            let entry = Int(slots[object.slots &+ slot])
            if entry == 0 { return nil }
            if record.isKey(node, steps[entry &- 1].key) { return entry &- 1 }
            slot = object.hash.next(slot)
        }
    }

    /// The row of a vocabulary that reads a wire value, however it is spelled.
    @inline(__always)
    func word(for node: JSONNode, vocabulary: Int, in record: borrowing JSONRecord) -> Vocabulary.Row? {
        let range = wordRanges[vocabulary]
        var index = range.first
        while index < range.end {
            if record.isString(node, words[index].wire) { return words[index] }
            index &+= 1
        }
        return nil
    }

    /// The step at a place in the order of a lane.
    func step(at place: Int, lane: Int, of object: Object) -> Int {
        Int(ordered[object.ordered + lane * object.count + place])
    }

    /// The first step, in the order of the table, that fills a canonical member in the present spelling.
    func firstStep(filling field: CanonicalField) -> Int? {
        (0..<steps.count).first { steps[$0].field == field && steps[$0].revision < 0 && steps[$0].code.fills }
    }
}

extension FieldProgram.Code {
    /// Whether a step of this kind fills a canonical member other than `output`.
    var fills: Bool {
        switch self {
        case .id, .carry, .words, .epoch, .date: true
        case .residue, .output, .outputs, .object: false
        }
    }
}

extension FieldProgram {
    /// Flattens nested rows: first the rows of an object one after the other, then those of the objects in it.
    private struct Builder {
        let orders: [KeyOrder]
        var steps: [Step] = []
        var objects: [Object] = []
        var slots: [UInt16] = []
        var ordered: [UInt16] = []
        var vocabularies: [Vocabulary] = []
        var outputTypes: [JSONKey] = []
        var fields: [Field] = []
        var paths: [FieldPath] = []
        var revisions: [WireRevision] = []

        init(orders: [KeyOrder]) {
            self.orders = orders
        }

        mutating func collectRevisions(_ rows: [Field], _ others: [WireRevision]) {
            var found = orders.map(\.revision) + others
            func collect(_ rows: [Field]) {
                for row in rows {
                    if let revision = row.revision { found.append(revision) }
                    if case .object(let inner) = row.rule { collect(inner) }
                }
            }
            collect(rows)
            for revision in found.sorted(by: { $0.date.description > $1.date.description })
            where !revisions.contains(revision) {
                revisions.append(revision)
            }
            precondition(revisions.count <= 32, "a shape has at most 32 revisions")
        }

        @discardableResult
        mutating func flatten(_ rows: [Field], at path: [JSONKey] = []) -> Int {
            let index = objects.count
            let first = steps.count
            let own = orders.filter { $0.path.map(\.description) == path.map(\.description) }
            precondition(own.count <= 3, "an object has at most three older orders")
            var lanes = SIMD4<Int8>(repeating: -1)
            for (lane, order) in own.enumerated() { lanes[lane + 1] = Int8(self.index(of: order.revision)) }
            let hash = KeyHash(rows.map(\.key))
            objects.append(Object(first: first, count: rows.count, slots: 0, hash: hash, orders: lanes, ordered: 0))
            for (rank, row) in rows.enumerated() {
                append(row, ranks: ranks(row.key, rank, own), prefix: path)
            }
            addSlots(index, rows)
            objects[index].ordered = ordered.count
            for lane in 0..<4 {
                ordered += (first..<first + rows.count).sorted {
                    OrderWatch.rank(steps[$0].ranks, lane: lane) < OrderWatch.rank(steps[$1].ranks, lane: lane)
                }
                .map { UInt16($0) }
            }
            for (offset, row) in rows.enumerated() {
                if case .object(let inner) = row.rule {
                    steps[first + offset].operand = UInt16(flatten(inner, at: path + [row.key]))
                }
            }
            return index
        }

        /// Places counted from 1; a member that an older order does not name follows those it does.
        private func ranks(_ key: JSONKey, _ rank: Int, _ orders: [KeyOrder]) -> UInt32 {
            OrderWatch.pack(
                [rank + 1]
                    + orders.map { order in
                        order.keys.firstIndex { $0.equals(key) }.map { $0 + 1 } ?? order.keys.count + rank + 1
                    })
        }

        private mutating func append(_ row: Field, ranks: UInt32, prefix: [JSONKey]) {
            var step = Step(
                key: row.key, code: .residue, field: .id, keepsOthers: row.others == .kept, operand: 0,
                revision: Int8(row.revision.map(index(of:)) ?? -1), ranks: ranks)
            switch row.rule {
            case .residue: break
            case .id: step.code = .id
            case .carry(let field): (step.code, step.field) = (.carry, field)
            case .words(let field, let vocabulary):
                (step.code, step.field, step.operand) = (.words, field, UInt16(vocabularies.count))
                vocabularies.append(vocabulary)
            case .epoch(let field): (step.code, step.field) = (.epoch, field)
            case .date(let field): (step.code, step.field) = (.date, field)
            case .output(let type):
                (step.code, step.field, step.operand) = (.output, .output, UInt16(outputTypes.count))
                outputTypes.append(type)
            case .outputs: (step.code, step.field) = (.outputs, .output)
            case .object: step.code = .object
            }
            steps.append(step)
            fields.append(row)
            paths.append(FieldPath((prefix + [row.key]).map { .key($0.description) }))
        }

        private mutating func addSlots(_ object: Int, _ rows: [Field]) {
            let (start, hash) = (slots.count, objects[object].hash)
            objects[object].slots = start
            slots += [UInt16](repeating: 0, count: hash.slots)
            for offset in rows.indices {
                var slot = hash.slot(rows[offset].key.tag)
                while slots[start + slot] != 0 { slot = hash.next(slot) }
                slots[start + slot] = UInt16(objects[object].first + offset + 1)
            }
        }

        private func index(of revision: WireRevision) -> Int {
            revisions.firstIndex(of: revision) ?? -1
        }
    }
}
