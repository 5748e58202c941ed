import Adapters
import AgentsCore

/// What commands that read histories are told alike: which records count, how they are read, and where is told of it.
struct ReadingOptions {
    /// What becomes of the records.
    var conversion: HistoryConversion
    let threads: Int
    let showsProgress: Bool
    let rejects: String?
    let report: String?
    let isStrict: Bool
    let outputs: OutputNames

    /// Reads them.
    ///
    /// - Parameters:
    ///   - arguments: What the command was given.
    ///   - target: What the records are turned into.
    ///   - others: What the command writes besides rejects and report.
    /// - Throws: ``CommandError`` for what is wrong about them.
    init(
        _ arguments: Arguments, to target: ConversionTarget = .canonical,
        writing others: [(option: OptionSpec, name: String?)] = []
    ) throws(CommandError) {
        rejects = arguments[.rejects]
        report = arguments[.report]
        isStrict = arguments.has(.strict)
        outputs = try OutputNames(others + [(.rejects, rejects), (.report, report)])
        showsProgress = arguments.showsProgress
        threads = try arguments.threads()
        conversion = HistoryConversion(.all, from: try arguments.source(), to: target)
        conversion.selection = try arguments.selection()
        conversion.now = SystemClock().wallTime
        conversion.body = try arguments.body()
    }

    /// The files that operands name.
    ///
    /// - Parameters:
    ///   - operands: The operands.
    ///   - option: The option of an output that may take the place of one of them.
    /// - Returns: The files.
    /// - Throws: ``CommandError`` or ``IOFailure`` if one is missing, or if it would be replaced.
    func files(_ operands: [String], replacedBy option: OptionSpec? = nil) throws -> [String] {
        let files = try InputNames.files(operands)
        try outputs.spare(files, butFor: option)
        return files
    }

    /// How a run ends that has done its work as far as its input went.
    func exitCode(rejected: Int, isIncomplete: Bool) -> ExitCode {
        isIncomplete || (isStrict && rejected > 0) ? .failed : .done
    }
}

extension Arguments {
    /// Whether a line says how far the run is.
    fileprivate var showsProgress: Bool {
        self[.progress] == "always" || (self[.progress] == "auto" && Console.isTerminal)
    }

    /// Threads beyond which the next one has nothing to do: somebody must write what they make.
    private static let mostThreads = 8

    /// How many threads convert.
    fileprivate func threads() throws(CommandError) -> Int {
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
    fileprivate func selection() throws(CommandError) -> RecordSelection {
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
