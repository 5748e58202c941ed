public import AgentsCore

/// An adapter made of rows.
///
/// ```swift
/// let generation = TableAdapter([
///     Field("id", .id),
///     Field("status", .words(.state, Vocabulary(exact: ["done": "completed"]))),
///     Field("url", .output("video")),
/// ])
/// ```
public struct TableAdapter: Sendable {
    /// What no single row says: members that follow from several others.
    public typealias Derivation = @Sendable (borrowing JSONRecord, inout Draft) throws(AdapterError) -> Void

    let program: FieldProgram
    let approximations: [Approximation]
    let derivation: Derivation

    /// Creates an adapter.
    ///
    /// - Parameters:
    ///   - fields: The rows, in the documented order of the newest revision.
    ///   - orders: Older orders of members.
    ///   - revisions: Changes that only the derivation sees; it notes them with ``Draft/note(_:)``.
    ///   - approximations: Words that the derivation reads as less exact ones.
    ///   - derivation: What follows from several members; it runs after all rows.
    public init(
        _ fields: [Field],
        orders: [KeyOrder] = [],
        revisions: [WireRevision] = [],
        approximations: [Approximation] = [],
        derivation: @escaping Derivation = { (_, _) throws(AdapterError) in }
    ) {
        program = FieldProgram(fields, orders: orders, revisions: revisions)
        self.approximations = approximations
        self.derivation = derivation
    }

    /// Revisions that records of the shape may follow, newest first.
    public var revisions: [WireRevision] { program.revisions }
}

// MARK: - Wire to canonical

extension TableAdapter {
    package func normalize(_ record: borrowing JSONRecord, into draft: inout Draft) throws(AdapterError) {
        try walk(0, draft.root, record, &draft)
        if draft.isAbsent(.id) {
            throw AdapterError(.notAGeneration, "the record has no id, so it is no generation")
        }
        try derivation(record, &draft)
        if let name = draft.noted {
            for index in program.revisions.indices where program.revisions[index].name.description == name.description {
                draft.revisions.insert(RevisionSet(index: index))
            }
        }
    }

    private func walk(
        _ object: Int, _ parent: JSONRef, _ record: borrowing JSONRecord, _ draft: inout Draft
    ) throws(AdapterError) {
        let object = program.objects[object]
        var index = parent.index &+ 1
        let end = record.node(parent).next
        var order = OrderWatch()
        while index < end {
            let ref = JSONRef(index)
            let node = record.node(ref)
            index = node.next
            guard let number = program.step(for: node, of: object, in: record) else { continue }
            order.see(program.steps[number].ranks)
            switch program.steps[number].code {
            case .residue: break
            case .object:
                if node.kind == .object {
                    try walk(Int(program.steps[number].operand), ref, record, &draft)
                } else if node.kind != .null {
                    try refuseUnlessKept(number, ref, record)
                }
            case .outputs: try readOutputs(number, ref, record, &draft)
            case .output: try readOutput(number, ref, record, &draft)
            case .id, .carry, .words, .epoch, .date: try readScalar(number, ref, record, &draft)
            }
        }
        if !order.keeps(lane: 0) { noteOrder(object, order, &draft) }
    }

    /// Adds the output that a URL is.
    private func readOutput(
        _ number: Int, _ ref: JSONRef, _ record: borrowing JSONRecord, _ draft: inout Draft
    ) throws(AdapterError) {
        let step = program.steps[number]
        switch record.node(ref).kind {
        case .string:
            let type = program.outputTypes[Int(step.operand)].name
            let rank = OrderWatch.rank(step.ranks, lane: 0)
            draft.addOutput(
                DraftOutput(type: .word(type), url: .node(ref), layer: .absent, rank: UInt16(truncatingIfNeeded: rank)))
            draft.used.insert(ref)
        case .null: break
        case .number, .bool, .object, .array: try refuseUnlessKept(number, ref, record)
        }
    }

    /// Fills one canonical member from a scalar.
    private func readScalar(
        _ number: Int, _ ref: JSONRef, _ record: borrowing JSONRecord, _ draft: inout Draft
    ) throws(AdapterError) {
        let step = program.steps[number]
        let node = record.node(ref)
        let field = step.field
        if !draft.isAbsent(field) {
            // An older spelling beside the present one: the present one counts.
            if step.revision >= 0 { return }
            // One that cannot be read gives nothing up.
            let isReadable = node.kind == .null || node.kind == (step.code == .epoch ? .number : .string)
            if !isReadable { return try refuseUnlessKept(number, ref, record) }
            draft.release(field, program)
        }
        if node.kind == .null && step.code != .id {
            draft.take(field, .node(ref), from: ref)
        } else {
            switch step.code {
            case .words where node.kind == .string:
                readWord(step, node, ref, record, &draft)
            case .epoch where node.kind == .number:
                let start = draft.scratch.count
                guard Timestamp.appendDate(fromSeconds: node, of: record, to: &draft.scratch) else { return }
                draft.take(
                    field, .scratch(UInt32(truncatingIfNeeded: start), UInt32(truncatingIfNeeded: draft.scratch.count)),
                    from: ref)
            case .carry where node.kind == .string, .date where node.kind == .string, .id where node.kind == .string:
                draft.take(field, .node(ref), from: ref)
            default:
                return try refuseUnlessKept(number, ref, record)
            }
        }
        if step.revision >= 0 { draft.revisions.insert(RevisionSet(index: Int(step.revision))) }
    }

    @inline(__always)
    private func readWord(
        _ step: FieldProgram.Step, _ node: JSONNode, _ ref: JSONRef, _ record: borrowing JSONRecord,
        _ draft: inout Draft
    ) {
        guard let row = program.word(for: node, vocabulary: Int(step.operand), in: record) else {
            readUnknownWord(step, node, ref, record, &draft)
            return
        }
        if row.use == .exact && !node.escapes.contains(.value) {
            draft.take(step.field, .word(row.canonical.name), from: ref)
        } else {
            draft.derive(step.field, row.canonical.name)
        }
    }

    @inline(never)
    private func readUnknownWord(
        _ step: FieldProgram.Step, _ node: JSONNode, _ ref: JSONRef, _ record: borrowing JSONRecord,
        _ draft: inout Draft
    ) {
        let vocabulary = program.vocabularies[Int(step.operand)]
        if vocabulary.unknown == .stay { return }
        if vocabulary.survives(node, in: record) {
            draft.take(step.field, .node(ref), from: ref)
        } else {
            draft.derive(step.field, copyOf: ref)
        }
    }

    @inline(never)
    private func refuseUnlessKept(
        _ number: Int, _ ref: JSONRef, _ record: borrowing JSONRecord
    ) throws(AdapterError) {
        let step = program.steps[number]
        if step.keepsOthers || step.revision >= 0 { return }
        throw AdapterError(
            .wrongType, path: program.paths[number], at: Int(record.node(ref).start),
            "expected \(step.code.expectation) here; correct the record or leave it out")
    }

    /// Notes the first older order that the members follow, if there is one.
    @inline(never)
    private func noteOrder(_ object: FieldProgram.Object, _ order: OrderWatch, _ draft: inout Draft) {
        for lane in 1..<4 where object.orders[lane] >= 0 && order.keeps(lane: lane) {
            draft.revisions.insert(RevisionSet(index: Int(object.orders[lane])))
            return
        }
    }
}

extension FieldProgram.Code {
    /// What a row of this kind reads, for messages.
    fileprivate var expectation: StaticString {
        switch self {
        case .residue: "anything"
        case .id: "a string"
        case .date: "a time as text, or null"
        case .carry, .words, .output: "a string or null"
        case .epoch: "seconds since 1970 as a number, or null"
        case .outputs: "a list of objects with type and url, or null"
        case .object: "an object or null"
        }
    }
}

extension Draft {
    /// Fills a member and uses up its node.
    @inline(__always)
    mutating func take(_ field: CanonicalField, _ lexeme: Lexeme, from ref: JSONRef) {
        set(field, lexeme, from: ref)
        used.insert(ref)
    }

    /// Gives back the older spelling that filled a member, whether it was carried or the member computed from it.
    fileprivate mutating func release(_ field: CanonicalField, _ program: FieldProgram) {
        if origin(field).isPresent { used.remove(origin(field)) }
        derived.remove(CanonicalFields(field))
        set(field, .absent, from: .absent)
        for number in 0..<program.steps.count
        where program.steps[number].field == field && program.steps[number].revision >= 0 {
            revisions.remove(RevisionSet(index: Int(program.steps[number].revision)))
        }
    }
}

extension TableAdapter: Adapter {}
