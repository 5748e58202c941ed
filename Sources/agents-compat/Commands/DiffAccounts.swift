import Adapters
import AgentsCore

/// The accounts of a comparison.
struct DiffAccounts {
    /// What one history holds.
    struct Side {
        /// Parts of the input.
        private(set) var read = 0
        private(set) var rejected = 0
        private(set) var filtered = 0
        /// Records, before those with one id were joined.
        private(set) var understood = 0

        /// Notes what reading it has found.
        mutating func read(_ report: NormalizationReport) {
            (read, rejected, filtered) = (report.read, report.rejected, report.filtered)
            understood = report.written
        }
    }

    /// Members that are told apart; beyond so many all others are one.
    private static let mostPaths = 1000

    var sides = [Side(), Side()]
    var (same, changed, removed, added, moved) = (0, 0, 0, 0, 0)
    /// Whether the order of records counts.
    var comparesOrder = false
    /// Records that differ in a member, by its path without indexes.
    private var paths: [String: Int] = [:]

    /// Whether there is no difference.
    var isEqual: Bool { changed + removed + added + moved == 0 }
    /// Parts of both inputs that were refused.
    var rejected: Int { sides[0].rejected + sides[1].rejected }

    /// What only one side has: of the first that is what was removed, of the second what was added.
    private var missing: [(name: String, count: Int)] { [("removed", removed), ("added", added)] }

    /// Different records of a side, and how many were joined with others.
    private func matched(_ side: Int) -> (records: Int, merged: Int) {
        let records = same + changed + missing[side].count
        return (records, sides[side].understood - records)
    }

    /// Counts a record of which something has changed.
    mutating func count(_ differences: [RecordDifference]) {
        changed += 1
        for path in Set(differences.map { "\($0.path.withoutIndexes)" }) {
            let isNew = paths[path] == nil
            paths[isNew && paths.count >= Self.mostPaths ? "(others)" : path, default: 0] += 1
        }
    }

    private var sorted: [(key: String, value: Int)] {
        paths.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    }

    /// The accounts for people.
    var table: String {
        func line(_ side: Int) -> String {
            let (own, (records, merged), missing) = (sides[side], matched(side), missing[side])
            let filtered = own.filtered > 0 ? ", filtered \(own.filtered)" : ""
            return "\(side == 0 ? "a" : "b"): records \(records) = same \(same) + changed \(changed) + "
                + "\(missing.name) \(missing.count) (merged \(merged), rejected \(own.rejected)\(filtered))\n"
        }
        var text = line(0) + line(1)
        if comparesOrder { text += "moved \(moved)\n" }
        let width = sorted.first.map { "\($0.value)".count } ?? 1
        for (path, count) in sorted.prefix(20) {
            text += "  \(String(repeating: " ", count: width - "\(count)".count))\(count)  \(path.printable)\n"
        }
        if sorted.count > 20 { text += "  and \(sorted.count - 20) other members\n" }
        return text + (isEqual ? "equal\n" : "different\n")
    }

    /// The accounts as one JSON object.
    var json: ByteBuffer {
        var json = ByteBuffer(capacity: 1024)
        json.append(contentsOf: "{\"equal\":\(isEqual),\"same\":\(same),\"changed\":\(changed)".utf8)
        json.append(contentsOf: ",\"removed\":\(removed),\"added\":\(added)".utf8)
        if comparesOrder { json.append(contentsOf: ",\"moved\":\(moved)".utf8) }
        for (index, side) in sides.enumerated() {
            let (records, merged) = matched(index)
            json.append(contentsOf: ",\"\(index == 0 ? "a" : "b")\":{\"in\":\(side.read)".utf8)
            json.append(contentsOf: ",\"records\":\(records),\"merged\":\(merged)".utf8)
            json.append(contentsOf: ",\"rejected\":\(side.rejected),\"filtered\":\(side.filtered)}".utf8)
        }
        json.append(",\"paths\":{")
        for (index, entry) in sorted.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            json.appendJSON(entry.key)
            json.append(contentsOf: ":\(entry.value)".utf8)
        }
        json.append("}}\n")
        return json
    }
}

extension FieldPath {
    /// The path of the member, whichever element of an array it belongs to.
    fileprivate var withoutIndexes: FieldPath {
        FieldPath(components.filter { if case .key = $0 { true } else { false } })
    }
}
