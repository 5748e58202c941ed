import AgentsCore

/// The members of a canonical document: a line of this package, or a plain `Generation`.
///
/// Everything in it, `provenance` included, is input like any other and is checked before it is used.
package struct CanonicalView {
    /// The document's object.
    let root: JSONRef
    private let members: SIMD8<UInt32>
    /// Where the record came from; nothing for a plain `Generation`.
    let provenance: ProvenanceView?
    /// Members of the document that a canonical line does not have.
    let unknown: [JSONRef]

    /// Reads the canonical members of the object at `root`.
    ///
    /// - Throws: ``AdapterError`` for a member of another kind than a canonical line has.
    init(_ record: borrowing JSONRecord, at root: JSONRef = .root) throws(AdapterError) {
        guard record.nodeCount > 0, record.kind(root) == .object else {
            throw AdapterError(.notAGeneration, "expected an object with the members of a Generation")
        }
        var members = SIMD8<UInt32>(repeating: JSONRef.absent.index)
        var provenance = JSONRef.absent
        var unknown: [JSONRef] = []
        var member = record.first(in: root)
        while member.isPresent {
            let node = record.node(member)
            if let field = CanonicalField.allCases.first(where: { record.isKey(node, $0.key) }) {
                members[Int(field.rawValue)] = member.index
            } else if record.isKey(node, "provenance") {
                provenance = member
            } else {
                unknown.append(member)
            }
            member = record.next(after: member, in: root)
        }
        self.root = root
        self.members = members
        self.unknown = unknown
        self.provenance = provenance.isPresent ? try ProvenanceView(record, at: provenance) : nil
        try check(record)
    }

    /// A canonical member, absent if the document does not have it.
    subscript(_ field: CanonicalField) -> JSONRef {
        JSONRef(members[Int(field.rawValue)])
    }

    /// Whether the record is in one of the two final states, or in a given one.
    func isIn(_ states: Field.States, _ record: borrowing JSONRecord) -> Bool {
        switch states {
        case .all: true
        case .completed: record.isString(self[.state], "completed")
        case .failed: record.isString(self[.state], "failed")
        case .terminal: isIn(.completed, record) || isIn(.failed, record)
        }
    }

    private func check(_ record: borrowing JSONRecord) throws(AdapterError) {
        guard self[.id].isPresent else {
            throw AdapterError(.notAGeneration, "the record has no id, so it is no generation")
        }
        for field in CanonicalField.allCases where self[field].isPresent {
            let kind = record.kind(self[field])
            let isFine =
                switch field {
                case .id: kind == .string
                case .output: kind == .array || kind == .null
                case .type, .state, .model, .createdAt, .failureReason, .failureCode: kind == .string || kind == .null
                }
            if !isFine { throw Self.wrongType(FieldPath(field), record.node(self[field])) }
        }
        guard record.has(self[.output], .array) else { return }
        var item = record.first(in: self[.output])
        while item.isPresent {
            if record.kind(item) != .object { throw Self.wrongType("output", record.node(item)) }
            for key: JSONKey in ["type", "url"] {
                let member = record[item, key]
                if member.isPresent, !record.has(member, .string), !record.has(member, .null) {
                    throw Self.wrongType("output", record.node(member))
                }
            }
            item = record.next(after: item, in: self[.output])
        }
    }

    static func wrongType(_ path: FieldPath, _ node: JSONNode) -> AdapterError {
        AdapterError(
            .wrongType, path: path, at: Int(node.start), "not the kind of value that a canonical record has here")
    }
}

/// The checked `provenance` of a canonical line.
struct ProvenanceView {
    let dialect: String
    let shape: String
    /// Names of revisions, as listed.
    let revisions: [String]
    /// The partial document that canonical members do not carry, absent if there is none.
    let residue: JSONRef
    /// Members that the way back must not write.
    let derived: CanonicalFields
    /// The members of the envelope beside its list, only on the first item.
    let envelope: JSONRef
    /// Place in the envelope, if the record came from one.
    let place: (index: Int, count: Int)?

    init(_ record: borrowing JSONRecord, at ref: JSONRef) throws(AdapterError) {
        guard record.kind(ref) == .object else { throw CanonicalView.wrongType("provenance", record.node(ref)) }
        guard let dialect = record.string(record[ref, "dialect"]), let shape = record.string(record[ref, "shape"])
        else {
            throw AdapterError(
                .badValue, path: "provenance", at: Int(record.node(ref).start),
                "dialect and shape must say where the record came from; leave provenance out for a plain record")
        }
        self.dialect = dialect
        self.shape = shape
        residue = try Self.object("residue", in: ref, record)
        envelope = try Self.object("envelope", in: ref, record)
        revisions = try Self.strings("revisions", in: ref, record)
        derived = try Self.derived(in: ref, record)
        let index = record[ref, "index"]
        let of = record[ref, "of"]
        if index.isPresent || of.isPresent {
            guard let index = record.integer(index), let of = record.integer(of), index >= 0, index < of else {
                throw Self.badValue("index", record.node(ref), "index and of must be integers with 0 ≤ index < of")
            }
            place = (index, of)
        } else {
            place = nil
        }
    }

    private static func object(
        _ key: JSONKey, in ref: JSONRef, _ record: borrowing JSONRecord
    ) throws(AdapterError) -> JSONRef {
        let member = record[ref, key]
        if member.isPresent && record.kind(member) != .object {
            throw CanonicalView.wrongType(["provenance", .key(key.description)], record.node(member))
        }
        return member
    }

    private static func derived(
        in ref: JSONRef, _ record: borrowing JSONRecord
    ) throws(AdapterError) -> CanonicalFields {
        var derived = CanonicalFields()
        let list = try Self.list("derived", in: ref, record)
        var item = record.first(in: list)
        while item.isPresent {
            guard record.has(item, .string) else {
                throw CanonicalView.wrongType(["provenance", "derived"], record.node(item))
            }
            guard let field = CanonicalField.allCases.first(where: { record.isString(item, $0.key) }), field != .id
            else {
                throw Self.badValue("derived", record.node(ref), "only canonical members beside the id can be derived")
            }
            derived.insert(CanonicalFields(field))
            item = record.next(after: item, in: list)
        }
        return derived
    }

    private static func strings(
        _ key: JSONKey, in ref: JSONRef, _ record: borrowing JSONRecord
    ) throws(AdapterError) -> [String] {
        let list = try Self.list(key, in: ref, record)
        var texts: [String] = []
        var item = record.first(in: list)
        while item.isPresent {
            guard let text = record.string(item) else {
                throw CanonicalView.wrongType(["provenance", .key(key.description)], record.node(item))
            }
            texts.append(text)
            item = record.next(after: item, in: list)
        }
        return texts
    }

    /// A list of the provenance, absent if there is none.
    private static func list(
        _ key: JSONKey, in ref: JSONRef, _ record: borrowing JSONRecord
    ) throws(AdapterError) -> JSONRef {
        let list = record[ref, key]
        if list.isPresent && record.kind(list) != .array {
            throw CanonicalView.wrongType(["provenance", .key(key.description)], record.node(list))
        }
        return list
    }

    static func badValue(_ member: StaticString, _ node: JSONNode, _ reason: String) -> AdapterError {
        AdapterError(.badValue, path: ["provenance", .key(member.description)], at: Int(node.start), reason)
    }
}
