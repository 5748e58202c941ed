import Adapters
import AgentsCore

/// What a run of `normalize` is to do.
struct NormalizeOptions {
    let files: [String]
    let conversion: HistoryConversion
    let output: String
    let format: RecordSink.Format
    let rejects: String?
    let report: String?
    let outputs: OutputNames
    let isStrict: Bool
    let showsProgress: Bool
    let threads: Int
    /// Bytes of memory for merging; nothing if records are not merged.
    let mergeMemory: Int?
    let checkpoint: String?
    /// Everything that the records depend on, in words that can be compared.
    let task: String

    init(_ arguments: Arguments) throws {
        files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        output = arguments[.output] ?? "-"
        format = arguments[.outputFormat].flatMap { RecordSink.Format(rawValue: $0) } ?? .ndjson
        rejects = arguments[.rejects]
        report = arguments[.report]
        isStrict = arguments.has(.strict)
        outputs = try OutputNames([
            (.output, output == "-" ? nil : output), (.rejects, rejects), (.report, report),
            (.checkpoint, arguments[.checkpoint]),
        ])
        showsProgress = arguments.showsProgress
        threads = try arguments.threads()
        var conversion = HistoryConversion(.all, from: try arguments.source(), to: try arguments.target())
        conversion.isDetailed = report != nil
        conversion.selection = try arguments.selection()
        conversion.now = SystemClock().wallTime
        conversion.body = try arguments.body()
        mergeMemory = arguments.has(.merge) ? try arguments.mergeMemory() : nil
        conversion.keepsMarks = mergeMemory != nil
        self.conversion = conversion
        checkpoint = arguments[.checkpoint]
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
        for name in [output, rejects ?? output] where OutputFile.isStream(name) {
            throw .usage("--checkpoint cannot go with \(name), which is no regular file")
        }
        if files.contains("-") { throw .usage("--checkpoint needs files to read: standard input comes only once") }
    }
}

extension Arguments {
    /// Whether a line says how far the run is.
    var showsProgress: Bool {
        self[.progress] == "always" || (self[.progress] == "auto" && Console.isTerminal)
    }

    /// Threads beyond which the next one has nothing to do: somebody must write what they make.
    private static let mostThreads = 8

    /// How many threads convert.
    func threads() throws(CommandError) -> Int {
        guard let text = self[.threads] else { return min(Processors.count, Self.mostThreads) }
        guard let number = Int(text), (1...64).contains(number) else {
            throw refusal(of: .threads, " must be a number from 1 to 64, not '\(text)'")
        }
        return number
    }

    /// Bytes of memory for merging.
    func mergeMemory() throws(CommandError) -> Int {
        let text = self[.mergeMemory] ?? ""
        guard let number = Int(text), (1...1 << 20).contains(number) else {
            throw refusal(of: .mergeMemory, " must be a number of MiB from 1 to 1048576, not '\(text)'")
        }
        return number << 20
    }

    /// Which records are wanted.
    func selection() throws(CommandError) -> RecordSelection {
        var selection = RecordSelection()
        for setting in all(.select) {
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            let values = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
            guard !values.isEmpty else {
                throw refusal(of: .select, " must be like state=completed or dialect=acedata,agents, not '\(setting)'")
            }
            switch parts[0] {
            case "state": selection.states.formUnion(values)
            case "dialect":
                let known = AdapterRegistry.all.dialects.map { "\($0)" }
                for value in values where !known.contains(value) {
                    let hint = value.nearestHint(in: known)
                    throw refusal(of: .select, " does not know the dialect '\(value)'; \(hint)")
                }
                selection.dialects.formUnion(values)
            default: throw refusal(of: .select, " selects by state or dialect, not by '\(parts[0])'")
            }
        }
        guard let text = self[.since] else { return selection }
        guard let time = WallTime(rfc3339: text) ?? WallTime(rfc3339: "\(text)T00:00:00Z") else {
            throw refusal(of: .since, " must be a time like 2026-04-08T12:00:00Z or a date, not '\(text)'")
        }
        selection.since = time
        return selection
    }

    /// Where the record stands in the line of a log.
    func body() throws(CommandError) -> FieldPath {
        let text = self[.body] ?? "body"
        let path = FieldPath(text)
        let isNamed = path?.components.allSatisfy { if case .key = $0 { true } else { false } } ?? false
        guard let path, isNamed, !path.isRoot else {
            throw refusal(of: .body, " must be the path of a member, like body or log.message, not '\(text)'")
        }
        return path
    }
}

extension String {
    fileprivate func nearestHint(in words: [String]) -> String {
        words.nearest(to: self).map { "did you mean \($0)?" } ?? "known are \(words.joined(separator: ", "))"
    }
}
