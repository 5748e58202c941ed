import Adapters
import AgentsCore

/// Takes histories into a store.
struct HistoryImport: ~Copyable {
    private let options: ImportOptions
    private let files: [String]
    private let refused: RejectFile
    private var account: OutputFile?
    private var latest: MergeStore
    private var tasks: TaskImport

    /// Opens everything that is written; a missing input is found before.
    init(_ options: ImportOptions) throws {
        let reading = options.reading
        let files = try reading.files(options.files)
        let refused = try RejectFile(reading.rejects, beside: reading.showsProgress)
        let account = try OutputFile.create(ifNamed: reading.report)
        // What is wrong with the store is said before a long history is read.
        let tasks = try TaskImport(
            into: options.store, for: options.owner, isDryRun: options.isDryRun, refused,
            showsProgress: reading.showsProgress)
        self.options = options
        self.files = files
        self.refused = refused
        self.account = account
        self.tasks = tasks
        latest = MergeStore(bound: options.mergeMemory)
    }

    /// Does the work: keeps the latest state of each generation, and then takes those into the store.
    mutating func run() throws -> ExitCode {
        let reading = options.reading
        var pass = HistoryPass(files, reading, refusing: refused)
        try pass.run { (lane, _) throws(IOFailure) in try latest.add(lane) }
        try latest.finish(&tasks)
        try tasks.finish()
        let accounts = ImportAccounts(pass.report, merged: latest.merged, tasks.counts, isDryRun: options.isDryRun)
        var json = accounts.json
        try account?.write(&json)
        try refused.finish()
        try account?.finish()
        Console.put(reading.report == nil ? accounts.summary : accounts.table)
        return reading.exitCode(rejected: accounts.rejected, isIncomplete: pass.isIncomplete)
    }
}
