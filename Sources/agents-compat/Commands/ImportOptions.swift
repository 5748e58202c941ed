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
    let reading: ReadingOptions
    let files: [String]
    let store: ExistingStore
    /// The token of the client whose tasks they become.
    let owner: Credential
    let isDryRun: Bool
    /// Bytes of memory for merging.
    let mergeMemory: Int

    init(_ arguments: Arguments) throws {
        files = arguments.operands.isEmpty ? ["-"] : arguments.operands
        store = try ExistingStore(arguments)
        owner = try arguments.owner()
        isDryRun = arguments.has(.dryRun)
        mergeMemory = try arguments.mergeMemory()
        var reading = try ReadingOptions(arguments)
        let kept = [store.path, StoreLocation.sqlite(path: store.path).secretPath, arguments[.ownerKeyFile]]
        try reading.outputs.spare(kept.compactMap(\.self))
        reading.conversion.isDetailed = reading.report != nil
        reading.conversion.keepsMarks = true
        // A store knows a task by its id alone.
        reading.conversion.tellsDialectsApart = false
        reading.conversion.longestID = StoredTask.longestImportedID
        self.reading = reading
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
