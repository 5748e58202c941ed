package import AgentsCore

/// The accounts of a run over a history.
public struct NormalizationReport: Sendable, Equatable {
    /// Records written.
    public internal(set) var written = 0
    /// Records that were joined with others; 0 unless merging was asked for.
    public internal(set) var merged = 0
    /// Records that were left out by a selection; 0 unless there was one.
    public internal(set) var filtered = 0
    /// Whether there was a selection.
    package internal(set) var isSelective = false
    /// Parts of the input that were refused.
    public internal(set) var rejected = 0
    /// Batches and lists with nothing in them.
    public internal(set) var emptyEnvelopes = 0
    /// Whether states, types, models, revisions and derived members were counted.
    public internal(set) var isDetailed = false
    /// Links to outputs whose signature had expired at ``HistoryConversion/now``; nothing if there was no such time, or no details.
    public var expiredURLs: Int? { ages?.expiredURLs }
    /// Unfinished records created more than two hours before ``HistoryConversion/now``; nothing if there was no such time, or no
    /// details.
    public var staleRecords: Int? { ages?.stale }
    var ages: RecordAges?
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

    /// Records in the input: what was written, merged, refused or left out.
    public var read: Int { written + merged + rejected + filtered }

    /// Takes records from those that were written, because they were joined with others.
    package mutating func note(merged count: Int) {
        merged += count
        written -= count
    }

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
        if isSelective {
            output.append(",\"filtered\":")
            output.append(decimal: filtered)
        }
        output.append(",\"empty_envelopes\":")
        output.append(decimal: emptyEnvelopes)
        if let ages {
            output.append(",\"expired_urls\":")
            output.append(decimal: ages.expiredURLs)
            output.append(",\"stale\":")
            output.append(decimal: ages.stale)
        }
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
        "in \(read) = out \(written) + merged \(merged) + rejected \(rejected)"
            + (isSelective ? " + filtered \(filtered)\n" : "\n")
    }

    /// The report as an aligned table for people.
    public var table: String { summary + details }

    /// What ``table`` has behind the summary; lines that end with a newline, or nothing.
    package var details: String {
        var lines: [String] = []
        if emptyEnvelopes > 0 { lines.append("batches and lists with nothing in them: \(emptyEnvelopes)") }
        if let expiredURLs, expiredURLs > 0 { lines.append("links to outputs that had expired: \(expiredURLs)") }
        if let staleRecords, staleRecords > 0 {
            lines.append("unfinished records older than two hours: \(staleRecords)")
        }
        for table in tables where !table.counts.isEmpty {
            lines.append("\(table.key)")
            let sorted = table.counts.sorted(by: Self.order)
            let width = sorted.map { "\($0.value)".count }.max() ?? 1
            for entry in sorted {
                let count = "\(entry.value)"
                lines.append("  \(String(repeating: " ", count: width - count.count))\(count)  \(entry.key)")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    static func order(_ left: (key: String, value: Int), _ right: (key: String, value: Int)) -> Bool {
        left.value != right.value ? left.value > right.value : left.key < right.key
    }
}
