import Adapters
import AgentsCore

/// Takes histories into a store.
struct HistoryImport: ~Copyable {
    private let options: ImportOptions
    private let files: [String]
    private var account: OutputFile?
    private var latest: MergeStore
    private var tasks: TaskImport
    /// Whether an input could not be read to its end.
    private var isIncomplete = false

    /// Opens everything that is written; a missing input is found before.
    init(_ options: ImportOptions) throws {
        let files = try InputNames.files(options.files)
        try options.outputs.spare(files)
        let refused = try RejectFile(options.rejects, beside: options.showsProgress)
        let account = try OutputFile.create(ifNamed: options.report)
        // What is wrong with the store is said before a long history is read.
        let tasks = try TaskImport(
            into: options.store, for: options.owner, isDryRun: options.isDryRun, refused,
            showsProgress: options.showsProgress)
        self.options = options
        self.files = files
        self.account = account
        self.tasks = tasks
        latest = MergeStore(bound: options.mergeMemory)
    }

    /// Does the work.
    mutating func run() throws -> ExitCode {
        let report = try read()
        try latest.finish(&tasks)
        try tasks.finish()
        let accounts = ImportAccounts(report, merged: latest.merged, tasks.counts, isDryRun: options.isDryRun)
        if account != nil {
            var json = accounts.json
            try account?.write(&json)
        }
        try tasks.refused.finish()
        try account?.finish()
        Console.put(options.report == nil ? accounts.summary : accounts.table)
        return isIncomplete || (options.isStrict && accounts.rejected > 0) ? .failed : .done
    }

    /// Reads everything, and keeps the latest state of each generation.
    private mutating func read() throws -> NormalizationReport {
        var pass = HistoryPass(
            files, options.conversion, threads: options.threads, showsProgress: options.showsProgress)
        try pass.run { (lane, part) throws(IOFailure) in
            try tasks.refused.add(lane, of: part, in: files)
            try latest.add(lane)
        } after: { _, block in
            try tasks.refused.flush()
            if try block.isDamaged(files, telling: tasks.refused) { isIncomplete = true }
        }
        var report = pass.report
        report.isDetailed = options.conversion.isDetailed
        report.isSelective = !options.conversion.selection.isEmpty
        return report
    }
}
