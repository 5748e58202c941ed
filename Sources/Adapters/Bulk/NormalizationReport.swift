package import AgentsCore

/// The accounts of a run over a history.
public struct NormalizationReport: Sendable, Equatable {
    /// Records written.
    public internal(set) var written = 0
    /// Records that were joined with others; 0 unless merging was asked for.
    public internal(set) var merged = 0
    /// Parts of the input that were refused.
    public internal(set) var rejected = 0
    /// Batches and lists with nothing in them.
    public internal(set) var emptyEnvelopes = 0
    /// Whether states, types, models, revisions and derived members were counted.
    public internal(set) var isDetailed = false
    /// Records by dialect.
    public internal(set) var dialects: [String: Int] = [:]
    /// Records by shape, as in `acedata:task`.
    public internal(set) var shapes: [String: Int] = [:]
    /// Records by revision.
    public internal(set) var revisions: [String: Int] = [:]
    /// Records by canonical state.
    public internal(set) var states: [String: Int] = [:]
    /// Records by canonical type.
    public internal(set) var types: [String: Int] = [:]
    /// Records by model.
    public internal(set) var models: [String: Int] = [:]
    /// Records by canonical member that had to be computed.
    public internal(set) var derived: [String: Int] = [:]
    /// Losses by kind and member; empty where everything can be turned back.
    public internal(set) var losses: [String: Int] = [:]
    /// Refused parts by code.
    public internal(set) var rejects: [String: Int] = [:]

    /// Records in the input: what was written, merged or refused.
    public var read: Int { written + merged + rejected }

    private var tables: [(key: StaticString, counts: [String: Int])] {
        [
            ("dialects", dialects), ("shapes", shapes), ("revisions", revisions), ("states", states), ("types", types),
            ("models", models), ("derived", derived), ("losses", losses), ("rejects", rejects),
        ]
    }

    /// The report as one JSON object.
    package func write(to output: inout ByteBuffer) {
        output.append("{\"in\":")
        output.append(decimal: read)
        output.append(",\"out\":")
        output.append(decimal: written)
        output.append(",\"merged\":")
        output.append(decimal: merged)
        output.append(",\"rejected\":")
        output.append(decimal: rejected)
        output.append(",\"empty_envelopes\":")
        output.append(decimal: emptyEnvelopes)
        for table in tables {
            output.append(",\"")
            output.append(table.key)
            output.append("\":{")
            for (index, entry) in table.counts.sorted(by: Self.order).enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                output.appendJSON(entry.key)
                output.append(UInt8(ascii: ":"))
                output.append(decimal: entry.value)
            }
            output.append(UInt8(ascii: "}"))
        }
        output.append("}\n")
    }

    /// The report in one line.
    public var summary: String {
        "in \(read) = out \(written) + merged \(merged) + rejected \(rejected)\n"
    }

    /// The report as an aligned table for people.
    public var table: String {
        var lines = [String(summary.dropLast())]
        if emptyEnvelopes > 0 { lines.append("batches and lists with nothing in them: \(emptyEnvelopes)") }
        for table in tables where !table.counts.isEmpty {
            lines.append("\(table.key)")
            let sorted = table.counts.sorted(by: Self.order)
            let width = sorted.map { "\($0.value)".count }.max() ?? 1
            for entry in sorted {
                let count = "\(entry.value)"
                lines.append("  \(String(repeating: " ", count: width - count.count))\(count)  \(entry.key)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func order(_ left: (key: String, value: Int), _ right: (key: String, value: Int)) -> Bool {
        left.value != right.value ? left.value > right.value : left.key < right.key
    }
}
