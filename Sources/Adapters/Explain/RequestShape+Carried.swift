import AgentsCore

// What a translation does exactly, but not to the letter: no losses, but worth telling.

extension RequestShape {
    /// The members of a request that are carried exactly in another place, or that the server sees to, and the legacy
    /// defaults that are sent in so many words.
    ///
    /// What is said is looked up in the request that is sent: a row that promises a place where nothing stands is not told.
    ///
    /// - Parameter translated: The translation.
    /// - Returns: Entries of kind `renamed`, in the order of the table, then such of kind `defaulted`.
    func carried(in translated: TranslatedRequest) -> [LedgerEntry] {
        var source = JSONRecord(limits: Self.limits)
        var sent = JSONRecord()
        guard (try? source.load(translated.body.utf8)) != nil, (try? sent.load(translated.request.json())) != nil else {
            return []
        }
        let lost = Set(translated.losses.map(\.path))
        var entries: [LedgerEntry] = []
        collect(fields, source, RequestMember(ref: .root, path: .root), sent, lost, &entries)
        for row in steps.flatMap(\.rows) where row.disposition == .exact && !row.isServers {
            if let entry = Self.standard(row, source, sent) { entries.append(entry) }
        }
        return entries
    }

    private func collect(
        _ fields: [RequestField], _ source: borrowing JSONRecord, _ object: RequestMember,
        _ sent: borrowing JSONRecord, _ lost: Set<FieldPath>, _ entries: inout [LedgerEntry]
    ) {
        for field in fields {
            let ref = source[object.ref, field.key]
            guard source.isGiven(ref) else { continue }
            let member = RequestMember(ref: ref, path: object.path.appending(.key(field.key.description)))
            collect(field.rule, source, member, sent, lost, &entries)
            switch field.form {
            case .text, .flag, .number, .word, .anything: break
            case .object(let fields): collect(fields, source, member, sent, lost, &entries)
            case .texts(let rule, _):
                Self.forEachElement(of: member, source) { collect(rule, source, $0, sent, lost, &entries) }
            case .list(let fields, _), .named(let fields, _):
                Self.forEachElement(of: member, source) { collect(fields, source, $0, sent, lost, &entries) }
            case .variants(let tag, let variants):
                let word = source[member.ref, tag]
                guard let variant = variants.first(where: { source.isString(word, $0.word) }) else { continue }
                collect(variant.fields, source, member, sent, lost, &entries)
            }
        }
    }

    private func collect(
        _ rule: RequestRule, _ source: borrowing JSONRecord, _ member: RequestMember, _ sent: borrowing JSONRecord,
        _ lost: Set<FieldPath>, _ entries: inout [LedgerEntry]
    ) {
        guard !lost.contains(member.path), let row = rule.rows.first(where: { $0.disposition == .exact }) else {
            return
        }
        if let entry = Self.entry(row, source, member, sent) { entries.append(entry) }
    }

    /// Walks the elements of an array, or the members of an object whose keys are the caller's.
    private static func forEachElement(
        of container: RequestMember, _ record: borrowing JSONRecord, _ body: (RequestMember) -> Void
    ) {
        let isArray = record.kind(container.ref) == .array
        var index = 0
        var ref = record.first(in: container.ref)
        while ref.isPresent {
            let step: FieldPath.Component = isArray ? .index(index) : .key(record.key(ref))
            body(RequestMember(ref: ref, path: container.path.appending(step)))
            index += 1
            ref = record.next(after: ref, in: container.ref)
        }
    }

    private static func entry(
        _ row: RequestRow, _ source: borrowing JSONRecord, _ member: RequestMember, _ sent: borrowing JSONRecord
    ) -> LedgerEntry? {
        let from = source.scalar(member.ref)
        guard let target = row.isServers ? row.target : place(row.target, of: from, in: sent),
            target != "\(member.path)"
        else { return nil }
        return LedgerEntry(
            kind: .renamed, path: member.path, from: from, to: nil, target: target, rule: row.key, reason: row.reason,
            verdict: .apply)
    }

    /// A legacy default that is sent although the request does not say it.
    private static func standard(
        _ row: RequestRow, _ source: borrowing JSONRecord, _ sent: borrowing JSONRecord
    ) -> LedgerEntry? {
        let root = RequestMember(ref: .root, path: .root)
        guard let name = row.source.split(separator: ".").first, find([name], root, in: source) == nil,
            let target = row.target.split(separator: " ").first,
            let member = find(target.split(separator: ".")[...], root, in: sent), let value = sent.scalar(member.ref)
        else { return nil }
        return LedgerEntry(
            kind: .defaulted, path: member.path, from: nil, to: value, target: nil, rule: row.key,
            reason: row.reason.isEmpty ? "the legacy default, sent in so many words" : row.reason, verdict: .apply)
    }

    /// The place of what a row's target describes, as in `video.end_frame.url; video.keyframes[].url with 10 s`.
    private static func place(_ target: String, of value: String?, in sent: borrowing JSONRecord) -> String? {
        for description in target.split(separator: ";") {
            guard let pattern = description.split(separator: " ").first else { continue }
            let steps = pattern.split(separator: ".")[...]
            if let place = place(steps, RequestMember(ref: .root, path: .root), value, sent) { return "\(place)" }
        }
        return nil
    }

    /// The place below a value that steps lead to; into a list, to the element with the value that is looked for.
    private static func place(
        _ steps: ArraySlice<Substring>, _ member: RequestMember, _ value: String?, _ sent: borrowing JSONRecord
    ) -> FieldPath? {
        guard let bend = steps.firstIndex(where: { $0.hasSuffix("[]") }) else {
            return find(steps, member, in: sent)?.path
        }
        guard let list = find(steps[..<bend] + [steps[bend].dropLast(2)], member, in: sent) else { return nil }
        var places: [FieldPath] = []
        forEachElement(of: list, sent) { element in
            guard places.isEmpty, let found = find(steps[(bend + 1)...], element, in: sent) else { return }
            if sent.scalar(found.ref) == value { places.append(found.path) }
        }
        return places.first
    }

    /// The member that steps lead to; one that is `null` is none.
    private static func find(
        _ steps: ArraySlice<Substring>, _ start: RequestMember, in record: borrowing JSONRecord
    ) -> RequestMember? {
        var member = start
        for step in steps {
            var ref = record.first(in: member.ref)
            while ref.isPresent && record.key(ref) != step { ref = record.next(after: ref, in: member.ref) }
            guard record.isGiven(ref) else { return nil }
            member = RequestMember(ref: ref, path: member.path.appending(.key(String(step))))
        }
        return member
    }
}

extension RequestRow {
    /// Whether the server sees to the member.
    fileprivate var isServers: Bool { target == "the server" }
}
