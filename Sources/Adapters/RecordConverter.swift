package import AgentsCore

/// One worker: turns documents into records of a target, one after another, without allocating for the canonical one.
package struct RecordConverter: ~Copyable {
    let registry: AdapterRegistry
    let source: ConversionSource
    let target: ConversionTarget
    /// What was counted so far.
    package var tally: NormalizationTally
    /// Items of the last document that were refused; emptied by whoever reads them.
    package var refusedItems: [(item: Int, error: AdapterError)] = []
    /// Losses of the last document.
    package var losses: [Loss] = []

    let contexts: [LineContext]
    var draft = Draft()
    /// The canonical line on its way to another dialect, and the target's document on its way to being judged.
    var line: JSONRecord
    var judge: LossJudge
    /// Whether items that came from a batch or list are put back into one.
    let rebuildsEnvelopes: Bool
    var envelopes = EnvelopeBuilder()

    /// Creates a worker.
    ///
    /// - Parameters:
    ///   - registry: The shapes to know.
    ///   - source: Which records are accepted.
    ///   - target: What they are turned into.
    ///   - detailed: Whether states, models and the like are counted.
    ///   - rebuildsEnvelopes: Whether items that came from a batch or list are put back into one.
    package init(
        registry: AdapterRegistry, source: ConversionSource = .any, target: ConversionTarget = .canonical,
        detailed: Bool = false, rebuildsEnvelopes: Bool = false
    ) {
        self.registry = registry
        self.source = source
        self.target = target
        self.rebuildsEnvelopes = rebuildsEnvelopes
        contexts = registry.shapes.map {
            LineContext(dialect: $0.dialect.name, shape: $0.name, revisions: $0.adapter.revisions)
        }
        tally = NormalizationTally(shapes: registry.shapes, detailed: detailed)
        // A canonical line can be longer than the record it was made of.
        line = JSONRecord(limits: JSONLimits(depth: 512, bytes: 1 << 30, values: .max))
        judge = LossJudge()
    }

    /// Converts a document, which may hold several records; each goes to `output` with a newline behind it.
    ///
    /// - Throws: ``AdapterError`` if the document as a whole is refused; refused items are in ``refusedItems``.
    package mutating func convert(
        _ record: borrowing JSONRecord, into output: inout ByteBuffer
    ) throws(AdapterError) {
        guard record.kind(.root) == .object else {
            throw AdapterError(
                .notAGeneration, at: Int(record.node(.root).start), "expected an object, so it is no generation")
        }
        if case .any = source, let origin = canonicalOrigin(record) {
            return try convertLine(record, from: origin, into: &output)
        }
        if case .dialect(.agents) = source, let origin = canonicalOrigin(record) {
            return try convertLine(record, from: origin, into: &output)
        }
        switch try recognize(record) {
        case .shape(let index):
            try convertRecord(record, at: .root, index, nil, into: &output)
        case .envelope(let index):
            try convertItems(record, index, into: &output)
        }
    }

    // MARK: Recognising

    private func recognize(_ record: borrowing JSONRecord) throws(AdapterError) -> AdapterRegistry.Detected {
        switch source {
        case .any:
            return try registry.detect(record, at: .root)
        case .shape(let shape):
            return .shape(registry.index(of: shape))
        case .envelope(let envelope):
            return .envelope(registry.index(of: envelope))
        case .dialect(let dialect):
            do throws(AdapterError) {
                let detected = try registry.detect(record, at: .root)
                if registry.dialect(of: detected) == dialect { return detected }
            } catch  where error.code == .notAGeneration {
                throw error
            } catch {}
            guard let index = registry.firstShape(of: dialect) else {
                throw AdapterError(.unknownShape, "no shape of \(dialect) is known")
            }
            return .shape(index)
        }
    }

    /// The shape that a canonical line names as its origin; nothing for any other document.
    private func canonicalOrigin(_ record: borrowing JSONRecord) -> Int? {
        let provenance = record["provenance"]
        guard record.has(provenance, .object) else { return nil }
        let dialect = record[provenance, "dialect"]
        let shape = record[provenance, "shape"]
        return registry.shapes.indices.first {
            record.isString(dialect, JSONKey(stringLiteral: registry.shapes[$0].dialect.name))
                && record.isString(shape, JSONKey(stringLiteral: registry.shapes[$0].name))
        }
    }

    // MARK: Items of an envelope

    private mutating func convertItems(
        _ record: borrowing JSONRecord, _ index: Int, into output: inout ByteBuffer
    ) throws(AdapterError) {
        let envelope = registry.envelopes[index]
        let shape = registry.index(of: envelope.item)
        let list = record[envelope.list]
        guard record.has(list, .array) else {
            throw AdapterError(
                .wrongType, path: envelope.list.description, at: Int(record.node(list).start),
                "expected a list of records here")
        }
        var place = EnvelopePlace(envelope: .root, items: list, index: 0, count: record.count(list))
        if place.count == 0 { tally.emptyEnvelopes += 1 }
        var item = record.first(in: list)
        while item.isPresent {
            do throws(AdapterError) {
                guard record.kind(item) == .object else {
                    throw AdapterError(.notAGeneration, at: Int(record.node(item).start), "expected an object")
                }
                try convertRecord(record, at: item, shape, place, into: &output)
            } catch {
                refusedItems.append((place.index, error))
            }
            place.index += 1
            item = record.next(after: item, in: list)
        }
    }

    // MARK: One record

    private mutating func convertRecord(
        _ record: borrowing JSONRecord, at root: JSONRef, _ shape: Int, _ place: EnvelopePlace?,
        into output: inout ByteBuffer
    ) throws(AdapterError) {
        draft.reset(for: record, at: root)
        try registry.adapter(shape).normalize(record, into: &draft)
        switch target {
        case .canonical:
            CanonicalLine.write(draft, record, contexts[shape], place, to: &output)
            output.append(UInt8(ascii: "\n"))
            tally.count(draft, record, shape: shape)
        case .bare, .dialect, .shape:
            line.source.truncate(to: 0)
            CanonicalLine.write(draft, record, contexts[shape], place, to: &line.source)
            try renderLine(try scanLine(), from: shape, into: &output)
            tally.count(draft, record, shape: shape)
        }
    }

    /// Converts a canonical line, which may come from anywhere.
    private mutating func convertLine(
        _ record: borrowing JSONRecord, from origin: Int, into output: inout ByteBuffer
    ) throws(AdapterError) {
        line.source.truncate(to: 0)
        record.copyValue(.root, to: &line.source)
        let canonical = try scanLine()
        if case .canonical = target {
            // It is one already. Rendering it tells whether its provenance can be trusted.
            let mark = output.count
            _ = try registry.adapter(origin).render(canonical, of: line, from: .sameShape, into: &output)
            output.truncate(to: mark)
            output.append(line.source, 0, line.source.count)
            output.append(UInt8(ascii: "\n"))
        } else {
            try renderLine(canonical, from: origin, into: &output)
        }
        tally.count(canonical, line, shape: origin)
    }

    private mutating func scanLine() throws(AdapterError) -> CanonicalView {
        do throws(JSONError) {
            line.source.seal()
            _ = try line.scan(from: 0, framing: .document)
        } catch {
            throw AdapterError(error)
        }
        return try CanonicalView(line)
    }

    /// Renders the canonical line in ``line`` as the target.
    private mutating func renderLine(
        _ canonical: CanonicalView, from origin: Int, into output: inout ByteBuffer
    ) throws(AdapterError) {
        let shape = registry.targetShape(target, origin: origin)
        let isBack = shape == origin && !target.isBare
        let start = output.count
        do throws(AdapterError) {
            let missed = try registry.adapter(shape).render(
                canonical, of: line, from: isBack ? .sameShape : .otherShape, into: &output)
            let found =
                isBack
                ? judge.unknownMembers(canonical, line, shape: registry.shapes[shape])
                : try judge.losses(
                    of: canonical, line, from: registry.shapes[origin], to: registry.shapes[shape], output, start,
                    missed)
            tally.count(losses: found)
            losses += found
        } catch {
            output.truncate(to: start)
            throw error
        }
        if isBack, let place = canonical.provenance?.place, let envelope = registry.envelope(of: shape),
            rebuildsEnvelopes
        {
            try envelopes.add(place, canonical.provenance?.envelope ?? .absent, line, envelope, &output, start)
        } else {
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// Says whether an envelope is still waiting for items.
    package func finish() throws(AdapterError) {
        try envelopes.finish()
    }
}

extension ConversionTarget {
    /// Whether nothing of the source is kept.
    var isBare: Bool {
        if case .bare = self { true } else { false }
    }
}

extension AdapterRegistry {
    func adapter(_ shape: Int) -> TableAdapter {
        shapes[shape].adapter
    }

    func index(of shape: WireShape) -> Int {
        shapes.firstIndex { $0.fullName == shape.fullName } ?? 0
    }

    func index(of envelope: EnvelopeShape) -> Int {
        envelopes.firstIndex { $0.fullName == envelope.fullName } ?? 0
    }

    func dialect(of detected: Detected) -> Dialect {
        switch detected {
        case .shape(let index): shapes[index].dialect
        case .envelope(let index): envelopes[index].dialect
        }
    }

    func envelope(of shape: Int) -> EnvelopeShape? {
        envelopes.first { $0.item.fullName == shapes[shape].fullName }
    }

    func firstShape(of dialect: Dialect) -> Int? {
        shapes.firstIndex { $0.dialect == dialect }
    }

    /// The shape in which a target wants a record that came from `origin`.
    func targetShape(_ target: ConversionTarget, origin: Int) -> Int {
        switch target {
        case .canonical, .bare: index(of: Agents.generation)
        case .shape(let shape): index(of: shape)
        case .dialect(let dialect):
            shapes[origin].dialect == dialect ? origin : firstShape(of: dialect) ?? origin
        }
    }
}
