extension RequestShape {
    /// The rows of the operation as a table in Markdown, below its name.
    package var markdown: String {
        var lines = [
            "### `\(name)`", "", "| member | values | becomes | how | policy key | why |", "|---|---|---|---|---|---|",
        ]
        for row in rowsByMember {
            let cells = [
                row.source.code, row.values.orDash, row.target.orDash, row.nearness,
                row.isSettable ? "`\(row.key)`" : "–", row.reason.orDash,
            ]
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension RequestShape {
    /// The rows with those of one member together, members in the order in which they first appear.
    var rowsByMember: [RequestRow] {
        var members: [String] = []
        for row in rows where !members.contains(row.source) && row != unknown { members.append(row.source) }
        if !members.contains(unknown.source) { members.append(unknown.source) }
        return members.flatMap { member in rows.filter { $0.source == member } }
    }
}

extension String {
    fileprivate var orDash: String { isEmpty ? "–" : self }

    /// Names of members in the marks that Markdown has for code; words remain words.
    fileprivate var code: String {
        var names: [String] = []
        for part in split(separator: ",") {
            let name = part.drop { $0 == " " }
            names.append(name.contains(" ") ? String(name) : "`\(name)`")
        }
        return names.joined(separator: ", ")
    }
}
