import Adapters
import AgentsCore

extension CommandSpec {
    static let explain = CommandSpec(
        name: "explain",
        operands: "[FILES]",
        summary: "Say what becomes of legacy requests, and what that costs. It sends nothing.",
        details: [
            "With --dialect and --operation: reads one request, from a file or standard input, and prints the verdict, the\n"
                + "exact request to the Agents API, the ledger, the estimated price and what the client gets back.\n"
                + "  dream-machine  video, image, modify, reframe-video, reframe-image, upscale, audio\n"
                + "  acedata        videos",
            "The ledger says of each member what became of it: renamed (carried exactly, in another place), defaulted,\n"
                + "approximated or dropped, by which rule, and why.",
            "With --history: reads what 'normalize' reads, files, folders, patterns and compressed ones, translates the request\n"
                + "that each record repeats under every policy, and counts what is exact, approximated and refused, by rule, and\n"
                + "the estimated price. Broken lines never stop it. With --matrix: prints what becomes of every member of every\n"
                + "request.",
            "The policy balanced does what gives the same picture by near means, and refuses what the user would see or pay\n"
                + "for; lenient does both, strict neither. --set decides single rules, by the keys that the ledger shows: apply\n"
                + "or refuse. In the environment, AGENTS_COMPAT_SET has one setting a line.",
            "--prices names a file such as {\"date\":\"2026-07-01\",\"video\":{\"standard\":{\"720p\":0.30}}}: a date, and those of\n"
                + "the built-in prices that are different, in US dollars. Its members are date, source, image, image_edit (by\n"
                + "model), image_reference, video, video_edit (each with standard, hdr and hdr_exr by resolution; for 5 s; video\n"
                + "also ten_second_factor) and video_reframe (by resolution, for a second).",
            "Exit codes: 0 the request is accepted, 1 it is refused; --history and --matrix end with 0, with 1 if a history is\n"
                + "damaged.",
        ],
        options: [.dialect, .operation, .history, .body, .matrix, .policy, .set, .prices, .json, .explanation],
        examples: [
            "agents-compat explain --dialect dream-machine --operation video request.json",
            "agents-compat explain --dialect acedata --operation videos --policy strict --json request.json",
            "agents-compat explain --history history.ndjson --report assessment.json",
            "agents-compat explain --history --set dream_machine.loop=apply history.ndjson",
            "agents-compat explain --matrix",
        ],
        run: { try Explain($0).run() }
    )
}

extension OptionSpec {
    fileprivate static let dialect = OptionSpec(
        "dialect", value: "DIALECT", choices: ExplainedDialect.names, "the API that the request is for")
    fileprivate static let operation = OptionSpec("operation", value: "OP", "the operation that it is for")
    fileprivate static let history = OptionSpec("history", "explain every request that histories repeat")
    fileprivate static let matrix = OptionSpec("matrix", "print what becomes of every member of every request")
    fileprivate static let json = OptionSpec("json", "print JSON instead of text")
    fileprivate static let explanation = OptionSpec("report", value: "FILE", "write the JSON there, beside the text")
}

extension ExplainedDialect {
    fileprivate static let names = ["dream-machine", "acedata"]
}

/// Explains one request, a history, or everything.
private struct Explain {
    private enum Subject {
        case request(ExplainedDialect, ExplainedOperation, file: String)
        case history([String])
        case matrix
    }

    private let subject: Subject
    /// Where the record stands in the line of a log.
    private let body: FieldPath
    private let policies: [(name: String, policy: TranslationPolicy)]
    private let prices: PriceTable
    private let printsJSON: Bool
    private let report: String?

    init(_ arguments: Arguments) throws {
        subject = try Self.subject(arguments)
        body = try arguments.body()
        policies = try arguments.policies()
        prices = try arguments.prices()
        printsJSON = arguments.has(.json)
        report = arguments[.explanation]
        if report == "-" {
            throw CommandError.usage("--report cannot go to standard output, where the text goes; use --json")
        }
    }

    func run() throws -> ExitCode {
        // A missing file is found before anything is written.
        let files = try files()
        for file in files { try InputFile.check(file) }
        let account = try report.map { name throws(IOFailure) in try OutputFile.create(name) }
        switch subject {
        case .request(let dialect, let operation, let file):
            let body = try InputFile(file).contents(limit: RequestShape.limits.bytes)
            let explainer = Explainer(dialect, policy: policies[0].policy, prices: prices)
            let explanation = explainer.explain(body, as: operation)
            try put(explanation.report.line, account) { explanation.text($0) }
            return explanation.isAccepted ? .done : .failed
        case .history:
            var explainer = HistoryExplainer(
                ExplainedDialect.all, registry: .all, policies: policies, prices: prices, body: body)
            var isComplete = true
            for file in files where try !read(file, &explainer) { isComplete = false }
            let assessment = explainer.assessment
            try put(assessment.report.line, account) { assessment.text($0) }
            return isComplete ? .done : .failed
        case .matrix:
            let matrix = CapabilityMatrix(ExplainedDialect.all.flatMap(\.operations).map(\.shape))
            try put(matrix.json, account) { _ in matrix.table }
            return .done
        }
    }

    private func files() throws -> [String] {
        switch subject {
        case .request(_, _, let file): [file]
        case .history(let operands): try InputNames.files(operands)
        case .matrix: []
        }
    }

    private func put(
        _ json: String, _ account: consuming OutputFile?, _ text: (ReportStyle) -> String
    ) throws(IOFailure) {
        try Console.print(printsJSON ? json : text(.standardOutput))
        guard var file = account else { return }
        var buffer = ByteBuffer(json.utf8)
        try file.write(&buffer)
        try file.finish()
    }

    /// Reads a history, and returns whether it could be read to its end; if not, what was read counts all the same.
    private func read(_ file: String, _ explainer: inout HistoryExplainer) throws -> Bool {
        var input = try HistoryInput(file)
        var reader = HistoryReader()
        var damage: GzipDecoder.Damage?
        while true {
            switch reader.next() {
            case .document: explainer.add(reader, from: file)
            case .rejected(let rejection): explainer.add(rejection)
            case .needsInput:
                try reader.fill { (buffer) throws(IOFailure) in
                    do throws(InputFault) {
                        return damage == nil ? try input.read(into: buffer) : 0
                    } catch {
                        switch error {
                        case .failure(let failure): throw failure
                        case .damage(let found): damage = found
                        }
                        return 0
                    }
                }
            case .end:
                guard let damage else { return true }
                Console.say("\(InputFile.title(file)), byte \(damage.offset): \(damage.reason)")
                return false
            }
        }
    }

    // MARK: What to explain

    private static func subject(_ arguments: Arguments) throws(CommandError) -> Subject {
        let isHistory = arguments.has(.history)
        let isMatrix = arguments.has(.matrix)
        let names = (dialect: arguments[.dialect], operation: arguments[.operation])
        let kinds = [isHistory, isMatrix, names.dialect != nil || names.operation != nil].count { $0 }
        guard kinds == 1 else {
            throw .usage("explain needs one of --dialect with --operation, --history, and --matrix")
        }
        if isMatrix {
            guard let file = arguments.operands.first else { return .matrix }
            throw .usage("--matrix takes no '\(file)'")
        }
        if isHistory { return .history(arguments.operands.isEmpty ? ["-"] : arguments.operands) }
        guard let dialectName = names.dialect, let name = names.operation else {
            throw .usage("--dialect and --operation go together")
        }
        guard arguments.operands.count <= 1 else {
            throw .usage("explain takes one request, not \(arguments.operands.count); for histories use --history")
        }
        guard let dialect = ExplainedDialect.all.first(where: { "\($0.dialect)" == dialectName }),
            let operation = dialect.operations.first(where: { $0.name == name })
        else { throw arguments.refusal(of: .operation, unknownOperation(name, of: dialectName)) }
        return .request(dialect, operation, file: arguments.operands.first ?? "-")
    }

    private static func unknownOperation(_ name: String, of dialect: String) -> String {
        let names = ExplainedDialect.all.first { "\($0.dialect)" == dialect }?.operations.map(\.name) ?? []
        let hint = names.nearest(to: name).map { "did you mean \($0)?" } ?? "known are \(names.joined(separator: ", "))"
        return " does not know '\(name)' of \(dialect); \(hint)"
    }
}
