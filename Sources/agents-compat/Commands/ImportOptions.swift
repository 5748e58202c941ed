import Adapters
import AgentsCore
import CompatServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a run of `import` is to do.
struct ImportOptions {
    let files: [String]
    let conversion: HistoryConversion
    let store: ExistingStore
    /// The token of the client whose tasks they become.
    let owner: Credential
    let isDryRun: Bool
    let rejects: String?
    let report: String?
    let outputs: OutputNames
    let isStrict: Bool
    let showsProgress: Bool
    let threads: Int
    /// Bytes of memory for merging.
    let mergeMemory: Int

    init(_ arguments: Arguments) throws {
        files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        store = try ExistingStore(arguments)
        owner = try arguments.owner()
        isDryRun = arguments.has(.dryRun)
        rejects = arguments[.rejects]
        report = arguments[.report]
        outputs = try OutputNames([(.rejects, rejects), (.report, report)])
        let kept = [store.path, StoreLocation.sqlite(path: store.path).secretPath, arguments[.ownerKeyFile]]
        try outputs.spare(kept.compactMap(\.self))
        isStrict = arguments.has(.strict)
        showsProgress = arguments.showsProgress
        threads = try arguments.threads()
        mergeMemory = try arguments.mergeMemory()
        var conversion = HistoryConversion(.all, from: try arguments.source())
        conversion.isDetailed = report != nil
        conversion.selection = try arguments.selection()
        conversion.now = SystemClock().wallTime
        conversion.body = try arguments.body()
        conversion.keepsMarks = true
        // A store knows a task by its id alone.
        conversion.tellsDialectsApart = false
        conversion.longestID = StoredTask.longestImportedID
        self.conversion = conversion
    }
}

extension Arguments {
    private static let keyName = GenerationClient.Options.keyName

    /// The token of the client whose tasks they become.
    fileprivate func owner() throws -> Credential {
        let token: Credential
        let source: String
        if let name = self[.ownerKeyFile] {
            if name == "-" { throw refusal(of: .ownerKeyFile, " must be a file: standard input is for histories") }
            // Longer ones are no tokens either.
            let text = String(decoding: try InputFile(name).contents(limit: 4096), as: UTF8.self)
            token = Credential(String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
            source = name
        } else if let text = getenv(Self.keyName).map({ String(cString: $0) }), !text.isEmpty {
            token = Credential(text)
            source = Self.keyName
        } else {
            throw CommandError.usage(
                "import needs to know whose tasks they become: name a file with the client's bearer token by"
                    + " --owner-key-file, or put it into \(Self.keyName)")
        }
        guard ServerSecret.isToken(token) else {
            throw CommandError(
                code: .environment,
                message: "\(source) holds no token that the server takes: those begin with 'luma-api-'")
        }
        return token
    }
}
