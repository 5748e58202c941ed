package import AgentsCore

/// One worker: turns documents into records of a target, one after another, without allocating for the canonical one.
package struct RecordConverter: ~Copyable {
    private let plan: ConversionPlan
    /// What was counted so far.
    package var tally: NormalizationTally
    /// Items of the last document that were refused; emptied by whoever reads them.
    package var refusedItems: [RefusedItem] = []
    /// Losses so far, if they are kept; emptied by whoever reads them.
    package var losses: [Loss] {
        get { renderer.losses }
        set { renderer.losses = newValue }
    }

    /// Whether they are.
    var keepsLosses: Bool {
        get { renderer.keepsLosses }
        set { renderer.keepsLosses = newValue }
    }

    /// The shape of the last document that was recognised, or that of its items.
    private(set) var shape = 0

    /// Looks at each record.
    package var inspector = RecordInspector()
    private var draft = Draft()
    /// The canonical line on its way to another dialect.
    private var line = JSONRecord(limits: .canonicalLine)
    private var renderer: LineRenderer

    /// Creates a worker of its own.
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
        self.init(
            ConversionPlan(registry, from: source, to: target), detailed: detailed, rebuildsEnvelopes: rebuildsEnvelopes
        )
    }

    /// Creates one of several workers.
    init(
        _ plan: ConversionPlan, detailed: Bool = false, rebuildsEnvelopes: Bool = false, keepsLosses: Bool = true,
        isPart: Bool = false
    ) {
        self.plan = plan
        renderer = LineRenderer(plan, rebuildsEnvelopes: rebuildsEnvelopes, keepsLosses: keepsLosses)
        tally = NormalizationTally(shapes: plan.registry.shapes, detailed: detailed, isPart: isPart)
    }

    private var registry: AdapterRegistry { plan.registry }

    /// Levels that a canonical line has around what is left of its record.
    private static let lineDepth = 2

    /// Converts the text of one document and returns the lines it became.
    ///
    /// - Throws: ``AdapterError`` if it, or any item of it, is refused.
    mutating func convertDocument(
        _ document: some Sequence<UInt8>, _ limits: JSONLimits
    ) throws(AdapterError) -> [UInt8] {
        var record = JSONRecord(limits: limits)
        do throws(JSONError) {
            try record.load(document)
        } catch {
            throw AdapterError(error)
        }
        var output = ByteBuffer()
        try convert(record, into: &output)
        if let refused = refusedItems.first { throw refused.error }
        return output.array()
    }

    /// Converts a document, which may hold several records; each goes to `output` with a newline behind it.
    ///
    /// - Throws: ``AdapterError`` if the document as a whole is refused; refused items are in ``refusedItems``.
    package mutating func convert(
        _ record: borrowing JSONRecord, into output: inout ByteBuffer
    ) throws(AdapterError) {
        if let fault = plan.fault { throw fault }
        guard record.kind(.root) == .object else {
            throw AdapterError(
                .notAGeneration, at: Int(record.node(.root).start), "expected an object, so it is no generation")
        }
        let document = try plan.recognizer.recognize(record)
        if record.depth > record.limits.depth - Self.lineDepth, !document.isLine {
            throw AdapterError(
                .tooDeep, at: Int(record.node(.root).start), "nested so deep that its canonical line could not be read")
        }
        switch document {
        case .record(let shape):
            self.shape = shape
            try convertRecord(record, at: .root, shape, nil, into: &output)
        case .envelope(let envelope):
            try convertItems(record, envelope, into: &output)
        case .line(let origin):
            shape = origin
            try convertLine(record, from: origin, into: &output)
        }
    }

    // MARK: Items of an envelope

    private mutating func convertItems(
        _ record: borrowing JSONRecord, _ index: Int, into output: inout ByteBuffer
    ) throws(AdapterError) {
        let envelope = registry.envelopes[index]
        let shape = registry.index(of: envelope.item) ?? 0
        self.shape = shape
        let list = try envelope.items(of: record)
        var place = EnvelopePlace(envelope: .root, items: list, index: 0, count: record.count(list))
        if place.count == 0 { tally.emptyEnvelopes += 1 }
        var item = record.first(in: list)
        while item.isPresent {
            let node = record.node(item)
            do throws(AdapterError) {
                guard record.kind(item) == .object else {
                    throw AdapterError(.notAGeneration, at: Int(node.start), "expected an object")
                }
                try convertRecord(record, at: item, shape, place, into: &output)
            } catch {
                refusedItems.append(
                    RefusedItem(item: place.index, error: error, range: Int(node.start)..<Int(node.end)))
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
        try plan.tables[shape].normalize(record, into: &draft)
        let facts =
            inspector.needsFacts ? RecordFacts(draft, record, creation: inspector.needsCreation) : nil
        guard try admits(facts, shape, at: Int(record.node(root).start)) else { return }
        let start = output.count
        if let rendition = plan.renditions?[shape] {
            line.source.truncate(to: 0)
            plan.lines.write(draft, record, shape: shape, place, to: &line.source)
            try scanLine()
            let path = place.map { FieldPath([.key(record.key($0.items)), .index($0.index)]) } ?? .root
            try renderer.render(
                try CanonicalView(line), line, from: shape, as: rendition, at: path, counting: &tally.lost,
                into: &output)
            tally.count(draft, record, shape: shape)
        } else {
            plan.lines.write(draft, record, shape: shape, place, to: &output)
            output.append(UInt8(ascii: "\n"))
            tally.count(draft, record, shape: shape)
        }
        if inspector.keepsMarks {
            let mark = RecordMark(
                record.node(root), item: place?.index, start..<output.count, lossesEnd: renderer.losses.count)
            inspector.note(mark, facts, from: registry.shapes[shape])
        }
        if let now = inspector.now { tally.ages.count(draft, record, at: now) }
    }

    /// Whether a record is wanted, which is known if nobody asks what it says; refuses one that nobody could ask for.
    @inline(__always)
    private mutating func admits(_ facts: RecordFacts?, _ shape: Int, at offset: Int) throws(AdapterError) -> Bool {
        guard let facts else { return true }
        guard inspector.admits(facts, from: registry.shapes[shape]) else {
            tally.filtered += 1
            return false
        }
        try inspector.check(facts, at: offset)
        return true
    }

    private mutating func scanLine() throws(AdapterError) {
        do throws(JSONError) {
            line.source.seal()
            _ = try line.scan(from: 0, framing: .document)
        } catch {
            throw AdapterError(error)
        }
    }

    /// Converts a canonical line, which may come from anywhere.
    private mutating func convertLine(
        _ record: borrowing JSONRecord, from origin: Int, into output: inout ByteBuffer
    ) throws(AdapterError) {
        let canonical = try CanonicalView(record)
        let facts =
            inspector.needsFacts ? RecordFacts(canonical, record, creation: inspector.needsCreation) : nil
        guard try admits(facts, origin, at: Int(record.node(.root).start)) else { return }
        let start = output.count
        if let rendition = plan.renditions?[origin] {
            try renderer.render(
                canonical, record, from: origin, as: rendition, counting: &tally.lost, into: &output)
        } else {
            try renderer.copy(canonical, record, from: origin, into: &output)
        }
        tally.count(canonical, record, shape: origin)
        if inspector.keepsMarks {
            let mark = RecordMark(
                record.node(.root), item: nil, start..<output.count, lossesEnd: renderer.losses.count)
            inspector.note(mark, facts, from: registry.shapes[origin])
        }
        if let now = inspector.now { tally.ages.count(canonical, record, at: now) }
    }

    /// Says whether an envelope is still waiting for items.
    package func finish() throws(AdapterError) {
        try renderer.finish()
    }
}

/// An item of a batch or list that is no record.
package struct RefusedItem: Sendable {
    /// Its place, counted from 0.
    package let item: Int
    /// Why it was refused.
    package let error: AdapterError
    /// Where its bytes lie in the reader's window.
    package let range: Range<Int>
}
