import Adapters
import AgentsCore

/// What a run of `normalize` is to do.
struct NormalizeOptions {
    let reading: ReadingOptions
    let files: [String]
    let output: String
    let format: RecordSink.Format
    /// Bytes of memory for merging; nothing if records are not merged.
    let mergeMemory: Int?
    let checkpoint: String?
    /// Everything that the records depend on, in words that can be compared.
    let task: String

    init(_ arguments: Arguments) throws {
        files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        output = arguments[.output] ?? "-"
        format = arguments[.outputFormat].flatMap { RecordSink.Format(rawValue: $0) } ?? .ndjson
        checkpoint = arguments[.checkpoint]
        var reading = try ReadingOptions(
            arguments, to: arguments.target(),
            writing: [(.output, output == "-" ? nil : output), (.checkpoint, checkpoint)])
        mergeMemory = arguments.has(.merge) ? try arguments.mergeMemory() : nil
        reading.conversion.isDetailed = reading.report != nil
        reading.conversion.keepsMarks = mergeMemory != nil
        self.reading = reading
        let words = [OptionSpec.from, .to, .bare, .body, .since, .output, .rejects, .report].map {
            "\($0.name)=\(arguments[$0] ?? "")"
        }
        task = (words + arguments.all(.select) + files).joined(separator: "\n")
        if format != .ndjson { try checkTabular(arguments) }
        if checkpoint != nil { try checkResumable() }
    }

    /// Refuses what cannot go into a table.
    private func checkTabular(_ arguments: Arguments) throws(CommandError) {
        let option = "--output-format \(format)"
        guard arguments[.to] == "agents", !arguments.has(.bare) else {
            throw .usage("\(option) is made of canonical records; it cannot go with --to or --bare")
        }
        if checkpoint != nil { throw .usage("--checkpoint needs --output-format ndjson, of which a part is a whole") }
        if format == .sqlite, output == "-" || OutputFile.isStream(output) {
            throw .usage("\(option) needs --output FILE")
        }
    }

    /// Refuses what another run could not go on with.
    private func checkResumable() throws(CommandError) {
        if mergeMemory != nil {
            throw .usage("--checkpoint cannot go with --merge, which writes nothing before its end")
        }
        if output == "-" { throw .usage("--checkpoint needs --output FILE: what was printed cannot be taken back") }
        for name in [output, reading.rejects ?? output] where OutputFile.isStream(name) {
            throw .usage("--checkpoint cannot go with \(name), which is no regular file")
        }
        if files.contains("-") { throw .usage("--checkpoint needs files to read: standard input comes only once") }
    }
}
