/// Rows of text in aligned columns.
package struct TextTable: Sendable {
    /// Which side of a column its texts keep to.
    package enum Side: Sendable {
        case left, right
    }

    private let sides: [Side]
    private var rows: [[String]] = []

    /// Creates a table of as many columns as there are sides.
    package init(_ sides: [Side]) {
        self.sides = sides
    }

    /// Adds a row, in which control characters are shown as such.
    package mutating func add(_ cells: String...) {
        add(cells)
    }

    /// Adds a row, in which control characters are shown as such.
    package mutating func add(_ cells: [String]) {
        rows.append(cells.map(\.printable))
    }

    /// The table.
    ///
    /// - Parameters:
    ///   - indent: Spaces before each row.
    ///   - paint: Adds what a terminal needs to show a text of a column in colour.
    /// - Returns: The rows, one a line.
    package func text(indent: Int = 2, paint: (_ column: Int, _ text: String) -> String = { $1 }) -> String {
        let widths = sides.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = String(repeating: " ", count: indent)
            for column in sides.indices {
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                let cell = paint(column, row[column])
                let isLast = column == sides.indices.last
                line += sides[column] == .right ? space + cell : isLast ? cell : cell + space
                if !isLast { line += "  " }
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }
        .joined()
    }
}

extension String {
    /// The text with control characters shown as such, for terminals.
    package var printable: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        return unicodeScalars.map {
            $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : "\($0)"
        }
        .joined()
    }

    /// The text, cut to a length for tables.
    func cut(to limit: Int) -> String {
        count > limit ? prefix(limit - 1) + "…" : self
    }
}
