import Adapters
import AgentsCore

/// Takes finished records.
protocol RecordOutput: ~Copyable {
    /// Takes lines, and empties their buffer.
    mutating func write(_ lines: inout ByteBuffer) throws(IOFailure)
}

/// Where records go when they are finished: lines as they are, or the members of canonical lines in another form.
struct RecordSink: RecordOutput, ~Copyable {
    /// The forms that records can be written in.
    enum Format: String, CaseIterable {
        case ndjson, csv, sqlite
    }

    private let format: Format
    /// Nothing if an earlier run has finished it, or if a database takes the records.
    private var file: OutputFile?
    private var database: RecordDatabase?
    private var rows = ByteBuffer(capacity: 1 << 16)
    private var record = JSONRecord(limits: .canonicalLine)

    /// Writes to a file; nothing if it is finished.
    init(_ file: consuming OutputFile?, as format: Format) {
        self.file = consume file
        self.format = format
        if format == .csv {
            rows.append(
                "id,dialect,shape,type,state,model,created_at,output_url,outputs,failure_reason,failure_code\r\n")
        }
    }

    /// Writes to a database, which appears under its name when it is complete.
    init(database name: String) throws(IOFailure) {
        file = nil
        format = .sqlite
        database = try RecordDatabase(name)
    }

    /// Writes lines, and empties their buffer.
    mutating func write(_ lines: inout ByteBuffer) throws(IOFailure) {
        if format == .ndjson {
            try file?.write(&lines)
            return
        }
        var start = 0
        while start < lines.count {
            let end = lines.firstIndex(of: UInt8(ascii: "\n"), from: start, to: lines.count) ?? lines.count
            try add(lines, start..<end)
            start = end + 1
        }
        lines.truncate(to: 0)
        if format == .csv { try file?.write(&rows) }
    }

    private mutating func add(_ lines: borrowing ByteBuffer, _ range: Range<Int>) throws(IOFailure) {
        record.source.truncate(to: 0)
        record.source.append(lines, range.lowerBound, range.count)
        record.source.seal()
        // What the converter wrote can be read.
        guard (try? record.scan(from: 0, framing: .document)) != nil else { return }
        if format == .csv {
            for (index, value) in RecordColumns.values(of: record).enumerated() {
                if index > 0 { rows.append(UInt8(ascii: ",")) }
                rows.append(field: value)
            }
            rows.append("\r\n")
        } else {
            try database?.add(record)
        }
    }

    /// Bytes of the file so far, which have reached the disk; nothing without a file.
    func sync() throws(IOFailure) -> Int? { try file?.sync() }

    /// Gives the output its name.
    mutating func finish() throws(IOFailure) {
        if format == .csv { try file?.write(&rows) }
        try file?.finish()
        try database?.finish()
    }
}

/// The columns of a table of records.
enum RecordColumns {
    /// The values of a canonical line; nothing for a member that is absent or `null`.
    static func values(of record: borrowing JSONRecord) -> [String?] {
        let provenance = record["provenance"]
        let output = record["output"]
        let first = record.first(in: output)
        return [
            record.string(record["id"]), record.string(record[provenance, "dialect"]) ?? "agents",
            record.string(record[provenance, "shape"]) ?? "generation", record.string(record["type"]),
            record.string(record["state"]), record.string(record["model"]), record.string(record["created_at"]),
            first.isPresent ? record.string(record[first, "url"]) : nil,
            record.has(output, .array) ? "\(record.count(output))" : nil, record.string(record["failure_reason"]),
            record.string(record["failure_code"]),
        ]
    }
}

extension ByteBuffer {
    /// Appends a field of a CSV file (RFC 4180): quoted where it must be, and empty for nothing.
    fileprivate mutating func append(field text: String?) {
        guard let text else { return }
        // An empty text is told from none by its quotes.
        let special = text.isEmpty || text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard special else { return append(contentsOf: text.utf8) }
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == 0x22 { append(byte) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }
}
