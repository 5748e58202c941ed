import Adapters
import AgentsCore

extension CommandSpec {
    static let convert = CommandSpec(
        name: "convert",
        operands: "[FILE]",
        summary: "Convert one document, and say what that lost.",
        details: [
            "Without --to, a record becomes a canonical line, which holds everything needed to turn it back: one line for each\n"
                + "item of a batch or list. Lines are turned back with --from agents --to DIALECT.",
            "What the target cannot hold is listed on standard error, or written to the --report file as JSON.",
        ],
        options: [.from, .to, .bare, .ledger],
        examples: [
            "agents-compat convert --from acedata task.json > line.json",
            "agents-compat convert --from agents --to acedata line.json",
            "agents-compat convert --from acedata --to dream-machine --report losses.json task.json",
        ],
        run: { try Convert($0).run() }
    )
}

extension OptionSpec {
    fileprivate static let ledger = OptionSpec(
        "report", value: "FILE", "write the losses there as JSON, not to standard error")
}

/// Converts one document.
private struct Convert {
    let file: String
    let source: ConversionSource
    let target: ConversionTarget
    let report: String?

    init(_ arguments: Arguments) throws {
        guard arguments.operands.count <= 1 else {
            throw CommandError.usage(
                "convert takes one file, not \(arguments.operands.count); for several use 'agents-compat normalize'")
        }
        file = arguments.operands.first ?? "-"
        source = try arguments.source()
        target = try arguments.target()
        report = arguments[.ledger]
    }

    func run() throws -> ExitCode {
        var reader = HistoryReader()
        var converter = RecordConverter(
            registry: .all, source: source, target: target, rebuildsEnvelopes: true)
        var output = ByteBuffer()
        let input = try InputFile(file)
        var documents = 0
        reading: while true {
            switch reader.next() {
            case .needsInput:
                try reader.fill { (buffer) throws(IOFailure) in try input.read(into: buffer) }
            case .document:
                documents += 1
                do throws(AdapterError) {
                    try converter.convert(reader.record, into: &output)
                } catch {
                    throw failure(reader.located(error))
                }
                if let refused = converter.refusedItems.first { throw failure(reader.located(refused)) }
            case .rejected(let rejection):
                throw failure(rejection)
            case .end:
                break reading
            }
        }
        if documents == 0 { throw CommandError(code: .failed, message: "\(input.title): there is no document in it") }
        do throws(AdapterError) {
            try converter.finish()
        } catch {
            throw CommandError(code: .failed, message: "\(input.title): \(error)")
        }
        try OutputFile.standardOutput.write(&output)
        try tell(converter.losses)
        return .done
    }

    private func failure(_ rejection: Rejection) -> CommandError {
        CommandError(code: .failed, message: rejection.message(in: file))
    }

    private func tell(_ losses: [Loss]) throws {
        let ledger = Ledger(losses)
        if let report {
            var json = ByteBuffer()
            ledger.write(to: &json)
            var file = try OutputFile.create(report)
            try file.write(&json)
            try file.finish()
        } else if !losses.isEmpty {
            Console.put(ledger.table)
        }
    }
}
