package import AgentsCore

/// The losses of a conversion, for people and for programs.
public struct Ledger: Sendable, Equatable {
    /// The losses, in the order of the target's members.
    public let losses: [Loss]

    /// Creates a ledger.
    public init(_ losses: [Loss]) {
        self.losses = losses
    }

    /// The ledger as one JSON object: `{"losses":[{"path","kind","from","to","rule","reason"}]}`.
    package func write(to output: inout ByteBuffer) {
        output.append("{\"losses\":[")
        for (index, loss) in losses.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            output.append("{\"path\":")
            output.appendJSON("\(loss.path)")
            output.append(",\"kind\":")
            output.appendJSON("\(loss.kind)")
            if let from = loss.from {
                output.append(",\"from\":")
                output.append(contentsOf: from.utf8)
            }
            if let to = loss.to {
                output.append(",\"to\":")
                output.append(contentsOf: to.utf8)
            }
            output.append(",\"rule\":")
            output.appendJSON(loss.rule)
            output.append(",\"reason\":")
            output.appendJSON(loss.reason)
            output.append(UInt8(ascii: "}"))
        }
        output.append("]}\n")
    }

    /// The ledger as an aligned table: kind, member, change and reason.
    public var table: String {
        let rows = losses.map { loss -> [String] in
            let change = [loss.from, loss.to.map { "→ \($0)" }].compactMap { $0 }.joined(separator: " ")
            return ["\(loss.kind)", "\(loss.path)", change.count > 60 ? change.prefix(59) + "…" : change, loss.reason]
        }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for row in rows {
            for column in 0..<3 {
                text += row[column] + String(repeating: " ", count: widths[column] - row[column].count + 2)
            }
            text += row[3] + "\n"
        }
        return text
    }
}
