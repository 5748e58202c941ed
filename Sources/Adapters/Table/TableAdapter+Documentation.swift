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
            if step.code == .object {
                describe(Int(step.operand), &rows)
            } else {
                rows.append(row(number))
            }
        }
    }

    private func row(_ number: Int) -> MappingRow {
        let field = program.fields[number]
        var canonical = "–"
        var rule = "kept in the residue"
        switch field.rule {
        case .residue, .object: break
        case .id: (canonical, rule) = ("id", "as it stands, required")
        case .carry(let member): (canonical, rule) = (member.key.description, "as it stands")
        case .words(let member, let vocabulary): (canonical, rule) = (member.key.description, vocabulary.description)
        case .epoch(let member): (canonical, rule) = (member.key.description, "seconds since 1970 → RFC 3339")
        case .date(let member): (canonical, rule) = (member.key.description, "as it stands, RFC 3339")
        case .output(let type): (canonical, rule) = ("output[].url", "an output of type `\(type)`")
        case .outputs: (canonical, rule) = ("output", "as it stands")
        }
        if let revision = field.revision { rule += "; until \(revision.date) (`\(revision.name)`)" }
        return MappingRow(path: program.paths[number].description, canonical: canonical, rule: rule)
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
    /// The shape's members as a Markdown table, its revisions below.
    public var markdown: String {
        var lines = ["### `\(fullName)`", "", "| member | canonical | rule |", "|---|---|---|"]
        lines += adapter.documentation.map { "| `\($0.path)` | \($0.canonical) | \($0.rule) |" }
        if !adapter.revisions.isEmpty {
            lines += [
                "", "Revisions: " + adapter.revisions.map { "`\($0.name)` (\($0.date))" }.joined(separator: ", ") + ".",
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
