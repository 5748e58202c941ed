public import AgentsCore

/// A canonical `Generation` under construction: what each member is, where it came from, and which nodes it used up.
///
/// A worker keeps one and resets it for each record, so that no record allocates. Adapters write it; ``Normalizer`` reads
/// it as a value, the canonical line reads it as bytes. It holds no text of its own but what was computed.
///
/// The rule behind every method: **a node is used up if, and only if, the way back writes the same bytes from the canonical
/// member.** What is not used up is residue and comes back as it was.
public struct Draft: ~Copyable, Sendable {
    var values = TrivialArray<Lexeme>(capacity: 8)
    var origins = TrivialArray<JSONRef>(capacity: 8)
    var outputs = TrivialArray<DraftOutput>(capacity: 8)
    var outputForm = OutputForm.absent
    var used = NodeSet()
    var scratch = ByteBuffer(capacity: 256)
    /// Members that were computed and that the way back must not write.
    package var derived = CanonicalFields()
    /// Revisions of the shape that the record follows, one bit each.
    package var revisions = RevisionSet()
    /// The record's own object: the document, or an item of a batch.
    public internal(set) var root = JSONRef.root
    /// A revision that the derivation noted.
    var noted: StaticString?

    /// Creates a draft for any number of records.
    public init() {}

    /// Forgets the last record and makes ready for the one at `root`.
    package mutating func reset(for record: borrowing JSONRecord, at root: JSONRef) {
        values.fill(.absent, count: CanonicalField.allCases.count)
        origins.fill(.absent, count: CanonicalField.allCases.count)
        outputs.removeAll()
        outputForm = .absent
        scratch.truncate(to: 0)
        derived = []
        revisions = []
        noted = nil
        self.root = root
        used.reset(first: root.index, count: Int(record.node(root).next &- root.index))
    }

    /// The lexeme of a member other than `output`.
    package subscript(_ field: CanonicalField) -> Lexeme {
        @inline(__always)
        get { values[Int(field.rawValue)] }
    }

    /// The node that a member was read from.
    func origin(_ field: CanonicalField) -> JSONRef {
        origins[Int(field.rawValue)]
    }

    @inline(__always)
    mutating func set(_ field: CanonicalField, _ lexeme: Lexeme, from ref: JSONRef) {
        values[Int(field.rawValue)] = lexeme
        origins[Int(field.rawValue)] = ref
    }
}

/// One item of `output` under construction.
struct DraftOutput: BitwiseCopyable, Sendable {
    var type: Lexeme
    var url: Lexeme
    /// The item's `layer` object, absent for most.
    var layer: JSONRef
    /// Position of the row that gave the item: items stand in the order of the table, not of the document.
    var rank: UInt16
}

/// How `output` stands in the canonical record: absent, `null` and empty are three different things.
enum OutputForm: BitwiseCopyable, Sendable {
    case absent, null, listed
}

// MARK: - For adapters

extension Draft {
    /// Whether a member other than `output` is not there.
    public func isAbsent(_ field: CanonicalField) -> Bool {
        self[field].isAbsent
    }

    /// Whether a member other than `output` is not there, or is `null`.
    public func isMissing(_ field: CanonicalField, in record: borrowing JSONRecord) -> Bool {
        switch self[field] {
        case .absent, .null: true
        case .node(let ref): record.kind(ref) == .null
        case .scratch, .word: false
        }
    }

    /// Whether a member is the string `word`.
    public func holds(_ field: CanonicalField, _ word: JSONKey, in record: borrowing JSONRecord) -> Bool {
        switch self[field] {
        case .word(let own): own.equals(word)
        case .node(let ref): record.isString(ref, word)
        case .absent, .null, .scratch: false
        }
    }

    /// Sets a member to a word that was computed from the record; a node that filled it before becomes residue again.
    public mutating func derive(_ field: CanonicalField, _ word: StaticString) {
        derive(field, .word(word))
    }

    /// Sets a member to `null` because the record implies it.
    public mutating func deriveNull(_ field: CanonicalField) {
        derive(field, .null)
    }

    /// Sets a member to a copy of a string that stays in the residue.
    public mutating func derive(_ field: CanonicalField, copyOf ref: JSONRef) {
        derive(field, .node(ref))
    }

    private mutating func derive(_ field: CanonicalField, _ lexeme: Lexeme) {
        if origin(field).isPresent { used.remove(origin(field)) }
        set(field, lexeme, from: .absent)
        derived.insert(CanonicalFields(field))
    }

    /// Replaces a member by a more exact word.
    ///
    /// The node that filled it stays used up if `vocabulary` leads from the new word back to the same bytes.
    public mutating func refine(
        _ field: CanonicalField, _ word: JSONKey, _ vocabulary: Vocabulary, in record: borrowing JSONRecord
    ) {
        let origin = origin(field)
        if origin.isPresent, vocabulary.leadsBack(from: word, to: origin, in: record) {
            set(field, .word(word.name), from: origin)
        } else {
            derive(field, word.name)
        }
    }

    /// Notes that the record follows a revision that no row sees.
    public mutating func note(_ revision: WireRevision) {
        noted = revision.name
    }

    /// Says that the record has a list of outputs, even if it is empty: legacy shapes imply one, the Agents API spells it.
    public mutating func listOutputs() {
        if outputForm == .absent { outputForm = .listed }
    }

    /// Whether an output of a type was found.
    public func hasOutput(_ type: JSONKey, in record: borrowing JSONRecord) -> Bool {
        for index in 0..<outputs.count {
            if case .word(let word) = outputs[index].type, word.equals(type) { return true }
        }
        return false
    }

    /// Takes the outputs of a type out of the list; their URLs become residue again.
    public mutating func withdrawOutputs(_ type: JSONKey) {
        var kept = 0
        for index in 0..<outputs.count {
            let item = outputs[index]
            if case .word(let word) = item.type, word.equals(type),
                case .node(let url) = item.url
            {
                used.remove(url)
            } else {
                outputs[kept] = item
                kept += 1
            }
        }
        while outputs.count > kept { outputs.removeLast() }
    }

    /// Adds an output at its place in the order of the table.
    mutating func addOutput(_ item: DraftOutput) {
        listOutputs()
        outputs.append(item)
        var index = outputs.count &- 1
        while index > 0 && outputs[index &- 1].rank > item.rank {
            outputs[index] = outputs[index &- 1]
            index &-= 1
        }
        outputs[index] = item
    }
}
