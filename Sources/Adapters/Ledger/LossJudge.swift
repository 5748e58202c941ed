import AgentsCore

/// Finds what a rendered document lost, by reading it back.
///
/// A loss is never claimed by a rule that might be wrong: the document is normalised again, and what differs from the
/// canonical record it was made of is a loss, no more and no less. What the canonical record did not carry in the first
/// place, its residue, is not in the document either.
struct LossJudge: ~Copyable {
    private var record = JSONRecord(limits: .canonicalLine)
    private var draft = Draft()
    /// Losses so far, for whoever wants to read them.
    var losses: [Loss] = []
    /// Whether losses are kept, and not only counted.
    var keepsLosses: Bool

    init(keepsLosses: Bool) {
        self.keepsLosses = keepsLosses
    }

    /// One rendering that is judged.
    struct Case {
        /// The members of the canonical record.
        let canonical: CanonicalView
        /// The shape that the record came from, for the paths of its members.
        let source: Int
        /// The shape that it was rendered in.
        let target: Int
        /// Whether that is the way back, which takes the residue along.
        let origin: Origin
        /// Where the record stood in the document it came from.
        let place: FieldPath
        /// Rows that the target wants and that the record cannot know.
        let missed: [Int]
    }

    /// Finds the losses of rendering a canonical record: canonical members first, then outputs, residue and what the target
    /// misses.
    ///
    /// On the way back there are none, unless the line was edited into something that its shape cannot say.
    ///
    /// - Parameters:
    ///   - rendering: What was rendered, and how.
    ///   - line: The document that the canonical record lies in.
    ///   - shapes: The shapes that are known.
    ///   - output: Where the rendered document lies, from `start` to the end.
    ///   - start: Its first byte.
    ///   - counts: Counts the losses.
    /// - Throws: ``AdapterError`` if the rendered document is not one of the target's shape; nothing is counted then.
    mutating func judge(
        _ rendering: Case, _ line: borrowing JSONRecord, _ shapes: [WireShape], _ output: borrowing ByteBuffer,
        _ start: Int, counting counts: inout LossCounts
    ) throws(AdapterError) {
        record.source.truncate(to: 0)
        record.source.append(output, start, output.count - start)
        record.source.seal()
        do throws(JSONError) {
            _ = try record.scan(from: 0, framing: .document)
        } catch {
            throw AdapterError(error)
        }
        draft.reset(for: record, at: .root)
        let canonical = rendering.canonical
        let source = shapes[rendering.source].adapter
        let target = shapes[rendering.target]
        try target.adapter.normalize(record, into: &draft)
        let names = MemberNames(shape: rendering.source, program: source.program, canonical: canonical)
        for field in CanonicalField.allCases where field != .output {
            if isKept(field, canonical[field], line) { continue }
            compare(field, rendering, line, names, target, &counts)
        }
        compareOutputs(rendering, line, names, target, &counts)
        if rendering.origin == .otherShape, let residue = canonical.provenance?.residue, residue.isPresent {
            for approximation in source.approximations {
                compare(approximation, residue, rendering, line, target, &counts)
            }
            names.forEachResidue(residue, line) { member in
                add(
                    .dropped, member.lostMember(of: rendering.source), rendering, &counts,
                    path: names.path(of: member, line)
                ) { path in
                    dropped(path, member.value, line, target, "\(target.fullName) has no such member")
                }
            }
        }
        for member in canonical.unknown {
            add(.dropped, .other, rendering, &counts, path: [.key(line.key(member))]) { path in
                dropped(path, member, line, target, "no member of a canonical line, so nothing renders it")
            }
        }
        for step in rendering.missed {
            let member = LostMember.row(shape: rendering.target, step: step)
            add(.defaulted, member, rendering, &counts, path: target.adapter.program.paths[step]) { path in
                Loss(
                    path: path, kind: .defaulted, from: nil, to: nil, rule: "\(target.fullName).\(path)",
                    reason: "wanted by \(target.fullName), not known to the source, left out")
            }
        }
    }

    /// Counts a loss, and keeps it if losses are kept; only then is anything said in words.
    @inline(__always)
    private mutating func add(
        _ kind: Loss.Kind, _ member: LostMember, _ rendering: Case, _ counts: inout LossCounts,
        path: @autoclosure () -> FieldPath, _ loss: (FieldPath) -> Loss
    ) {
        // The target's own members do not lie in the document that the record came from.
        let isBelow = kind != .defaulted && !rendering.place.isRoot
        // Whichever item it is of, a member is counted as one.
        counts.count(kind, member, path)
        if keepsLosses {
            var loss = loss(path())
            if isBelow { loss.path = rendering.place.appending(contentsOf: loss.path) }
            losses.append(loss)
        }
    }

    // MARK: Members

    /// Whether a member came back with the same bytes: what is left after this is worth a closer look.
    private func isKept(_ field: CanonicalField, _ value: JSONRef, _ line: borrowing JSONRecord) -> Bool {
        guard value.isPresent else { return true }
        let node = line.node(value)
        switch draft[field] {
        case .absent, .scratch: return false
        case .null: return node.kind == .null
        case .word(let word): return line.isString(node, JSONKey(stringLiteral: word))
        case .node(let ref):
            let back = record.node(ref)
            return record.source.equals(
                Int(back.start)..<Int(back.end), line.source, Int(node.start)..<Int(node.end))
        }
    }

    private mutating func compare(
        _ field: CanonicalField, _ rendering: Case, _ line: borrowing JSONRecord, _ names: MemberNames,
        _ target: WireShape, _ counts: inout LossCounts
    ) {
        let value = rendering.canonical[field]
        let back = draft.text(field, in: record)
        let isNull = line.kind(value) == .null
        if isNull, back.value == nil { return }
        guard case .value(let text) = back else {
            add(.dropped, names.member(field), rendering, &counts, path: names.path(of: field)) { path in
                Loss(
                    path: path, kind: .dropped, from: names.json(of: field, line), to: nil, rule: target.fullName,
                    reason: "\(target.fullName) has no place for it")
            }
            return
        }
        let own = line.string(value)
        if let own {
            if text == own { return }
            if field == .createdAt, let one = Instant(own), let other = Instant(text), one.isSame(as: other) { return }
        }
        add(.approximated, names.member(field), rendering, &counts, path: names.path(of: field)) { path in
            guard let own else {
                return Loss(
                    path: path, kind: .approximated, from: "null", to: text.json,
                    rule: target.rule(for: field), reason: "\(target.fullName) needs a value here")
            }
            // The source may have the target's own word there, and say what it means in another member.
            let spelled = names.json(of: field, line)
            return Loss(
                path: path, kind: .approximated, from: spelled == text.json ? own.json : spelled, to: text.json,
                rule: target.rule(for: field), reason: "\(target.fullName) has no such word; this is the nearest")
        }
    }

    /// A word of the source that was read as a less exact one, if the target carries that.
    private mutating func compare(
        _ approximation: Approximation, _ residue: JSONRef, _ rendering: Case, _ line: borrowing JSONRecord,
        _ target: WireShape, _ counts: inout LossCounts
    ) {
        guard let word = approximation.word(in: residue, line),
            case .value(let text) = draft.text(approximation.field, in: record)
        else { return }
        let path = FieldPath(approximation.path.map { .key($0.description) })
        add(.approximated, .other, rendering, &counts, path: path) { path in
            Loss(
                path: path, kind: .approximated, from: line.json(word), to: text.json,
                rule: target.rule(for: approximation.field),
                reason: "no canonical record says this word; this is the nearest")
        }
    }

    private mutating func compareOutputs(
        _ rendering: Case, _ line: borrowing JSONRecord, _ names: MemberNames, _ target: WireShape,
        _ counts: inout LossCounts
    ) {
        let list = rendering.canonical[.output]
        guard list.isPresent else { return }
        var found = 0
        var index = 0
        var item = line.first(in: list)
        while item.isPresent {
            let step = names.outputStep(line[item, "type"], line)
            if found < draft.outputs.count, isSame(draft.outputs[found], item, line) {
                let layer = line[item, "layer"]
                if layer.isPresent, !draft.outputs[found].layer.isPresent {
                    add(
                        .dropped, .other, rendering, &counts,
                        path: names.outputPath(index, step).appending(.key("layer"))
                    ) { path in
                        dropped(path, layer, line, target, "\(target.fullName) has no place for layers")
                    }
                }
                found += 1
            } else {
                let member = step.map { LostMember.row(shape: rendering.source, step: $0) } ?? .other
                add(.dropped, member, rendering, &counts, path: names.outputPath(index, step)) { path in
                    dropped(path, line[item, "url"], line, target, "\(target.fullName) has no place for it")
                }
            }
            index += 1
            item = line.next(after: item, in: list)
        }
    }

    /// Whether an output that was read back is an item of the canonical record.
    private func isSame(_ output: DraftOutput, _ item: JSONRef, _ line: borrowing JSONRecord) -> Bool {
        draft.text(output.type, in: record).value == line.string(line[item, "type"])
            && draft.text(output.url, in: record).value == line.string(line[item, "url"])
    }
}

/// The loss of a member that the target has no place for.
private func dropped(
    _ path: FieldPath, _ value: JSONRef, _ line: borrowing JSONRecord, _ target: WireShape, _ reason: String
) -> Loss {
    let isScalar = value.isPresent && line.kind(value) != .object && line.kind(value) != .array
    return Loss(
        path: path, kind: .dropped, from: isScalar ? line.json(value) : nil, to: nil, rule: target.fullName,
        reason: reason)
}

extension ResidueMember {
    /// The member of a shape, as it is counted.
    fileprivate func lostMember(of shape: Int) -> LostMember {
        if case .row(let step) = step { .row(shape: shape, step: step) } else { .other }
    }
}

extension WireShape {
    /// The name of the row that writes a canonical member.
    fileprivate func rule(for field: CanonicalField) -> String {
        guard let step = adapter.program.firstStep(filling: field) else { return fullName }
        return "\(fullName).\(adapter.program.paths[step])"
    }
}

extension String {
    /// The text as a JSON string.
    fileprivate var json: String {
        var buffer = ByteBuffer(capacity: utf8.count + 2)
        buffer.appendJSON(self)
        return buffer.text(0..<buffer.count)
    }
}
