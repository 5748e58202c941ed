import Adapters
import AgentsCore

/// The accounts of an import, which reconcile.
struct ImportAccounts {
    private let report: NormalizationReport
    private let merged: Int
    private let counts: TaskImport.Counts
    private let isDryRun: Bool

    init(_ report: NormalizationReport, merged: Int, _ counts: TaskImport.Counts, isDryRun: Bool) {
        self.report = report
        self.merged = merged
        self.counts = counts
        self.isDryRun = isDryRun
    }

    /// Parts of the input that were refused, for what they are or by the store.
    var rejected: Int { report.rejected + counts.refused }

    private var sums: [(name: String, count: Int)] {
        [
            ("imported", counts.imported), ("updated", counts.updated), ("unchanged", counts.unchanged),
            ("merged", merged), ("rejected", rejected),
        ] + (report.isSelective ? [("filtered", report.filtered)] : [])
    }

    /// For people: what is worth knowing, and in the last line the sums.
    var summary: String {
        let notes: [(count: Int, text: String)] = [
            (counts.unfinished, "are unfinished: they stay as they are, and nobody follows them"),
            (counts.own, "are tasks that the server made: they stay as they are"),
            (counts.older, "are older than what was imported before"),
            (counts.deleted, "were deleted by their owner: they stay deleted"),
        ]
        let lines = notes.filter { $0.count > 0 }.map { "\($0.count) \($0.text)\n" }
        let terms = sums.map { "\($0.name) \($0.count)" }.joined(separator: " + ")
        return (isDryRun ? "dry run: nothing was changed\n" : "") + lines.joined() + "in \(report.read) = \(terms)\n"
    }

    /// The accounts of reading, and then the sums.
    var table: String { report.details + summary }

    /// All of it as one JSON object.
    var json: ByteBuffer {
        var history = ByteBuffer(capacity: 1024)
        var report = report
        report.note(merged: merged)
        report.write(to: &history)
        let members =
            [("in", report.read)] + sums.map { ($0.name, $0.count) } + [
                ("unfinished", counts.unfinished), ("own", counts.own), ("older", counts.older),
                ("deleted", counts.deleted),
            ]
        var json = ByteBuffer(capacity: 2048)
        json.append("{\"dry_run\":")
        json.append(contentsOf: "\(isDryRun)".utf8)
        for (name, count) in members { json.append(contentsOf: ",\"\(name)\":\(count)".utf8) }
        json.append(",\"history\":")
        json.append(history, 0, history.count - 1)
        json.append("}\n")
        return json
    }
}
