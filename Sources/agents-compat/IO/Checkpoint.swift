import Adapters
import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How far a run has come: everything before it was written, and lies on the disk.
struct Checkpoint {
    /// What the run is to do, in words that can be compared.
    let task: String
    private let inputs: InputFingerprint
    /// The file to go on with, by its place in the list.
    var file = 0
    /// Bytes and lines of that file before the place to go on at.
    var offset = 0
    var lines = 0
    /// Bytes of the output and of the rejections.
    var written = 0
    var refused = 0
    /// Whether an input before that place could not be read to its end.
    var isIncomplete = false
    /// The accounts of what came before.
    var report = NormalizationReport.empty

    private static let version = 2
    private static let limits = JSONLimits(depth: 8, bytes: 64 << 20)

    /// The beginning of a run.
    init(task: String, reading files: [String]) {
        self.task = task
        inputs = InputFingerprint(files)
    }

    /// Files that were read at least in part.
    private var filesBegun: Int { offset > 0 ? file + 1 : file }

    /// Reads the checkpoint of an earlier run; the beginning if there is none.
    init(_ name: String, task: String, reading files: [String]) throws {
        self.init(task: task, reading: files)
        guard access(name, F_OK) == 0 else { return }
        var record = JSONRecord(limits: Self.limits)
        let contents = try InputFile(name).contents(limit: Self.limits.bytes)
        do throws(JSONError) {
            try record.load(contents)
        } catch {
            throw CommandError(code: .environment, message: "\(name) is no checkpoint: \(error)")
        }
        let numbers = ["file", "offset", "lines", "out", "rejects"].map { record.integer(record[$0]) ?? -1 }
        guard record.integer(record["version"]) == Self.version, numbers.allSatisfy({ $0 >= 0 }) else {
            throw CommandError(code: .environment, message: "\(name) is no checkpoint of this version")
        }
        guard record.string(record["task"]) == task else {
            throw CommandError(
                code: .environment,
                message: "\(name) is the checkpoint of a run with other files or options; remove it to begin anew")
        }
        (file, offset, lines, written, refused) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
        guard let begun = inputs.first(filesBegun), record.string(record["inputs"]) == begun else {
            throw CommandError(
                code: .environment,
                message: "the files that the run of \(name) has read are not the same any more; remove it to begin anew"
            )
        }
        isIncomplete = record.bool(record["incomplete"]) ?? false
        report = NormalizationReport(record["report"], of: record)
    }

    /// Replaces the file by this checkpoint, in one step.
    func write(to name: String) throws(IOFailure) {
        var json = ByteBuffer(capacity: 4096)
        json.append("{\"version\":")
        json.append(decimal: Self.version)
        json.append(",\"task\":")
        json.appendJSON(task)
        for (key, number) in [
            ("file", file), ("offset", offset), ("lines", lines), ("out", written), ("rejects", refused),
        ] {
            json.append(contentsOf: ",\"\(key)\":\(number)".utf8)
        }
        json.append(contentsOf: ",\"incomplete\":\(isIncomplete)".utf8)
        json.append(",\"inputs\":")
        json.appendJSON(inputs.first(filesBegun) ?? "")
        json.append(",\"report\":")
        report.write(to: &json)
        json.append("}\n")
        // Always by the same name, so that a kill leaves no more than one unfinished file, which the next run replaces.
        guard var file = try OutputFile.resume(name, at: 0, isComplete: false) else { return }
        try file.write(&json)
        _ = try file.sync()
        try file.finish()
    }
}
