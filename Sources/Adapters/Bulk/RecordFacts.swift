import AgentsCore

/// What bulk work asks of a record, whatever it is turned into.
struct RecordFacts {
    /// The identifier.
    let id: String
    /// The canonical state; nothing if the record has none.
    let state: String?
    private let creation: String?

    /// When the generation was created; nothing if the record does not say so in a way that can be read, or nobody asked.
    var created: WallTime? { creation.flatMap { WallTime(rfc3339: $0) } }

    /// Reads a record on its way to a canonical line, its creation only if that is asked for.
    init(_ draft: borrowing Draft, _ record: borrowing JSONRecord, creation isAsked: Bool) {
        id = draft.text(.id, record) ?? ""
        state = draft.text(.state, record)
        creation = isAsked ? draft.text(.createdAt, record) : nil
    }

    /// Reads a canonical line, its creation only if that is asked for.
    init(_ canonical: CanonicalView, _ line: borrowing JSONRecord, creation isAsked: Bool) {
        id = line.string(canonical[.id]) ?? ""
        state = line.string(canonical[.state])
        creation = isAsked ? line.string(canonical[.createdAt]) : nil
    }
}

extension Draft {
    /// A member other than `output` as text; nothing if it is absent or `null`.
    fileprivate func text(_ field: CanonicalField, _ record: borrowing JSONRecord) -> String? {
        switch self[field] {
        case .absent, .null: nil
        case .node(let ref): record.string(ref)
        case .word(let word): word.description
        // A string in its quotes; what is computed needs no escapes.
        case .scratch(let start, let end): scratch.text(Int(start) + 1..<Int(end) - 1)
        }
    }
}

extension RecordAges {
    /// Counts a record on its way to a canonical line.
    @inline(never)
    mutating func count(_ draft: borrowing Draft, _ record: borrowing JSONRecord, at now: WallTime) {
        if !draft.holds(.state, "completed", in: record), !draft.holds(.state, "failed", in: record) {
            count(unfinished: draft.text(.createdAt, record).flatMap { WallTime(rfc3339: $0) }, at: now)
        }
        for index in 0..<draft.outputs.count {
            if case .node(let url) = draft.outputs[index].url { countLink(url, record, at: now) }
        }
    }

    /// Counts a canonical line.
    mutating func count(_ canonical: CanonicalView, _ line: borrowing JSONRecord, at now: WallTime) {
        if !canonical.isIn(.terminal, line) {
            count(unfinished: line.string(canonical[.createdAt]).flatMap { WallTime(rfc3339: $0) }, at: now)
        }
        let list = canonical[.output]
        guard line.has(list, .array) else { return }
        var item = line.first(in: list)
        while item.isPresent {
            countLink(line[item, "url"], line, at: now)
            item = line.next(after: item, in: list)
        }
    }

    private mutating func countLink(_ url: JSONRef, _ record: borrowing JSONRecord, at now: WallTime) {
        guard record.has(url, .string) else { return }
        let node = record.node(url)
        if node.escapes.contains(.value) {
            count(record.string(url).flatMap { SignedURL($0) }, at: now)
        } else {
            count(SignedURL(in: record.source, Int(node.start) + 1..<Int(node.end) - 1), at: now)
        }
    }
}
