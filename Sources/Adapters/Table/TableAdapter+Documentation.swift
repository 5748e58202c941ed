import AgentsCore

/// What the documentation says of one member of a shape.
public struct MappingRow: Sendable, Equatable {
    /// The member, as in `response.error.code`.
    public let path: String
    /// The canonical member, or `–`.
    public let canonical: String
    /// How one becomes the other.
    public let rule: String
}

extension TableAdapter {
    /// The shape's members, in documented order: the same rows that normalise and render them.
    public var documentation: [MappingRow] {
        var rows: [MappingRow] = []
        describe(0, &rows)
        return rows
    }

    private func describe(_ object: Int, _ rows: inout [MappingRow]) {
        let object = program.objects[object]
        for number in object.first..<object.first + object.count {
            let step = program.steps[number]
            rows.append(row(number))
            if step.code == .object { describe(Int(step.operand), &rows) }
        }
    }

    private func row(_ number: Int) -> MappingRow {
        let field = program.fields[number]
        var canonical = "–"
        var rule = "kept in the residue"
        switch field.rule {
        case .residue: break
        case .object: rule = "an object with the members below"
        case .id: (canonical, rule) = ("id", "as it stands, required")
        case .carry(let member): (canonical, rule) = (member.key.description, "as it stands")
        case .words(let member, let vocabulary): (canonical, rule) = (member.key.description, vocabulary.description)
        case .epoch(let member): (canonical, rule) = (member.key.description, "seconds since 1970 → RFC 3339")
        case .date(let member): (canonical, rule) = (member.key.description, "as it stands, RFC 3339")
        case .output(let type): (canonical, rule) = ("output[].url", "an output of type `\(type)`")
        case .outputs: (canonical, rule) = ("output", "as it stands")
        }
        if program.steps[number].keepsOthers || program.steps[number].revision >= 0 {
            rule += "; another kind is kept in the residue"
        }
        if let revision = field.revision { rule += "; until \(revision.date) (`\(revision.name)`)" }
        return MappingRow(path: program.paths[number].description, canonical: canonical, rule: rule)
    }
}

extension TableAdapter {
    /// The older orders of members: of which object, until when, and which.
    fileprivate var orders: [(path: FieldPath, revision: WireRevision, keys: [JSONKey])] {
        var orders: [(path: FieldPath, revision: WireRevision, keys: [JSONKey])] = []
        for index in 0..<program.objects.count {
            let object = program.objects[index]
            let path = FieldPath(program.paths[object.first].components.dropLast())
            for lane in 1..<OrderWatch.lanes where object.orders[lane] >= 0 {
                let keys = (0..<object.count).map { program.steps[program.step(at: $0, lane: lane, of: object)].key }
                orders.append((path, program.revisions[Int(object.orders[lane])], keys))
            }
        }
        return orders
    }
}

extension [Recognition] {
    /// How a shape is told from others, in words.
    fileprivate var sentence: String {
        "Recognised by " + map(\.words).joined(separator: "; or by ") + "."
    }
}

extension Recognition {
    fileprivate var words: String {
        func names(_ keys: [JSONKey]) -> String { keys.map(\.name).joined(separator: ", ") }
        var parts = [names(all)]
        if !any.isEmpty { parts.append("with \(any.count > 1 ? "one of " : "")\(names(any))") }
        if !none.isEmpty { parts.append("without \(names(none))") }
        if let only { parts.append("and nothing else but \(names(only))") }
        return parts.joined(separator: ", ")
    }
}

extension JSONKey {
    fileprivate var name: String { "`\(description)`" }
}

extension EnvelopeShape {
    /// The envelope in Markdown: how it is told from other documents, and its members.
    public var markdown: String {
        let members = members.map(\.name).joined(separator: ", ")
        return
            "### `\(fullName)`\n\n\(recognition.sentence)\n\nItems of `\(item.fullName)` in \(list.name). Members: \(members).\n"
    }
}

extension Vocabulary {
    /// The pairs of words, both ways first.
    var description: String {
        let pairs = rows.map { row in
            switch row.use {
            case .exact: "`\(row.wire)` ↔ `\(row.canonical)`"
            case .read: "`\(row.wire)` → `\(row.canonical)`"
            case .written: "`\(row.wire)` ← `\(row.canonical)`"
            }
        }
        let others = otherwise.map { ["`\($0)` ← others"] } ?? []
        return (pairs + others).joined(separator: ", ")
    }
}

extension WireShape {
    /// How the shape is told from others, its members as a Markdown table, its revisions and older orders below.
    public var markdown: String {
        var lines = [
            "### `\(fullName)`", "", recognition.sentence, "", "| member | canonical | rule |", "|---|---|---|",
        ]
        lines += adapter.documentation.map { "| `\($0.path)` | \($0.canonical) | \($0.rule) |" }
        if !adapter.revisions.isEmpty {
            lines += [
                "", "Revisions: " + adapter.revisions.map { "`\($0.name)` (\($0.date))" }.joined(separator: ", ") + ".",
            ]
        }
        for order in adapter.orders {
            let place = order.path.isRoot ? "" : " of `\(order.path)`"
            lines += [
                "",
                "Members\(place) until `\(order.revision.name)`: \(order.keys.map(\.name).joined(separator: ", ")).",
            ]
        }
        for approximation in adapter.approximations {
            let words = approximation.words.map { "`\($0)`" }.joined(separator: ", ")
            let path = FieldPath(approximation.path.map { .key($0.description) })
            lines += ["", "Approximated as \(approximation.field.key): \(words) of `\(path)`."]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
