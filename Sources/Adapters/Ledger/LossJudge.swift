import AgentsCore

/// Finds what a rendered document lost, by reading it back.
///
/// A loss is never claimed by a rule that might be wrong: the document is normalised again, and what differs from the
/// canonical record it was made of is a loss, no more and no less. What the canonical record did not carry in the first
/// place, its residue, is not in the document either.
struct LossJudge: ~Copyable {
    private var record = JSONRecord(limits: .canonicalLine)
    private var draft = Draft()

    /// The losses of rendering a canonical record.
    ///
    /// On the way back there are none, unless the line was edited into something that its shape cannot say.
    ///
    /// - Parameters:
    ///   - canonical: The members of the canonical record.
    ///   - line: The document they lie in.
    ///   - source: The shape that the record came from, for the paths of its members.
    ///   - target: The shape it was rendered in.
    ///   - origin: Whether that is the way back, which takes the residue along.
    ///   - output: Where the rendered document lies, from `start` to the end.
    ///   - start: Its first byte.
    ///   - missed: Paths of members that the target wants.
    /// - Returns: The losses: canonical members first, then outputs, residue and what the target misses.
    /// - Throws: ``AdapterError`` if the rendered document is not one of the target's shape.
    mutating func losses(
        of canonical: CanonicalView, _ line: borrowing JSONRecord, from source: WireShape, to target: WireShape,
        _ origin: Origin, _ output: borrowing ByteBuffer, _ start: Int, _ missed: [FieldPath]
    ) throws(AdapterError) -> [Loss] {
        record.source.truncate(to: 0)
        record.source.append(output, start, output.count - start)
        record.source.seal()
        do throws(JSONError) {
            _ = try record.scan(from: 0, framing: .document)
        } catch {
            throw AdapterError(error)
        }
        draft.reset(for: record, at: .root)
        try target.adapter.normalize(record, into: &draft)
        let names = MemberNames(source: source, canonical: canonical)
        var losses: [Loss] = []
        for field in CanonicalField.allCases where field != .output {
            if isKept(field, canonical[field], line) { continue }
            if let loss = compare(field, canonical[field], line, names, target) { losses.append(loss) }
        }
        losses += compareOutputs(canonical, line, names, target)
        if origin == .otherShape, let residue = canonical.provenance?.residue, residue.isPresent {
            losses += source.adapter.approximations.compactMap { approximated($0, residue, line, target) }
            names.forEachResidue(residue, line) { path, value in
                losses.append(dropped(path, value, line, target, "\(target.fullName) has no such member"))
            }
        }
        losses += unknownMembers(canonical, line, shape: target)
        losses += missed.map {
            Loss(
                path: $0, kind: .defaulted, from: nil, to: nil, rule: "\(target.fullName).\($0)",
                reason: "wanted by \(target.fullName), not known to the source, left out")
        }
        return losses
    }

    /// Members of the canonical document that it has on top of what a canonical line holds.
    private func unknownMembers(
        _ canonical: CanonicalView, _ line: borrowing JSONRecord, shape: WireShape
    ) -> [Loss] {
        var losses: [Loss] = []
        for member in canonical.unknown {
            losses.append(
                dropped(
                    [.key(line.key(member))], member, line, shape,
                    "no member of a canonical line, so nothing renders it"))
        }
        return losses
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

    private func compare(
        _ field: CanonicalField, _ value: JSONRef, _ line: borrowing JSONRecord, _ names: MemberNames,
        _ target: WireShape
    ) -> Loss? {
        guard value.isPresent else { return nil }
        let back = draft.text(field, in: record)
        let isNull = line.kind(value) == .null
        let path = names.path(of: field)
        let rule = target.rule(for: field)
        if case .absent = back {
            if isNull { return nil }
            return noPlace(field, line, names, target)
        }
        if case .value(let text) = back, let own = line.string(value) {
            if text == own { return nil }
            if field == .createdAt, let one = Instant(own), let other = Instant(text), one.isSame(as: other) {
                return nil
            }
            // The source may have the target's own word there, and say what it means in another member.
            let spelled = names.json(of: field, line)
            return Loss(
                path: path, kind: .approximated, from: spelled == text.json ? own.json : spelled, to: text.json,
                rule: rule, reason: "\(target.fullName) has no such word; this is the nearest")
        }
        if isNull, case .null = back { return nil }
        if case .value(let text) = back {
            return Loss(
                path: path, kind: .approximated, from: "null", to: text.json, rule: rule,
                reason: "\(target.fullName) needs a value here")
        }
        return noPlace(field, line, names, target)
    }

    /// A word of the source that was read as a less exact one, if the target carries that.
    private func approximated(
        _ approximation: Approximation, _ residue: JSONRef, _ line: borrowing JSONRecord, _ target: WireShape
    ) -> Loss? {
        guard let word = approximation.word(in: residue, line),
            case .value(let text) = draft.text(approximation.field, in: record)
        else { return nil }
        return Loss(
            path: FieldPath(approximation.path.map { .key($0.description) }), kind: .approximated,
            from: line.json(word), to: text.json, rule: target.rule(for: approximation.field),
            reason: "no canonical record says this word; this is the nearest")
    }

    private func noPlace(
        _ field: CanonicalField, _ line: borrowing JSONRecord, _ names: MemberNames, _ target: WireShape
    ) -> Loss {
        Loss(
            path: names.path(of: field), kind: .dropped, from: names.json(of: field, line), to: nil,
            rule: target.fullName, reason: "\(target.fullName) has no place for it")
    }

    private func compareOutputs(
        _ canonical: CanonicalView, _ line: borrowing JSONRecord, _ names: MemberNames, _ target: WireShape
    ) -> [Loss] {
        let list = canonical[.output]
        guard list.isPresent else { return [] }
        var losses: [Loss] = []
        var found = 0
        var index = 0
        var item = line.first(in: list)
        while item.isPresent {
            let path = names.outputPath(index, line.string(line[item, "type"]))
            let type = line.string(line[item, "type"])
            let url = line.string(line[item, "url"])
            if found < draft.outputs.count, draft.outputType(found, in: record) == type,
                draft.outputURL(found, in: record) == url
            {
                let layer = line[item, "layer"]
                if layer.isPresent, !draft.outputs[found].layer.isPresent {
                    losses.append(
                        dropped(
                            path.appending(.key("layer")), layer, line, target,
                            "\(target.fullName) has no place for layers"))
                }
                found += 1
            } else {
                losses.append(dropped(path, line[item, "url"], line, target, "\(target.fullName) has no place for it"))
            }
            index += 1
            item = line.next(after: item, in: list)
        }
        return losses
    }

    private func dropped(
        _ path: FieldPath, _ value: JSONRef, _ line: borrowing JSONRecord, _ target: WireShape, _ reason: String
    ) -> Loss {
        let isScalar = value.isPresent && line.kind(value) != .object && line.kind(value) != .array
        return Loss(
            path: path, kind: .dropped, from: isScalar ? line.json(value) : nil, to: nil, rule: target.fullName,
            reason: reason)
    }
}

extension JSONLimits {
    /// Limits for documents that were written from ones that were within limits: they can be somewhat longer and deeper.
    static let canonicalLine = JSONLimits(depth: 512, bytes: 1 << 30, values: .max)
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
