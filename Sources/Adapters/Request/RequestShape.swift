package import AgentsCore

/// How the requests of one legacy operation become requests to the Agents API: its rules as a table.
package struct RequestShape: Sendable {
    /// The dialect and the operation, as in `dream-machine.video`.
    package let name: StaticString
    /// The members of the legacy request, in the order in which they are read.
    package let fields: [RequestField]
    /// The row of members that are no field.
    package let unknown: RequestRow
    /// What is done once the members are read, in this order.
    package let steps: [RequestStep]
    /// The models of the operation, if its requests name one.
    package let models: RequestModels?
    /// Why no request of the operation can be translated, if none can.
    package let refusal: RequestRow?
    let base: GenerationRequest

    /// Creates a shape.
    ///
    /// - Parameters:
    ///   - name: The operation.
    ///   - base: What every request of the operation says.
    ///   - unknown: The row of members that are no field.
    ///   - models: The models of the operation, if its requests name one.
    ///   - fields: The members of the legacy request.
    ///   - steps: What is done once they are read.
    package init(
        _ name: StaticString, base: GenerationRequest, unknown: RequestRow, models: RequestModels? = nil,
        fields: [RequestField], steps: [RequestStep]
    ) {
        self.name = name
        self.base = base
        self.unknown = unknown
        self.models = models
        self.fields = fields
        self.steps = steps
        refusal = nil
    }

    /// Creates the shape of an operation that the Agents API has no counterpart for: every request is refused.
    ///
    /// - Parameters:
    ///   - name: The operation.
    ///   - row: Why, and what to do instead.
    package init(_ name: StaticString, withoutCounterpart row: RequestRow) {
        self.name = name
        base = GenerationRequest()
        unknown = row
        models = nil
        fields = []
        steps = []
        refusal = row
    }

    /// Every row, in the order of the table: for documentation and for what explains a translation.
    package var rows: [RequestRow] {
        if let refusal { return [refusal] }
        var rows: [RequestRow] = []
        for row in fields.flatMap(\.rows) + steps.flatMap(\.rows) + [unknown] where !rows.contains(row) {
            rows.append(row)
        }
        return rows
    }

    /// How much of a body is accepted.
    package static let limits = JSONLimits(depth: 32, bytes: 1 << 20, values: 4096)
    /// The most bytes of an address.
    package static let urlLimit = 8192
    /// The most bytes of an id.
    package static let idLimit = 256

    /// Translates a request.
    ///
    /// - Parameters:
    ///   - body: The legacy request as it came.
    ///   - policy: What is done where it cannot be said exactly.
    /// - Returns: The request to the Agents API, and the ledger.
    /// - Throws: ``Failure``: malformed if the body has the wrong shape, otherwise what is wrong in it or not allowed.
    package func translate(
        _ body: [UInt8], policy: TranslationPolicy = .balanced
    ) throws(Failure) -> TranslatedRequest {
        if let refusal { throw Failure(refusing: refusal, at: .root) }
        var record = JSONRecord(limits: Self.limits)
        do throws(JSONError) {
            try record.load(body)
        } catch {
            throw Failure(error)
        }
        try Self.check(.object(fields), record, RequestMember(ref: .root, path: .root))
        var draft = RequestDraft(base, policy: policy)
        try apply(fields, record, RequestMember(ref: .root, path: .root), &draft)
        for step in steps { try step.action(&draft, record) }
        return TranslatedRequest(request: draft.request, losses: draft.losses, body: record.json(.root))
    }

    /// Applies the rules of an object's members, then drops what has none.
    private func apply(
        _ fields: [RequestField], _ record: borrowing JSONRecord, _ object: RequestMember,
        _ draft: inout RequestDraft
    ) throws(Failure) {
        for field in fields {
            let ref = record[object.ref, field.key]
            guard record.isGiven(ref) else { continue }
            let member = RequestMember(ref: ref, path: object.path.appending(.key(field.key.description)))
            try field.rule.action(&draft, record, member)
            try applyParts(field.form, record, member, &draft)
        }
        var ref = record.first(in: object.ref)
        while ref.isPresent {
            let node = record.node(ref)
            if !fields.contains(where: { record.isKey(node, $0.key) }) {
                let path = object.path.appending(.key(record.key(ref)))
                try draft.lose(unknown, at: path, from: record.scalar(ref))
            }
            ref = record.next(after: ref, in: object.ref)
        }
    }

    private func applyParts(
        _ form: RequestField.Form, _ record: borrowing JSONRecord, _ member: RequestMember,
        _ draft: inout RequestDraft
    ) throws(Failure) {
        switch form {
        case .text, .flag, .number, .word, .anything: break
        case .object(let fields): try apply(fields, record, member, &draft)
        case .list(let fields, _), .named(let fields, _):
            for part in record.children(of: member) where record.isGiven(part.ref) {
                try apply(fields, record, part, &draft)
            }
        case .texts(let rule, _):
            for part in record.children(of: member) { try rule.action(&draft, record, part) }
        case .variants(let tag, let variants):
            guard let variant = variants.first(where: { record.isString(record[member.ref, tag], $0.word) }) else {
                return
            }
            try apply(variant.fields, record, member, &draft)
        }
    }
}
