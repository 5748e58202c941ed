import AgentsCore

/// The second half of a worker: turns canonical lines into documents of the target, and keeps what that lost.
struct LineRenderer: ~Copyable {
    private let plan: ConversionPlan
    /// Whether items that came from a batch or list are put back into one.
    private let rebuildsEnvelopes: Bool
    private var judge: LossJudge
    private var envelopes = EnvelopeBuilder()
    /// Losses so far, if they are kept.
    var losses: [Loss] {
        get { judge.losses }
        set { judge.losses = newValue }
    }

    /// Whether they are.
    var keepsLosses: Bool {
        get { judge.keepsLosses }
        set { judge.keepsLosses = newValue }
    }

    init(_ plan: ConversionPlan, rebuildsEnvelopes: Bool, keepsLosses: Bool) {
        self.plan = plan
        judge = LossJudge(keepsLosses: keepsLosses)
        self.rebuildsEnvelopes = rebuildsEnvelopes
    }

    /// Appends the document for a canonical line with a newline behind it.
    ///
    /// - Parameters:
    ///   - canonical: The members of the line.
    ///   - line: The line.
    ///   - origin: The shape that its record came from.
    ///   - rendition: What it becomes.
    ///   - place: Where its record stood in the document it came from, for the paths of losses.
    ///   - counts: Counts what is lost.
    ///   - output: Where the document goes.
    /// - Throws: ``AdapterError`` if the line says what its shape cannot mean; nothing is appended then.
    mutating func render(
        _ canonical: CanonicalView, _ line: borrowing JSONRecord, from origin: Int, as rendition: Rendition,
        at place: FieldPath = .root, counting counts: inout LossCounts, into output: inout ByteBuffer
    ) throws(AdapterError) {
        let registry = plan.registry
        let start = output.count
        do throws(AdapterError) {
            let missed = try registry.adapter(rendition.shape).render(
                canonical, of: line, from: rendition.origin, into: &output)
            try judge.judge(
                LossJudge.Case(
                    canonical: canonical, source: origin, target: rendition.shape, origin: rendition.origin,
                    place: place,
                    missed: missed),
                line, registry.shapes, output, start, counting: &counts)
        } catch {
            output.truncate(to: start)
            throw error
        }
        if rebuildsEnvelopes, rendition.origin == .sameShape, let provenance = canonical.provenance,
            let place = provenance.place, let envelope = registry.envelope(of: rendition.shape)
        {
            try envelopes.add(place, provenance.envelope, line, envelope, &output, start)
        } else {
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// Appends a canonical line as it stands, with a newline behind it.
    ///
    /// - Throws: ``AdapterError`` if its provenance cannot be trusted: the way back is tried.
    func copy(
        _ canonical: CanonicalView, _ line: borrowing JSONRecord, from origin: Int, into output: inout ByteBuffer
    ) throws(AdapterError) {
        let start = output.count
        do throws(AdapterError) {
            _ = try plan.registry.adapter(origin).render(canonical, of: line, from: .sameShape, into: &output)
        } catch {
            output.truncate(to: start)
            throw error
        }
        output.truncate(to: start)
        line.copyValue(.root, to: &output)
        output.append(UInt8(ascii: "\n"))
    }

    /// Says whether an envelope is still waiting for items.
    func finish() throws(AdapterError) {
        try envelopes.finish()
    }
}
