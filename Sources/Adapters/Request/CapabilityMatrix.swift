import AgentsCore

/// What becomes of every member of every legacy request, as data: the rows by which requests are translated.
package struct CapabilityMatrix: Sendable {
    /// One row, for one operation.
    package struct Row: Sendable, Equatable {
        /// The dialect, as in `dream-machine`.
        package let dialect: String
        /// The operation within it, as in `reframe-video`.
        package let operation: String
        /// The member of the legacy request, as in `concepts[].key`.
        package let member: String
        /// The values or circumstances that the row is about; empty for all.
        package let values: String
        /// What it becomes; empty for nothing.
        package let target: String
        /// How near that is.
        package let disposition: RequestRow.Disposition
        /// What the ledger calls it; nothing for what is exact or refused.
        package let loss: Loss.Kind?
        /// Both in words, as in `near, approximated`.
        package let nearness: String
        /// The name of the row in ledgers and refusals.
        package let rule: String
        /// The policy setting of the row; nothing where no policy changes what is done.
        package let policyKey: String?
        /// Why; empty for what needs no reason.
        package let reason: String
    }

    /// All rows, operation by operation, those of one member together.
    package let rows: [Row]

    /// Creates the matrix of some operations.
    package init(_ shapes: [RequestShape]) {
        rows = shapes.flatMap { shape in shape.rowsByMember.map { Row($0, of: shape) } }
    }
}

extension CapabilityMatrix.Row {
    fileprivate init(_ row: RequestRow, of shape: RequestShape) {
        self.init(
            dialect: shape.dialect, operation: shape.operation, member: row.source, values: row.values.plain,
            target: row.target.plain, disposition: row.disposition, loss: row.loss, nearness: row.nearness,
            rule: row.key, policyKey: row.isSettable ? row.key : nil, reason: row.reason)
    }
}

extension String {
    /// The text without the marks that Markdown has for code.
    fileprivate var plain: String { filter { $0 != "`" } }
}

// MARK: - Texts

extension CapabilityMatrix {
    /// The rows in aligned columns, for terminals; one line a row, below a line of headings.
    package var table: String {
        var table = TextTable(Array(repeating: .left, count: 7))
        table.add("OPERATION", "MEMBER", "VALUES", "BECOMES", "HOW", "POLICY", "REASON")
        for row in rows {
            table.add(
                "\(row.dialect) \(row.operation)", row.member, row.values, row.target, row.nearness,
                row.policyKey ?? "", row.reason)
        }
        return table.text(indent: 0)
    }

    /// The rows as compact JSON: an array of objects, with a newline.
    package var json: String {
        ReportValue.list(
            rows.map { row in
                [
                    "dialect": .text(row.dialect), "operation": .text(row.operation), "member": .text(row.member),
                    "values": .text(row.values), "becomes": .text(row.target),
                    "disposition": .text(row.disposition.rawValue), "loss": .optional(row.loss?.description),
                    "rule": .text(row.rule), "policy": .optional(row.policyKey), "reason": .text(row.reason),
                ]
            }
        )
        .line
    }
}
