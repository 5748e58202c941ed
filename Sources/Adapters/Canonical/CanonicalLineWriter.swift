import AgentsCore

/// The place of a record in a batch or list.
struct EnvelopePlace {
    /// The envelope's node and the node of its list.
    var envelope: JSONRef
    var items: JSONRef
    var index: Int
    var count: Int
}

/// Writes canonical lines: the one place that knows their members and their order.
struct CanonicalLineWriter: ~Copyable {
    private var text = FixedText()
    /// `,"type":` and so on, by canonical member.
    private var keys = TrivialArray<FixedText.Part>(capacity: 8)
    /// The beginning of `provenance`, by shape.
    private var origins = TrivialArray<FixedText.Part>(capacity: 8)
    /// The list of derived members, by set.
    private var derived = TrivialArray<FixedText.Part>(capacity: 256)
    private let residue: FixedText.Part
    private let itemKeys: (type: FixedText.Part, url: FixedText.Part, layer: FixedText.Part)
    /// Revisions of each shape, newest first.
    private let revisions: [[WireRevision]]

    /// Prepares lines for records of some shapes, which are then named by their index.
    init(_ shapes: [WireShape]) {
        for field in CanonicalField.allCases {
            keys.append(text.add("\(field == .id ? "{" : ",")\"\(field.key)\":"))
        }
        for shape in shapes {
            origins.append(text.add(",\"provenance\":{\"dialect\":\"\(shape.dialect)\",\"shape\":\"\(shape.name)\""))
        }
        let fields = CanonicalField.allCases.map { (field: CanonicalFields($0), name: $0.key.name) }
        for bits in UInt8.min...UInt8.max {
            // Bytes and no strings, because there are many and each run waits for them.
            let list = text.add { bytes in
                var separator: StaticString = ",\"derived\":["
                for (field, name) in fields where bits & field.rawValue != 0 {
                    bytes.append(separator)
                    bytes.appendQuoted(name)
                    separator = ","
                }
                if bits != 0 { bytes.append(UInt8(ascii: "]")) }
            }
            derived.append(list)
        }
        residue = text.add(",\"residue\":{")
        itemKeys = (text.add("\"type\":"), text.add("\"url\":"), text.add("\"layer\":"))
        revisions = shapes.map(\.adapter.revisions)
    }

    /// Appends a draft as a line without its newline.
    ///
    /// - Parameters:
    ///   - draft: The record, normalised.
    ///   - record: The document that the draft was read from.
    ///   - shape: The shape that it was read as.
    ///   - place: The record's place in an envelope, if it has one.
    ///   - output: Where the line goes.
    func write(
        _ draft: borrowing Draft, _ record: borrowing JSONRecord, shape: Int, _ place: EnvelopePlace?,
        to output: inout ByteBuffer
    ) {
        member(.id, draft, record, &output)
        member(.type, draft, record, &output)
        member(.state, draft, record, &output)
        member(.model, draft, record, &output)
        member(.createdAt, draft, record, &output)
        writeOutputs(draft, record, &output)
        member(.failureReason, draft, record, &output)
        member(.failureCode, draft, record, &output)
        text.append(origins[shape], to: &output)
        if !draft.revisions.isEmpty { writeRevisions(draft.revisions, shape, &output) }
        let mark = output.count
        text.append(residue, to: &output)
        if !ResidueWriter.writeMembers(of: draft.root, without: draft.used, record, to: &output) {
            output.truncate(to: mark)
        }
        if !draft.derived.isEmpty { text.append(derived[Int(draft.derived.rawValue)], to: &output) }
        if let place { writePlace(place, record, &output) }
        output.append("}}")
    }

    @inline(__always)
    private func member(
        _ field: CanonicalField, _ draft: borrowing Draft, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        let lexeme = draft[field]
        if lexeme.isAbsent { return }
        text.append(keys[Int(field.rawValue)], to: &output)
        put(lexeme, draft, record, &output)
    }

    @inline(__always)
    private func put(
        _ lexeme: Lexeme, _ draft: borrowing Draft, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        switch lexeme {
        case .absent, .null: output.append("null")
        case .node(let ref): record.copyValue(ref, to: &output)
        case .scratch(let start, let end): output.append(draft.scratch, Int(start), Int(end &- start))
        case .word(let word): output.appendQuoted(word)
        }
    }

    // MARK: Outputs

    private func writeOutputs(_ draft: borrowing Draft, _ record: borrowing JSONRecord, _ output: inout ByteBuffer) {
        switch draft.outputForm {
        case .absent: return
        case .null:
            text.append(keys[Int(CanonicalField.output.rawValue)], to: &output)
            output.append("null")
        case .listed:
            text.append(keys[Int(CanonicalField.output.rawValue)], to: &output)
            output.append(UInt8(ascii: "["))
            for index in 0..<draft.outputs.count {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                writeItem(draft.outputs[index], draft, record, &output)
            }
            output.append(UInt8(ascii: "]"))
        }
    }

    private func writeItem(
        _ item: DraftOutput, _ draft: borrowing Draft, _ record: borrowing JSONRecord, _ output: inout ByteBuffer
    ) {
        let start = output.count
        output.append(UInt8(ascii: "{"))
        if !item.type.isAbsent {
            text.append(itemKeys.type, to: &output)
            put(item.type, draft, record, &output)
        }
        if !item.url.isAbsent {
            if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
            text.append(itemKeys.url, to: &output)
            put(item.url, draft, record, &output)
        }
        if item.layer.isPresent {
            if output.count > start + 1 { output.append(UInt8(ascii: ",")) }
            text.append(itemKeys.layer, to: &output)
            record.copyValue(item.layer, to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    // MARK: Provenance

    private func writeRevisions(_ followed: RevisionSet, _ shape: Int, _ output: inout ByteBuffer) {
        output.append(",\"revisions\":[")
        var isFirst = true
        for index in revisions[shape].indices where followed.contains(RevisionSet(index: index)) {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            output.appendQuoted(revisions[shape][index].name)
        }
        output.append(UInt8(ascii: "]"))
    }

    private func writePlace(_ place: EnvelopePlace, _ record: borrowing JSONRecord, _ output: inout ByteBuffer) {
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
