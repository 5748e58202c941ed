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
    private var refused: RejectFile
    private var account: OutputFile?
    private var latest: MergeStore?
    private var checkpoint: Checkpoint
    /// The accounts of the runs that this one goes on with.
    private let earlier: NormalizationReport
    private let clock = ContinuousClock()
    private var noted: ContinuousClock.Instant
    /// Whether an input could not be read to its end.
    private var isIncomplete: Bool

    /// Opens everything that is written; a missing input is found before.
    init(_ options: NormalizeOptions) throws {
        let files = try InputNames.files(options.files)
        try options.outputs.spare(files, butFor: .output)
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
        if let name = options.rejects {
            if options.checkpoint == nil {
                refused = try RejectFile(name)
            } else if let file = try OutputFile.resume(name, at: checkpoint.refused, isComplete: isComplete) {
                refused = RejectFile(file)
            } else {
                refused = RejectFile(beside: false)
            }
        } else {
            refused = RejectFile(beside: options.showsProgress)
        }
        let account: OutputFile?
        if let name = options.report {
            account =
                options.checkpoint == nil
                ? try OutputFile.create(name) : try OutputFile.resume(name, at: 0, isComplete: false)
        } else {
            account = nil
        }
        self.options = options
        self.files = files
        self.records = records
        self.refused = refused
        self.account = account
        latest = options.mergeMemory.map { MergeStore(bound: $0) }
        self.checkpoint = checkpoint
        earlier = checkpoint.report
        isIncomplete = checkpoint.isIncomplete
        noted = clock.now
    }

    /// Does the work.
    mutating func run() throws -> ExitCode {
        var accounts = accounts(with: try read())
        if let name = options.checkpoint {
            try note(file: files.count, offset: 0, lines: 0, in: name, accounts)
        }
        try latest?.finish(&records)
        accounts.note(merged: latest?.merged ?? 0)
        if account != nil {
            var json = ByteBuffer()
            accounts.write(to: &json)
            try account?.write(&json)
        }
        try records.finish()
        try refused.finish()
        try account?.finish()
        if let name = options.checkpoint { unlink(name) }
        Console.put(options.report == nil ? accounts.summary : accounts.table)
        return isIncomplete || (options.isStrict && accounts.rejected > 0) ? .failed : .done
    }

    /// Reads everything, and notes how far it is.
    private mutating func read() throws -> NormalizationReport {
        var pass = HistoryPass(
            files, options.conversion, threads: options.threads, showsProgress: options.showsProgress)
        let start = HistoryPass.Start(file: checkpoint.file, offset: checkpoint.offset, lines: checkpoint.lines)
        try pass.run(from: start) { (lane, part) throws(IOFailure) in
            try refused.add(lane, of: part, in: files)
            if latest == nil {
                try records.write(&lane.lines)
            } else {
                try latest?.add(lane)
            }
        } after: { join, block in
            try refused.flush()
            if let name = options.checkpoint, !join.isInside, clock.now - noted >= Self.pause, block.fault == nil {
                let isOver = block.isLast
                try note(
                    file: isOver ? block.file + 1 : block.file, offset: join.offset, lines: join.lines, in: name,
                    accounts(with: join.tally.report))
                noted = clock.now
            }
            if try block.isDamaged(files, telling: refused) { isIncomplete = true }
        }
        return pass.report
    }

    /// The accounts so far, those of the runs that this one goes on with included.
    private func accounts(with report: NormalizationReport) -> NormalizationReport {
        var accounts = earlier
        accounts.isDetailed = options.conversion.isDetailed
        accounts.isSelective = !options.conversion.selection.isEmpty
        accounts.add(report)
        return accounts
    }

    /// Notes how far the run is, behind what was written.
    private mutating func note(
        file: Int, offset: Int, lines: Int, in name: String, _ accounts: NormalizationReport
    ) throws(IOFailure) {
        (checkpoint.file, checkpoint.offset, checkpoint.lines) = (file, offset, lines)
        checkpoint.isIncomplete = isIncomplete
        checkpoint.written = try records.sync() ?? checkpoint.written
        checkpoint.refused = try refused.sync() ?? checkpoint.refused
        checkpoint.report = accounts
        try checkpoint.write(to: name)
    }

    /// Time between two checkpoints.
    private static let pause = Duration.milliseconds(500)
}
