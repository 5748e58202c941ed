import Adapters
import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Turns histories into one form.
struct Normalization: ~Copyable {
    private let options: NormalizeOptions
    private let files: [String]
    private var records: RecordSink
    private let refused: RejectFile
    private var account: OutputFile?
    private var latest: MergeStore?
    private var checkpoint: Checkpoint
    /// The accounts of the runs that this one goes on with.
    private let earlier: NormalizationReport
    private let clock = ContinuousClock()
    private var noted: ContinuousClock.Instant

    /// Opens everything that is written; a missing input is found before.
    init(_ options: NormalizeOptions) throws {
        let reading = options.reading
        let files = try reading.files(options.files, replacedBy: .output)
        let checkpoint =
            try options.checkpoint.map { try Checkpoint($0, task: options.task, reading: files) }
            ?? Checkpoint(task: options.task, reading: options.checkpoint == nil ? [] : files)
        let isComplete = checkpoint.file >= files.count
        let records: RecordSink
        if options.format == .sqlite {
            records = try RecordSink(database: options.output)
        } else if options.checkpoint != nil {
            let file = try OutputFile.resume(options.output, at: checkpoint.written, isComplete: isComplete)
            records = RecordSink(file, as: options.format)
        } else {
            records = RecordSink(try OutputFile.create(options.output), as: options.format)
        }
        let refused: RejectFile
        if options.checkpoint != nil, let name = reading.rejects {
            let file = try OutputFile.resume(name, at: checkpoint.refused, isComplete: isComplete)
            refused = RejectFile(file)
        } else {
            refused = try RejectFile(reading.rejects, beside: reading.showsProgress)
        }
        let account: OutputFile?
        if options.checkpoint != nil, let name = reading.report {
            account = try OutputFile.resume(name, at: 0, isComplete: false)
        } else {
            account = try OutputFile.create(ifNamed: reading.report)
        }
        self.options = options
        self.files = files
        self.records = records
        self.refused = refused
        self.account = account
        latest = options.mergeMemory.map { MergeStore(bound: $0) }
        self.checkpoint = checkpoint
        earlier = checkpoint.report
        noted = clock.now
    }

    /// Does the work.
    mutating func run() throws -> ExitCode {
        var accounts = accounts(with: try read())
        if checkpoint.isIncomplete { try options.reading.outputs.spare(damaged: files) }
        if let name = options.checkpoint {
            try note(file: files.count, offset: 0, lines: 0, in: name, accounts)
        }
        try latest?.finish(&records)
        accounts.note(merged: latest?.merged ?? 0)
        var json = ByteBuffer()
        accounts.write(to: &json)
        try account?.write(&json)
        try records.finish()
        try refused.finish()
        try account?.finish()
        if let name = options.checkpoint { unlink(name) }
        Console.put(options.reading.report == nil ? accounts.summary : accounts.table)
        return options.reading.exitCode(rejected: accounts.rejected, isIncomplete: checkpoint.isIncomplete)
    }

    /// Reads everything, and notes how far it is.
    private mutating func read() throws -> NormalizationReport {
        var pass = HistoryPass(files, options.reading, refusing: refused)
        let start = HistoryPass.Start(
            file: checkpoint.file, offset: checkpoint.offset, lines: checkpoint.lines,
            isIncomplete: checkpoint.isIncomplete)
        try pass.run(from: start) { (lane, _) throws(IOFailure) in
            if latest == nil {
                try records.write(&lane.lines)
            } else {
                try latest?.add(lane)
            }
        } after: { pass, block in
            guard let name = options.checkpoint, !pass.join.isInside, block.fault == nil,
                clock.now - noted >= Self.pause
            else { return }
            checkpoint.isIncomplete = pass.isIncomplete
            try note(
                file: block.isLast ? block.file + 1 : block.file, offset: pass.join.offset, lines: pass.join.lines,
                in: name, accounts(with: pass.report))
            noted = clock.now
        }
        checkpoint.isIncomplete = pass.isIncomplete
        return pass.report
    }

    /// The accounts so far, those of the runs that this one goes on with included.
    private func accounts(with report: NormalizationReport) -> NormalizationReport {
        var accounts = earlier
        accounts.add(report)
        return accounts
    }

    /// Notes how far the run is, behind what was written.
    private mutating func note(
        file: Int, offset: Int, lines: Int, in name: String, _ accounts: NormalizationReport
    ) throws(IOFailure) {
        (checkpoint.file, checkpoint.offset, checkpoint.lines) = (file, offset, lines)
        checkpoint.written = try records.sync() ?? checkpoint.written
        checkpoint.refused = try refused.sync() ?? checkpoint.refused
        checkpoint.report = accounts
        try checkpoint.write(to: name)
    }

    /// Time between two checkpoints.
    private static let pause = Duration.milliseconds(500)
}
