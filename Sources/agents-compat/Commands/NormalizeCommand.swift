extension CommandSpec {
    static let normalize = CommandSpec(
        name: "normalize",
        operands: "[FILES]",
        summary: "Turn histories of mixed records into one form, in order, whatever else they hold.",
        details: [
            "Reads files, or standard input, with records of any dialect and age in any mixture: lines, pretty-printed\n"
                + "documents, arrays, batches and lists. Each record becomes one line of output, in the order of the input.",
            "A file may be compressed by gzip. Of a folder, the files *.ndjson*, *.jsonl*, *.json and *.json.gz are read, sorted;\n"
                + "a pattern in quotes is resolved here. A log's lines around a record, {\"timestamp\":…,\"body\":{…}}, are left out.",
            "What is no record never stops the run: it goes to the --rejects file with file, line, byte, code, reason and\n"
                + "text, and the accounts at the end say how many there were.",
        ],
        options: [
            .from, .to, .bare, .body, .select, .since, .merge, .mergeMemory, .output, .outputFormat, .rejects, .report,
            .strict, .checkpoint,
            .threads, .progress,
        ],
        examples: [
            "agents-compat normalize history.ndjson -o canonical.ndjson --rejects rejects.ndjson",
            "agents-compat normalize --report report.json logs/ > canonical.ndjson",
            "agents-compat normalize --select state=completed --since 2026-01-01 'logs/*.gz' -o recent.ndjson",
            "agents-compat normalize --to acedata canonical.ndjson",
        ],
        run: { arguments in
            var run = try Normalization(NormalizeOptions(arguments))
            return try run.run()
        }
    )
}

extension OptionSpec {
    static let output = OptionSpec(
        "output", letter: "o", value: "FILE", standard: "-", "where the records go; - is standard output")
    static let rejects = OptionSpec(
        "rejects", value: "FILE", "where refused parts of the input go, one JSON object a line")
    static let report = OptionSpec(
        "report", value: "FILE", "write the accounts there as JSON, and as a table to standard error")
    static let strict = OptionSpec("strict", "exit with 1 if anything was refused")
    static let progress = OptionSpec(
        "progress", value: "WHEN", choices: ["auto", "never", "always"], standard: "auto",
        "auto, never or always; auto shows it on a terminal")
    static let threads = OptionSpec(
        "threads", value: "N", "how many threads convert; all processors, 8 at most, if it is not given")
    static let body = OptionSpec(
        "body", value: "PATH", standard: "body", "the member of a log's lines that holds the record")
    static let select = OptionSpec(
        "select", value: "KEY=VALUE", isRepeatable: true,
        "only records like that: state=completed,failed or dialect=acedata")
    static let since = OptionSpec(
        "since", value: "TIME", "only records created at or after a time or date, and those that do not say when")
    static let merge = OptionSpec(
        "merge", "keep one record of each generation: a finished one before others, then the later one")
    static let mergeMemory = OptionSpec(
        "merge-memory", value: "MIB", standard: "256", "memory for merging; beyond it temporary files are used")
    static let checkpoint = OptionSpec(
        "checkpoint", value: "FILE", "note there how far the run is, and go on from there if it was ended")
    static let outputFormat = OptionSpec(
        "output-format", value: "FORMAT", choices: RecordSink.Format.allCases.map(\.rawValue), standard: "ndjson",
        "ndjson, csv or sqlite")
}
