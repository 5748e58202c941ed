import AgentsCore

/// Where a record came from: what its line says beside the canonical members and the residue.
struct LineContext {
    var dialect: StaticString
    var shape: StaticString
    /// Names of the shape's revisions, newest first.
    var revisions: [WireRevision]
}

/// The place of a record in a batch or list.
struct EnvelopePlace {
    /// The envelope's node and the node of its list.
    var envelope: JSONRef
    var items: JSONRef
    var index: Int
    var count: Int
}

/// The canonical line: the one place that knows its members and their order.
enum CanonicalLine {
    /// Appends a draft as a line without its newline.
    ///
    /// - Parameters:
    ///   - draft: The record, normalised.
    ///   - record: The document that the draft was read from.
    ///   - context: What is written to `provenance`.
    ///   - place: The record's place in an envelope, if it has one.
    ///   - output: Where the line goes.
    static func write(
        _ draft: borrowing Draft, _ record: borrowing JSONRecord, _ context: borrowing LineContext,
        _ place: EnvelopePlace?, to output: inout ByteBuffer
    ) {
        let size = record.byteCount(draft.root)
        output.reserve(size &* 2 &+ 1024)
        output.append("{\"id\":")
        put(draft[.id], draft, record, &output)
        member(",\"type\":", draft[.type], draft, record, &output)
        member(",\"state\":", draft[.state], draft, record, &output)
        member(",\"model\":", draft[.model], draft, record, &output)
        member(",\"created_at\":", draft[.createdAt], draft, record, &output)
        writeOutputs(draft, record, &output)
        member(",\"failure_reason\":", draft[.failureReason], draft, record, &output)
        member(",\"failure_code\":", draft[.failureCode], draft, record, &output)
        output.append(",\"provenance\":{\"dialect\":")
        output.appendQuoted(context.dialect)
        output.append(",\"shape\":")
        output.appendQuoted(context.shape)
        if !draft.revisions.isEmpty { writeRevisions(draft.revisions, context, &output) }
        _ = draft.writeResidue(",\"residue\":", of: record, to: &output)
        if !draft.derived.isEmpty { writeDerived(draft.derived, &output) }
        if let place { writePlace(place, record, &output) }
        output.append("}}")
    }

    @inline(__always)
    private static func member(
        _ key: StaticString, _ lexeme: Lexeme, _ draft: borrowing Draft, _ record: borrowing JSONRecord,
        _ output: inout ByteBuffer
    ) {
        if lexeme.isAbsent { return }
        output.append(key)
        put(lexeme, draft, record, &output)
    }

    @inline(__always)
    private static func put(
        _ lexeme: Lexeme, _ draft: borrowing Draft, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        switch lexeme {
        case .absent, .null: output.append("null")
        case .node(let ref): record.copyValue(ref, to: &output)
        case .scratch(let start, let end): output.append(draft.scratch, Int(start), Int(end &- start))
        case .word(let word): output.appendQuoted(word)
        }
    }

    private static func writeOutputs(
        _ draft: borrowing Draft, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        switch draft.outputForm {
        case .absent: return
        case .null: output.append(",\"output\":null")
        case .listed:
            output.append(",\"output\":[")
            for index in 0..<draft.outputs.count {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                writeItem(draft.outputs[index], draft, record, &output)
            }
            output.append(UInt8(ascii: "]"))
        }
    }

    private static func writeItem(
        _ item: DraftOutput, _ draft: borrowing Draft, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        let start = output.count
        output.append(UInt8(ascii: "{"))
        member("\"type\":", item.type, draft, record, &output)
        if !item.url.isAbsent {
            if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
            output.append("\"url\":")
            put(item.url, draft, record, &output)
        }
        if item.layer.isPresent {
            if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
            output.append("\"layer\":")
            record.copyValue(item.layer, to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    private static func writeRevisions(
        _ revisions: RevisionSet, _ context: borrowing LineContext, _ output: inout ByteBuffer
    ) {
        output.append(",\"revisions\":[")
        var isFirst = true
        for index in 0..<context.revisions.count where revisions.contains(RevisionSet(index: index)) {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            output.appendQuoted(context.revisions[index].name)
        }
        output.append(UInt8(ascii: "]"))
    }

    private static func writeDerived(_ derived: CanonicalFields, _ output: inout ByteBuffer) {
        output.append(",\"derived\":[")
        var isFirst = true
        for field in CanonicalField.allCases where derived.contains(field) {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            output.appendQuoted(field.key.name)
        }
        output.append(UInt8(ascii: "]"))
    }

    private static func writePlace(
        _ place: EnvelopePlace, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        if place.index == 0 {
            output.append(",\"envelope\":{")
            var isFirst = true
            var member = record.first(in: place.envelope)
            while member.isPresent {
                if member != place.items {
                    if !isFirst { output.append(UInt8(ascii: ",")) }
                    isFirst = false
                    record.copyMember(member, to: &output)
                }
                member = record.next(after: member, in: place.envelope)
            }
            output.append(UInt8(ascii: "}"))
        }
        output.append(",\"index\":")
        output.append(decimal: place.index)
        output.append(",\"of\":")
        output.append(decimal: place.count)
    }
}
