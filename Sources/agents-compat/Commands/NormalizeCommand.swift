import Adapters
import AgentsCore

extension CommandSpec {
    static let normalize = CommandSpec(
        name: "normalize",
        operands: "[FILES]",
        summary: "Turn histories of mixed records into one form, in order, whatever else they hold.",
        details: [
            "Reads files, or standard input, with records of any dialect and age in any mixture: lines, pretty-printed\n"
                + "documents, arrays, batches and lists. Each record becomes one line of output, in the order of the input.",
            "What is no record never stops the run: it goes to the --rejects file with file, line, byte, code, reason and\n"
                + "text, and the accounts at the end say how many there were.",
        ],
        options: [.from, .to, .bare, .output, .rejects, .report, .strict, .progress],
        examples: [
            "agents-compat normalize history.ndjson -o canonical.ndjson --rejects rejects.ndjson",
            "zcat logs/*.gz | agents-compat normalize --report report.json > canonical.ndjson",
            "agents-compat normalize --to acedata canonical.ndjson",
        ],
        run: { try Normalize($0).run() }
    )
}

extension OptionSpec {
    fileprivate static let output = OptionSpec(
        "output", letter: "o", value: "FILE", standard: "-", "where the records go; - is standard output")
    fileprivate static let rejects = OptionSpec(
        "rejects", value: "FILE", "where refused parts of the input go, one JSON object a line")
    fileprivate static let report = OptionSpec(
        "report", value: "FILE", "write the accounts there as JSON, and as a table to standard error")
    fileprivate static let strict = OptionSpec("strict", "exit with 1 if anything was refused")
    fileprivate static let progress = OptionSpec(
        "progress", value: "WHEN", choices: ["auto", "never", "always"], standard: "auto",
        "auto, never or always; auto shows it on a terminal")
}

/// Turns histories into one form.
private struct Normalize {
    let files: [String]
    let source: ConversionSource
    let target: ConversionTarget
    let output: String
    let rejects: String?
    let report: String?
    let isStrict: Bool
    let showsProgress: Bool

    init(_ arguments: Arguments) throws {
        files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        source = try arguments.source()
        target = try arguments.target()
        output = arguments[.output] ?? "-"
        rejects = arguments[.rejects]
        report = arguments[.report]
        isStrict = arguments.has(.strict)
        try Self.checkDistinct([
            (.output, output == "-" ? nil : output), (.rejects, rejects), (.report, report),
        ])
        showsProgress = arguments[.progress] == "always" || (arguments[.progress] == "auto" && Console.isTerminal)
    }

    /// Refuses to write two things to one file, and anything but records to standard output.
    private static func checkDistinct(_ outputs: [(option: OptionSpec, name: String?)]) throws(CommandError) {
        var taken: [String: OptionSpec] = [:]
        for case (let option, let name?) in outputs {
            if name == "-" { throw .usage("--\(option.name) cannot go to standard output, where the records go") }
            let target = OutputFile.resolved(name)
            // The same file, however it is spelled; a device takes what it is given.
            let key = target.hasPrefix("/") ? target : OutputFile.resolved(".") + "/" + name.withoutDotSlash
            if let other = taken[key], !key.hasPrefix("/dev/") {
                throw .usage("--\(option.name) and --\(other.name) are the same file: \(name)")
            }
            taken[key] = option
        }
    }

    func run() throws -> ExitCode {
        // A missing file is found before anything is written.
        for file in files { try InputFile.check(file) }
        var converter = RecordConverter(registry: .all, source: source, target: target, detailed: report != nil)
        var records = try OutputFile.create(output)
        var refused =
            try rejects.map { name throws(IOFailure) in try RejectFile(name) } ?? RejectFile(beside: showsProgress)
        var account = try report.map { name throws(IOFailure) in try OutputFile.create(name) }
        var progress = Progress(isShown: showsProgress)
        for file in files {
            try normalize(try InputFile(file), &converter, &records, &refused, &progress)
        }
        progress.finish()
        let accounts = converter.tally.report
        if account != nil {
            var json = ByteBuffer()
            accounts.write(to: &json)
            try account?.write(&json)
        }
        try records.finish()
        try refused.finish()
        try account?.finish()
        Console.put(report == nil ? accounts.summary : accounts.table)
        return isStrict && accounts.rejected > 0 ? .failed : .done
    }

    private func normalize(
        _ input: borrowing InputFile, _ converter: inout RecordConverter, _ records: inout OutputFile,
        _ refused: inout RejectFile, _ progress: inout Progress
    ) throws(IOFailure) {
        var reader = HistoryReader()
        var lines = ByteBuffer(capacity: 1 << 20)
        progress.start(input.name, size: input.size)
        while true {
            switch reader.next() {
            case .document:
                do throws(AdapterError) {
                    try converter.convert(reader.record, into: &lines)
                } catch {
                    try refused.add(reader.located(error), input.name, reader.record, &converter)
                }
                if !converter.refusedItems.isEmpty { try refuseItems(reader, input.name, &converter, &refused) }
                converter.losses.removeAll(keepingCapacity: true)
            case .rejected(let rejection):
                try refused.add(rejection, input.name, reader.record, &converter)
            case .needsInput:
                // Whatever is known goes out before waiting for more: a slow pipe is followed line by line.
                try records.write(&lines)
                var size = 0
                try reader.fill { (buffer) throws(IOFailure) in
                    size = try input.read(into: buffer)
                    return size
                }
                progress.advance(by: size)
            case .end:
                try records.write(&lines)
                return
            }
        }
    }

    private func refuseItems(
        _ reader: borrowing HistoryReader, _ name: String, _ converter: inout RecordConverter,
        _ refused: inout RejectFile
    ) throws(IOFailure) {
        for item in converter.refusedItems {
            try refused.add(reader.located(item), name, reader.record, &converter)
        }
        converter.refusedItems.removeAll()
    }
}

extension String {
    fileprivate var withoutDotSlash: Substring {
        hasPrefix("./") ? dropFirst(2) : self[...]
    }
}
